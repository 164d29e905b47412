"""Makes plugins.h5: chunks that went through filters which the reference library only loads.

Run in this folder: python3 make_hdf5_plugins.py (needs Debian's python3-h5py, bitshuffle and
hdf5-filter-plugin). The filters themselves read each dataset back.
"""

import h5py
import numpy as np

BITSHUFFLE = 32008
LZ4 = 32004
SHAPE = (5, 6, 7)

z, y, x = np.indices(SHAPE)
voxels = (x + 10 * y + 100 * z).astype("<u2")

with h5py.File("plugins.h5", "w", libver="earliest") as f:
    # 48 and 210 elements: whole blocks, a shorter one, and two elements over.
    for chunk in [(3, 4, 4), SHAPE]:
        for name, number, options in [
            ("bitshuffle", BITSHUFFLE, (0, 0)),
            ("bitshuffle-32", BITSHUFFLE, (32, 0)),
            ("bitshuffle-lz4", BITSHUFFLE, (0, 2)),
            ("bitshuffle-lz4-24", BITSHUFFLE, (24, 2)),
            ("bitshuffle-lz4-64", BITSHUFFLE, (64, 2)),
            ("lz4", LZ4, ()),
            ("lz4-40", LZ4, (40,)),
        ]:
            f.create_dataset(
                "%s-of-%d" % (name, np.prod(chunk)),
                data=voxels,
                chunks=chunk,
                compression=number,
                compression_opts=options,
            )

with h5py.File("plugins.h5") as f:
    for name in f:
        assert np.array_equal(f[name][...], voxels), name
        assert f[name].id.get_chunk_info(0).filter_mask == 0, name
