"""Makes hdf5-seeds.zip: small HDF5 files, one a structure, that mutants are made of.

Run in this folder: python3 make_hdf5_seeds.py (needs h5py 3.16 and numpy). The volume of each is
/scans/ct, [z][y][x] = x + 10 y + 100 z, and its attribute `spacing` says 0.5, 1 and 2 mm.
"""

import os
import tempfile
import zipfile

import h5py
import numpy as np

OLD, NEW = "earliest", ("v110", "v110")
SHAPE = (4, 5, 6)
CHUNK = (2, 3, 4)
GZIP = {"compression": "gzip"}


def voxels(shape, dtype="<u2"):
    z, y, x = np.indices(shape)
    return (x + 10 * y + 100 * z).astype(dtype)


def volume(file, shape=SHAPE, dtype="<u2", **options):
    dataset = file.create_dataset("/scans/ct", shape, dtype, track_times=False, **options)
    dataset[...] = voxels(shape, dtype)
    dataset.attrs["spacing"] = [0.5, 1.0, 2.0]
    return dataset


def compact(file):
    dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    dcpl.set_layout(h5py.h5d.COMPACT)
    group = file.create_group("scans")
    space = h5py.h5s.create_simple(SHAPE)
    did = h5py.h5d.create(group.id, b"ct", h5py.h5t.STD_I16BE, space, dcpl)
    h5py.Dataset(did)[...] = voxels(SHAPE)
    h5py.Dataset(did).attrs["spacing"] = [0.5, 1.0, 2.0]


def implicit(file):
    dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    dcpl.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    volume(file, chunks=CHUNK, dcpl=dcpl)


def paged(file):
    # More than the 1024 chunks of a page, of which few are written.
    d = file.create_dataset("/scans/ct", (11, 12, 13), "u1", chunks=(1, 1, 1), fillvalue=7)
    d[0, 0, 0] = d[10, 11, 12] = 1
    d.attrs["spacing"] = [0.5, 1.0, 2.0]


def deep(file):
    # So many chunks that the tree has inner nodes.
    volume(file, (6, 6, 6), "u1", chunks=(1, 1, 1), maxshape=(None, None, 6))


def super_block(file):
    # More chunks than the index block names.
    volume(file, (75, 2, 2), "u1", chunks=(1, 1, 1), maxshape=(None, 2, 2))


def links(file):
    volume(file)
    file["soft"] = h5py.SoftLink("/scans/ct")
    file["ring"] = h5py.SoftLink("/ring")
    file["outside"] = h5py.ExternalLink("other.h5", "/scans/ct")
    file["scans/around"] = file["scans"]
    file["type"] = np.dtype("<f4")
    file.create_dataset("typed", data=voxels(SHAPE, "<f4"), dtype=file["type"])


def dense(file):
    # So many links that they are in a fractal heap.
    volume(file)
    for k in range(20):
        file["scans/a rather long name of a link, number %d" % k] = h5py.SoftLink("/scans/ct")


def texts(file):
    d = volume(file)
    d.attrs["who"] = "nobody"  # of variable length: in the global heap
    d.attrs["words"] = np.array([b"a", b"bc"])


def external(file):
    volume(file)
    file.create_dataset("/others/ct", SHAPE, "<u2", external=[("other.raw", 0, 240)])


SEEDS = {
    "contiguous-old": (OLD, volume),
    "contiguous-new": (NEW, volume),
    "compact-old": (OLD, compact),
    "compact-new": (NEW, compact),
    "btree1": (OLD, lambda f: volume(f, chunks=CHUNK)),
    "btree1-gzip": (OLD, lambda f: volume(f, chunks=CHUNK, shuffle=True, **GZIP)),
    "btree1-lzf": (OLD, lambda f: volume(f, chunks=CHUNK, compression="lzf", fletcher32=True)),
    "single": (NEW, lambda f: volume(f, chunks=SHAPE)),
    "single-gzip": (NEW, lambda f: volume(f, chunks=SHAPE, fletcher32=True, **GZIP)),
    "implicit": (NEW, implicit),
    "fixed": (NEW, lambda f: volume(f, chunks=CHUNK, maxshape=(8, 9, 10))),
    "fixed-gzip": (NEW, lambda f: volume(f, chunks=CHUNK, shuffle=True, **GZIP)),
    "fixed-paged": (NEW, paged),
    "extensible": (NEW, lambda f: volume(f, chunks=(1, 2, 3), maxshape=(None, 5, 6))),
    "extensible-lzf": (
        NEW,
        lambda f: volume(f, chunks=(1, 1, 2), maxshape=(4, None, 6), compression="lzf"),
    ),
    "extensible-deep": (NEW, super_block),
    "btree2": (NEW, lambda f: volume(f, chunks=CHUNK, maxshape=(None, None, 6))),
    "btree2-gzip": (NEW, lambda f: volume(f, chunks=CHUNK, maxshape=(None, None, 6), **GZIP)),
    "btree2-deep": (NEW, deep),
    "checksum": (OLD, lambda f: volume(f, chunks=CHUNK, fletcher32=True)),
    "links-old": (OLD, links),
    "links-new": (NEW, links),
    "dense": (NEW, dense),
    "texts": (OLD, texts),
    "external": (OLD, external),
}


def main():
    with zipfile.ZipFile("hdf5-seeds.zip", "w") as packed:
        for name, (libver, make) in SEEDS.items():
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, name)
                with h5py.File(path, "w", libver=libver) as file:
                    make(file)
                with open(path, "rb") as file:
                    packed.writestr(
                        zipfile.ZipInfo(name + ".h5"), file.read(), zipfile.ZIP_DEFLATED, 9
                    )


main()
