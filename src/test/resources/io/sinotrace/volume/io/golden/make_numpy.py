"""Makes numpy/: .npy files, and in expected.json what NumPy reads in them.

Run in this folder: python3 make_numpy.py (made with numpy 2.4.6).
"""

import json
import os

import numpy as np

FOLDER = "numpy"
SHAPE = (2, 3, 4)

expected = {}


def voxels(dtype, shape=SHAPE):
    """Numbers that tell types and places apart: the ends of the type's range among others."""
    dtype = np.dtype(dtype)
    numbers = np.arange(np.prod(shape)).astype(dtype)
    if dtype.kind == "f":
        numbers[3:8] = [-2.5, 1 / 3, 6e-8 if dtype.itemsize == 2 else 1e-40, -0.0, 60000]
    elif dtype.kind != "b":
        numbers[3:6] = [np.iinfo(dtype).min, np.iinfo(dtype).max, np.iinfo(dtype).max // 2 + 2]
    return numbers.reshape(shape)


def save(name, array, version=None, axes="zyx"):
    path = os.path.join(FOLDER, name)
    with open(path, "wb") as file:
        np.lib.format.write_array(file, array, version)
    read = np.load(path)
    shape = [n for n in read.shape if n > 1]
    assert len(shape) == 3
    order = "C" if axes == "zyx" else "F"
    expected[name] = {
        "size": shape[::-1] if axes == "zyx" else shape,
        "axes": axes,
        "values": read.astype("f8").ravel(order).tolist(),
    }


os.makedirs(FOLDER, exist_ok=True)
for kind in ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"]:
    save(f"{kind}-little.npy", voxels("<" + kind))
    if not kind.endswith("1"):
        save(f"{kind}-big.npy", voxels(">" + kind))
save("bool.npy", voxels("?"))
for version in [1, 2, 3]:
    save(f"version-{version}.npy", voxels("<i2"), (version, 0))
save("fortran.npy", np.asfortranarray(voxels("<i2")))
save("fortran-big.npy", np.asfortranarray(voxels(">f4")), (2, 0))
save("xyz.npy", voxels("<i2"), axes="xyz")
save("xyz-fortran.npy", np.asfortranarray(voxels("<i2")), axes="xyz")
save("strided.npy", voxels("<i2", (4, 6, 8))[::2, ::-2, 1::2])
save("axes-of-1.npy", voxels("<i2", (1, 2, 3, 4, 1)))

with open(FOLDER + "/expected.json", "w") as file:
    entries = (f"{json.dumps(k)}: {json.dumps(v)}" for k, v in expected.items())
    file.write("{\n" + ",\n".join(entries) + "\n}\n")
