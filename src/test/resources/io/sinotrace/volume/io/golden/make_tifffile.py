"""Makes tifffile/: TIFF files of several pages, and in expected.json what tifffile reads in them.

Run in this folder: python3 make_tifffile.py (made with tifffile 2026.3.3, imagecodecs 2026.3.6).
"""

import json
import os

import numpy as np
import tifffile

FOLDER = "tifffile"
SHAPE = (3, 5, 7)

expected = {}


def voxels(dtype, shape=SHAPE):
    """Numbers that tell types and places apart: the ends of the type's range among others."""
    dtype = np.dtype(dtype)
    numbers = np.arange(np.prod(shape)).astype(dtype)
    if dtype.kind == "f":
        numbers[3:8] = [-2.5, 1 / 3, 6e-8 if dtype.itemsize == 2 else 1e-40, -0.0, 60000]
    else:
        numbers[3:6] = [np.iinfo(dtype).min, np.iinfo(dtype).max, np.iinfo(dtype).max // 2 + 2]
    return numbers.reshape(shape)


def note(name, spacing=None):
    read = tifffile.imread(os.path.join(FOLDER, name))
    assert read.ndim == 3
    values = read.astype("f8").ravel().tolist()
    expected[name] = {"size": read.shape[::-1], "values": values}
    if spacing is None:
        expected[name]["axes"] = "zyx"
    else:
        rows = [[spacing[k] if k == j else 0 for j in range(3)] + [0] for k in range(3)]
        expected[name] |= {"affine": rows, "tolerance": 1e-10}


def write(name, array, spacing=None, **options):
    options = {"photometric": "minisblack", "metadata": None} | options
    tifffile.imwrite(os.path.join(FOLDER, name), array, **options)
    note(name, spacing)


os.makedirs(FOLDER, exist_ok=True)
for kind in ["i1", "u1", "i2", "u2", "i4", "u4", "f2", "f4", "f8"]:
    write(f"{kind}-little.tif", voxels("<" + kind), byteorder="<")
    write(f"{kind}-big.tif", voxels(">" + kind), byteorder=">")
    for packing, code in {"deflate": "zlib", "lzw": "lzw", "packbits": "packbits"}.items():
        write(f"{kind}-{packing}.tif", voxels("<" + kind), compression=code)
for kind in ["u1", "i2", "u4", "f4"]:
    for packing in ["zlib", "lzw"]:
        for order in "<>":
            write(
                f"{kind}-predicted-{packing}-{'little' if order == '<' else 'big'}.tif",
                voxels(order + kind),
                byteorder=order,
                compression=packing,
                predictor=True,
            )
write("bigtiff.tif", voxels("<i2"), bigtiff=True)
write("bigtiff-big.tiff", voxels(">f4"), bigtiff=True, byteorder=">", compression="zlib")
write("strips.tif", voxels("<i2"), rowsperstrip=2)
write("strips-packed.tif", voxels("<i2"), rowsperstrip=2, compression="lzw")
write("tiles.tif", voxels("<u2", (2, 20, 37)), tile=(16, 16))
write("tiles-packed.tif", voxels("<f4", (2, 20, 37)), tile=(16, 32), compression="zlib", predictor=True)
# So many different bytes that the codes of LZW grow to 12 bits, and are cleared.
rng = np.random.default_rng(5)
write("noise-lzw.tif", rng.integers(0, 200, (2, 60, 60)).astype("u1"), compression="lzw")
write("flat-lzw.tif", np.full((2, 32, 32), 7, "u2"), compression="lzw", rowsperstrip=32)
write(
    "imagej-micron.tif",
    voxels("<u2"),
    (0.0000125, 0.000025, 0.003),
    imagej=True,
    resolution=(80, 40),
    metadata={"spacing": 3.0, "unit": "um", "axes": "ZYX"},
)
write(
    "imagej-mm.tif",
    voxels(">f4"),
    (0.5, 0.5, 1.25),
    imagej=True,
    resolution=(2, 2),
    metadata={"spacing": 1.25, "unit": "mm", "axes": "ZYX"},
)
# As ImageJ writes files beyond 4 GiB: one directory, and all pages behind it.
write(
    "imagej-one-directory.tif",
    voxels(">u2"),
    (0.5, 0.25, 2),
    imagej=True,
    resolution=(2, 4),
    metadata={"spacing": 2.0, "unit": "mm", "axes": "ZYX", "truncate": True},
)
with tifffile.TiffFile(FOLDER + "/imagej-one-directory.tif") as file:
    assert file.pages.first.is_imagej
    print("one directory:", len(file.pages))
write(
    "ome.ome.tif",
    voxels("<i2"),
    (0.002, 0.003, 0.5),
    ome=True,
    metadata={
        "axes": "ZYX",
        "PhysicalSizeX": 2.0,
        "PhysicalSizeXUnit": "\u00b5m",
        "PhysicalSizeY": 3.0,
        "PhysicalSizeYUnit": "\u00b5m",
        "PhysicalSizeZ": 0.5,
        "PhysicalSizeZUnit": "mm",
    },
)
tifffile.imwrite(FOLDER + "/rgb.tif", np.zeros((3, 5, 7, 3), "u1"), photometric="rgb", metadata=None)
expected["rgb.tif"] = {"refused": "is a picture of kind 2 with 3 numbers a pixel", "axes": "zyx"}
tifffile.imwrite(
    FOLDER + "/jpeg.tif",
    np.zeros((2, 16, 16), "u1"),
    compression="jpeg",
    photometric="minisblack",
    metadata=None,
)
expected["jpeg.tif"] = {"refused": "is packed by method 7", "axes": "zyx"}
tifffile.imwrite(
    FOLDER + "/white.tif", np.zeros((2, 5, 7), "u1"), photometric="miniswhite", metadata=None
)
expected["white.tif"] = {"refused": "of which 0 is black", "axes": "zyx"}
tifffile.imwrite(
    FOLDER + "/channels.tif", np.zeros((2, 2, 5, 7), "u1"), imagej=True, metadata={"axes": "ZCYX"}
)
expected["channels.tif"] = {"refused": "has channels=2: expected slices of one volume", "axes": "zyx"}
tifffile.imwrite(FOLDER + "/no-spacing.tif", voxels("<i2"), photometric="minisblack", metadata=None)
expected["no-spacing.tif"] = {"refused": "does not say how large its voxels are"}
with tifffile.TiffWriter(FOLDER + "/sizes.tif") as file:
    for n in [5, 6]:
        file.write(np.zeros((n, 7), "u1"), photometric="minisblack", metadata=None)
expected["sizes.tif"] = {"refused": "page 2 has 7 x 6 pixels of uint8, the first 7 x 5", "axes": "zyx"}

with open(FOLDER + "/expected.json", "w") as file:
    entries = (f"{json.dumps(k)}: {json.dumps(v)}" for k, v in expected.items())
    file.write("{\n" + ",\n".join(entries) + "\n}\n")
