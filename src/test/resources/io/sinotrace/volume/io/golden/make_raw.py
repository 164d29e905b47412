"""Makes raw/: the bytes of arrays as NumPy writes them, and in expected.json what NumPy reads in them.

Run in this folder: python3 make_raw.py (made with numpy 2.4.6).
"""

import json
import os

import numpy as np

FOLDER = "raw"
SHAPE = (2, 3, 4)

expected = {}


def voxels(dtype):
    """Numbers that tell types and places apart: the ends of the type's range among others."""
    dtype = np.dtype(dtype)
    numbers = np.arange(np.prod(SHAPE)).astype(dtype)
    if dtype.kind == "f":
        numbers[3:6] = [-2.5, 1 / 3, 60000]
    else:
        numbers[3:6] = [np.iinfo(dtype).min, np.iinfo(dtype).max, np.iinfo(dtype).max // 2 + 2]
    return numbers.reshape(SHAPE)


def save(name, array, order="little", skip=0, axes="zyx"):
    path = os.path.join(FOLDER, name)
    stored = array.astype(array.dtype.newbyteorder("<" if order == "little" else ">"))
    with open(path, "wb") as file:
        file.write(bytes(range(200, 200 + skip)))
        stored.tofile(file)
    read = np.fromfile(path, stored.dtype, offset=skip).reshape(array.shape)
    expected[name] = {
        "size": array.shape[::-1] if axes == "zyx" else array.shape,
        "axes": axes,
        "type": array.dtype.name,
        "shape": array.shape,
        "order": order,
        "skip": skip,
        "values": read.astype("f8").ravel("C" if axes == "zyx" else "F").tolist(),
    }


os.makedirs(FOLDER, exist_ok=True)
for kind in ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"]:
    save(f"{kind}-little.raw", voxels(kind))
    if not kind.endswith("1"):
        save(f"{kind}-big.bin", voxels(kind), "big")
save("skip.vol", voxels("i2"), skip=37)
save("xyz.dat", voxels("u2"), "big", skip=4, axes="xyz")
save("no-suffix", voxels("f4"))

with open(FOLDER + "/expected.json", "w") as file:
    entries = (f"{json.dumps(k)}: {json.dumps(v)}" for k, v in expected.items())
    file.write("{\n" + ",\n".join(entries) + "\n}\n")
