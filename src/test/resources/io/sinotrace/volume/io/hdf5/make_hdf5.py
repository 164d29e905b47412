"""Makes structures.h5, latest.h5 and wide-chunks.h5: what the Java writer of the tests cannot write.

Run in this folder: python3 make_hdf5.py (needs h5py and numpy).
"""

import h5py
import numpy as np


def voxels(dtype):
    """[z][y][x] = x + 10 y + 100 z for 2 x 2 x 2."""
    z, y, x = np.indices((2, 2, 2))
    return (x + 10 * y + 100 * z).astype(dtype)


with h5py.File("structures.h5", "w", track_order=False) as f:
    scans = f.create_group("scans")
    ct = scans.create_dataset("ct", data=voxels(">i2"))
    ct.attrs["spacing"] = [0.5, 1.0, 2.0]
    for name in ["u1", "i1", "u2", "u4", "i4", "i8", "f2", "f4", "f8"]:
        scans.create_dataset(name, data=voxels(name))
    top = voxels("u8")
    top[1, 1, 1] = 2**64 - 1
    scans.create_dataset("u8", data=top)
    scans["again"] = scans  # a group that contains itself
    f["absolute"] = h5py.SoftLink("/scans/ct")
    scans["relative"] = h5py.SoftLink("ct")
    f["ring"] = h5py.SoftLink("/ring")
    f["dangling"] = h5py.SoftLink("/scans/nothing")
    f["outside"] = h5py.ExternalLink("other.h5", "/ct")
    f["outside-group"] = h5py.ExternalLink("/etc", "/")
    f["through"] = h5py.SoftLink("/outside")
    for name, fill in [("hole-air", -1000), ("hole-zero", 0)]:
        hole = f.create_dataset(name, (4, 4, 4), "i2", chunks=(2, 2, 2), fillvalue=fill)
        hole[0:2, 0:2, 0:2] = 7
    f.create_dataset("never", (4, 4, 4), "i2", chunks=(2, 2, 2))
    f.create_dataset("flags", data=np.ones((2, 2, 2), bool))
    f.create_dataset("names", data=np.full((2, 2, 2), b"name"))
    f.create_dataset("one", data=1.0)
    f.create_dataset("flat", data=np.zeros((2, 2)))

with h5py.File("latest.h5", "w", libver=("v110", "v110")) as f:
    z, y, x = np.indices((5, 6, 7))
    f.create_dataset(
        "ct",
        data=(x + 10 * y + 100 * z).astype("<u2"),
        chunks=(2, 4, 3),
        compression="gzip",
        shuffle=True,
        fletcher32=True,
        maxshape=(None, 6, 7),
    ).attrs["spacing"] = np.array([1, 2, 3], "i4")

# 250 MB of chunks around 90 kB of voxels, hardly one of them written.
with h5py.File("wide-chunks.h5", "w", track_order=False) as f:
    ct = f.create_dataset(
        "ct", (300, 300, 1), "u1", chunks=(1, 1, 3000), maxshape=(None, None, None), compression="gzip"
    )
    ct[0, 0, 0] = 1
