"""Makes nibabel/: NIfTI files, and in expected.json what nibabel reads in them.

Run in this folder: python3 make_nibabel.py (needs nibabel; made with 5.4.2 and numpy 2.4.6).
Data and worlds are our own. The first axis of an affine's world is the patient's right (RAS+).
"""

import json
import os
import struct

import nibabel
import numpy as np

FOLDER = "nibabel"
SHAPE = (4, 3, 2)
MM = {"unknown": 1, "mm": 1, "meter": 1000, "micron": 0.001}
SCALED = np.diag([1.5, 2, 2.5, 1])
# A turn about no axis of the grid, with columns as long as the voxels and a shifted origin.
TURN = np.linalg.qr([[2.0, -1, 0.5], [1, 3, -0.5], [0.25, 1, 4]])[0]
OBLIQUE = np.eye(4)
OBLIQUE[:3, :3] = TURN @ np.diag([1.5, 2, 2.5]) * np.sign(np.linalg.det(TURN))
OBLIQUE[:3, 3] = [-90.25, 126.5, -72.125]
FLIPPED = OBLIQUE @ np.diag([1, 1, -1, 1])
SHEARED = np.array([[-1.5, 0, 0, 90], [0, 2, 0.25, -126], [0, 0.5, 2.5, -72], [0, 0, 0, 1]])

expected = {}


def voxels(dtype, shape=SHAPE):
    """Numbers that tell types and places apart: the ends of the type's range, and a slope."""
    dtype = np.dtype(dtype)
    numbers = np.arange(np.prod(shape)).reshape(shape, order="F").astype(dtype)
    if dtype.kind == "f":
        ends = [-2.5, 1 / 3, 1e-30, 1e20, 1e-40, -0.0]
    else:
        ends = [np.iinfo(dtype).min, np.iinfo(dtype).max, np.iinfo(dtype).max // 2 + 2]
    numbers.ravel("K")[3 : 3 + len(ends)] = ends
    return numbers


def image(data, affine=SCALED, order="<", kind=nibabel.Nifti1Image):
    """An image whose affine is in neither form yet."""
    result = kind(data, affine, kind.header_class(endianness=order))
    result.header.set_data_dtype(data.dtype)
    result.set_sform(None, 0)
    result.set_qform(None, 0)
    return result


def with_sform(*args, **more):
    result = image(*args, **more)
    result.set_sform(args[1] if len(args) > 1 else SCALED, 1)
    return result


def with_qform(affine, **more):
    result = image(voxels("u1"), affine, **more)
    result.set_qform(affine, 1)
    return result


def save(name, made, patch=None):
    path = os.path.join(FOLDER, name)
    nibabel.save(made, path)
    if patch:
        with open(path, "r+b") as file:
            for at, data in patch.items():
                file.seek(at)
                file.write(data)
    read = nibabel.load(path)
    scale = MM[read.header.get_xyzt_units()[0]]
    expected[name] = {
        "size": read.shape[:3],
        "affine": (np.diag([scale, scale, scale, 1]) @ read.affine)[:3].tolist(),
        "values": read.get_fdata(dtype=np.float64).ravel("F").tolist(),
    }


os.makedirs(FOLDER, exist_ok=True)
for kind in ["u1", "i1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"]:
    for order, name in [("<", "little"), (">", "big")]:
        save(f"{kind}-{name}.nii", with_sform(voxels(order + kind), order=order))

save("packed-little.nii.gz", with_sform(voxels("<i2"), SHEARED))
save("packed-big.nii.gz", with_sform(voxels(">f4"), SHEARED, order=">"))

save("sform-sheared.nii", with_sform(voxels("u1"), SHEARED))
save("qform-oblique.nii", with_qform(OBLIQUE))
save("qform-flipped.nii", with_qform(FLIPPED))  # pixdim[0] = -1
save("qform-flipped-big.nii", with_qform(FLIPPED, order=">"))
save("qform-half-turn.nii", with_qform(np.diag([-1.5, -2, 2.5, 1])))
both = with_qform(OBLIQUE)
both.set_sform(SHEARED, 2)
save("sform-and-qform.nii", both)
off = with_qform(FLIPPED)
off.header["srow_x"] = [7, 0, 0, 0]
save("sform-off.nii", off)
for unit in ["meter", "micron", "unknown"]:
    made = with_sform(voxels("u1"), SHEARED)
    made.header.set_xyzt_units(unit, "sec")
    save(f"unit-{unit}.nii", made)

made = with_sform(np.arange(24.0).reshape(SHAPE, order="F") * 0.5 - 1024)
made.header.set_data_dtype("<i2")
made.header.set_slope_inter(0.5, -1024)
save("scaled-i2.nii", made)
made = with_sform(np.arange(24.0).reshape(SHAPE, order="F") / 7)
made.header.set_data_dtype(">u1")
made.header.set_slope_inter(0.013671875, 0.125)
save("scaled-u1.nii.gz", made)
made = with_sform(np.linspace(-1, 1, 24).reshape(SHAPE))
made.header.set_data_dtype("<i2")  # nibabel finds a slope and an intercept by itself
save("scaled-by-range.nii", made)
slope = 112
save("slope-zero.nii", with_sform(voxels("<i2")), {slope: struct.pack("<2f", 0, 5)})
save("slope-nan.nii", with_sform(voxels("<i2")), {slope: struct.pack("<2f", np.nan, np.nan)})

save("axes-3-of-7.nii", with_sform(voxels("<i2", SHAPE + (1, 1, 1, 1))))
save("axes-4th-is-1.nii", with_sform(voxels("<i2", SHAPE + (1,))))
save("one-slice.nii", with_sform(voxels("<i2", (4, 3, 1))))
made = with_sform(voxels("<i2"))
made.header.extensions.append(nibabel.nifti1.Nifti1Extension("comment", b"a remark"))
save("extension.nii", made)

# NIfTI-2, and pairs of files.
second = nibabel.Nifti2Image
save("nifti2-sform.nii", with_sform(voxels("<i2"), SHEARED, kind=second))
save("nifti2-sform-big.nii.gz", with_sform(voxels(">f4"), SHEARED, order=">", kind=second))
save("nifti2-qform.nii", with_qform(FLIPPED, kind=second))
made = with_sform(np.arange(24.0).reshape(SHAPE, order="F") * 0.5 - 1024, kind=second)
made.header.set_data_dtype("<i2")
made.header.set_slope_inter(0.5, -1024)
made.header.set_xyzt_units("micron", "sec")
save("nifti2-scaled.nii", made)
save("nifti2-axes-3-of-7.nii", with_sform(voxels("<i2", SHAPE + (1, 1, 1, 1)), kind=second))
save("pair.hdr", with_sform(voxels("<i2"), SHEARED, kind=nibabel.Nifti1Pair))
save("nifti2-pair.hdr", with_qform(OBLIQUE, kind=nibabel.Nifti2Pair))
save("packed.hdr.gz", with_sform(voxels("<u2"), kind=nibabel.Nifti1Pair))
analyze = nibabel.Spm99AnalyzeImage(voxels("<i2"), SCALED)
analyze.to_filename(FOLDER + "/analyze.img")
expected["analyze.hdr"] = {"refused": "expected n+1 or ni1 of NIfTI-1"}
for extra in ["analyze.mat", "analyze.img"]:
    os.remove(FOLDER + "/" + extra)

with open(FOLDER + "/expected.json", "w") as file:
    entries = (f"{json.dumps(k)}: {json.dumps(v)}" for k, v in expected.items())
    file.write("{\n" + ",\n".join(entries) + "\n}\n")
