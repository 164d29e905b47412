"""Writes a dataset of slices of int16, which have their number, modulo 256, in every voxel, in packed chunks."""
import json
import sys

import h5py
import numpy

slices, size, deep = (int(word) for word in sys.argv[2:])
with h5py.File(sys.argv[1], "w") as file:
    ct = file.create_dataset(
        "ct", (slices, size, size), "<i2", chunks=(deep, size, size), compression="gzip", compression_opts=1
    )
    for z in range(0, slices, deep):
        numbers = numpy.arange(z, z + deep, dtype="<i2") % 256
        ct[z : z + deep] = numpy.broadcast_to(numbers[:, None, None], (deep, size, size))
print(json.dumps({"library": h5py.__version__}))
