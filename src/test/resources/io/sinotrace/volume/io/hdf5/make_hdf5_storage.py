"""Makes hdf5-storage.zip: datasets stored in every way that the reference library knows.

Run in this folder: python3 make_hdf5_storage.py (needs h5py 3.16 and numpy). The library itself
reads each dataset back before it is packed. Numbers are [z][y][x] = x + 10 y + 100 z.
"""

import ctypes
import glob
import itertools
import os
import tempfile
import zipfile
import zlib

import h5py
import numpy as np

# The library that h5py has loaded: two of its calls are not in h5py.
C = ctypes.CDLL(glob.glob(os.path.dirname(h5py.__file__) + ".libs/libhdf5-*")[0])
DONT_FILTER_PARTIAL = 2
INDEXES = ["btree1", "single", "implicit", "fixed", "extensible", "btree2"]

SHAPE = (5, 6, 7)
LARGER = (8, 9, 10)
CHUNK = (3, 4, 4)
FILTERS = {
    "none": [],
    "shuffle": ["shuffle"],
    "gzip": ["gzip"],
    "fletcher32": ["fletcher32"],
    "lzf": ["lzf"],
    "shuffle+gzip": ["shuffle", "gzip"],
    "shuffle+lzf+fletcher32": ["shuffle", "lzf", "fletcher32"],
    "fletcher32+shuffle+gzip": ["fletcher32", "shuffle", "gzip"],
}


def voxels(shape, dtype="<u2"):
    z, y, x = np.indices(shape)
    return (x + 10 * y + 100 * z).astype(dtype)


def shuffle(data):
    whole = len(data) // 2 * 2
    return data[0:whole:2] + data[1:whole:2] + data[whole:]


def fletcher32(data):
    low = high = 0
    for i in range(0, len(data), 2):
        low = (low + (data[i] << 8) + (data[i + 1] if i + 1 < len(data) else 0)) % 65535
        high = (high + low) % 65535
    # Sums of something are 65535 where they could be 0.
    low, high = (s or (65535 if any(data) else 0) for s in (low, high))
    return data + (high << 16 | low).to_bytes(4, "little")


def lzf(data):
    """Literals only: not short, but what LZF may look like."""
    runs = (data[i : i + 32] for i in range(0, len(data), 32))
    return b"".join(bytes([len(run) - 1]) + run for run in runs)


ENCODE = {"shuffle": shuffle, "gzip": zlib.compress, "fletcher32": fletcher32, "lzf": lzf}


def create(parent, name, chunk, maxshape, filters=(), shape=SHAPE, dtype="<u2", **options):
    """Makes a dataset of the shape `created`, if that is given, and then changes it to `shape`."""
    dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    dcpl.set_obj_track_times(False)
    dcpl.set_chunk(chunk)
    if options.get("early"):
        dcpl.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    if "fill" in options:
        dcpl.set_fill_value(np.array(options["fill"], dtype))
    for f in filters:
        if f == "shuffle":
            dcpl.set_shuffle()
        elif f == "gzip":
            dcpl.set_deflate(6)
        elif f == "fletcher32":
            dcpl.set_fletcher32()
        else:
            dcpl.set_filter(h5py.h5z.FILTER_LZF, h5py.h5z.FLAG_OPTIONAL)
    if options.get("whole_partial"):
        assert C.H5Pset_chunk_opts(ctypes.c_int64(dcpl.id), DONT_FILTER_PARTIAL) >= 0
    limits = tuple(h5py.h5s.UNLIMITED if m is None else m for m in maxshape)
    space = h5py.h5s.create_simple(options.get("created", shape), limits)
    lcpl = h5py.h5p.create(h5py.h5p.LINK_CREATE)
    lcpl.set_create_intermediate_group(True)
    kind = h5py.h5t.py_create(np.dtype(dtype), logical=True)
    dataset = h5py.Dataset(h5py.h5d.create(parent.id, name.encode(), kind, space, dcpl, lcpl))
    if "created" in options:
        dataset[...] = 12345  # as a trap: nothing of it may be seen
        dataset.resize(shape)
    return dataset


def index(dataset):
    kind = ctypes.c_int(-1)
    assert C.H5Dget_chunk_index_type(ctypes.c_int64(dataset.id.id), ctypes.byref(kind)) >= 0
    return INDEXES[kind.value]


def write_masked(dataset, filters, chunk, whole_partial):
    """Chunk k leaves out the filters of the bits of k + 1."""
    padded = np.zeros([-(-n // c) * c for n, c in zip(SHAPE, chunk)], dataset.dtype)
    padded[tuple(slice(n) for n in SHAPE)] = voxels(SHAPE)
    starts = itertools.product(*(range(0, n, c) for n, c in zip(SHAPE, chunk)))
    for k, start in enumerate(starts):
        data = padded[tuple(slice(s, s + c) for s, c in zip(start, chunk))].tobytes()
        partial = any(s + c > n for s, c, n in zip(start, chunk, SHAPE))
        mask = (k + 1) % (1 << len(filters))
        if partial and whole_partial:
            mask = 0
        else:
            for bit, f in enumerate(filters):
                if not mask & (1 << bit):
                    data = ENCODE[f](data)
        dataset.id.write_direct_chunk(start, data, mask)


def all_ways(path, libver, ways):
    with h5py.File(path, "w", libver=libver) as file:
        for expected, chunk, maxshape, options in ways:
            for name, filters in FILTERS.items():
                if options.get("early") and filters:
                    continue
                # The library keeps the old mask of a chunk that is written again in the same size.
                masks = [False, True] if filters and "created" not in options else [False]
                wholes = [False, True] if filters and libver != "earliest" else [False]
                for masked, whole in itertools.product(masks, wholes):
                    path = "%s/%s-of-%s%s/%s%s%s" % (
                        expected,
                        "x".join(map(str, chunk)),
                        "x".join(str(m or "n") for m in maxshape),
                        "-resized" if "created" in options else "",
                        name,
                        "-masked" if masked else "",
                        "-whole" if whole else "",
                    )
                    d = create(file, path, chunk, maxshape, filters, whole_partial=whole, **options)
                    if masked:
                        write_masked(d, filters, chunk, whole)
                    else:
                        d[...] = voxels(SHAPE)
                    assert index(d) == expected, (path, index(d))


def check(path):
    """The library has to read what was meant."""

    def visit(name, item):
        if isinstance(item, h5py.Dataset):
            assert np.array_equal(item[...].reshape(SHAPE), voxels(SHAPE)), (path, name)

    with h5py.File(path) as file:
        file.visititems(visit)


def many_chunks(path):
    """So many chunks that an index is paged, or a tree deep; those not written are 7."""
    with h5py.File(path, "w", libver=("v110", "v110")) as file:
        shape, chunk = (50, 50, 60), (1, 1, 1)
        for name, maxshape in [("fixed", shape), ("extensible", (None, 50, 60))]:
            d = create(file, name, chunk, maxshape, shape=shape, dtype="<u2", fill=7)
            for k in range(0, 150_000, 2999):
                at = np.unravel_index(k, shape)
                d[at] = voxels(shape)[at]
            assert index(d) == name
        shape = (4, 30, 30)
        for name, maxshape in [("btree2", (None, None, 30))]:
            d = create(file, name, chunk, maxshape, shape=shape, dtype="<u2")
            d[...] = voxels(shape)
            assert index(d) == name


def others(path):
    """What does not depend on filters: other layouts, types and axes."""
    with h5py.File(path, "w", libver="earliest", userblock_size=512) as file:
        file.create_dataset("contiguous", data=voxels(SHAPE, ">f4"))
        for libver in ["earliest", "v110"]:
            dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
            dcpl.set_layout(h5py.h5d.COMPACT)
            dcpl.set_obj_track_times(False)
            space = h5py.h5s.create_simple(SHAPE)
            did = h5py.h5d.create(file.id, b"compact-" + libver.encode(), h5py.h5t.STD_U16BE, space, dcpl)
            h5py.Dataset(did)[...] = voxels(SHAPE)
        file["type"] = np.dtype("<i4")
        file.create_dataset("committed", data=voxels(SHAPE, "<i4"), dtype=file["type"])
        for name, shape, chunk, maxshape in [
            ("leading", (1, *SHAPE), (1, *CHUNK), (1, *SHAPE)),
            ("two-leading", (1, 1, *SHAPE), (2, 1, *CHUNK), (None, 1, *SHAPE)),
            ("trailing", (*SHAPE, 1), (*CHUNK, 2), (*SHAPE, None)),
        ]:
            d = create(file, name, chunk, maxshape, ["gzip"], shape=shape)
            d[...] = voxels(SHAPE).reshape(shape)
        for name in ["layout1", "layout2"]:
            create(file, name, CHUNK, SHAPE, ["gzip"])[...] = voxels(SHAPE)
    # The older layouts of chunks, which the library reads and no longer writes.
    with open(path, "r+b") as file:
        data = file.read()
        at = len(data)
        for version in [2, 1]:
            at = data.rindex(b"\x03\x02\x04", 0, at)
            address_and_sizes = data[at + 3 : at + 27]
            data = data[:at] + bytes([version, 4, 2]) + bytes(5) + address_and_sizes + data[at + 32 :]
        file.seek(0)
        file.write(data)
    check(path)


def refused():
    """Files that are sound, and of which no number is to be had without more."""
    data = voxels(SHAPE)
    fcpl = h5py.h5p.create(h5py.h5p.FILE_CREATE)
    fcpl.set_sizes(4, 4)
    assert C.H5Pset_obj_track_times(ctypes.c_int64(fcpl.id), 0) >= 0
    with h5py.File(h5py.h5f.create(b"addresses.h5", h5py.h5f.ACC_TRUNC, fcpl=fcpl)) as file:
        file.create_dataset("v", data=data)
    with h5py.File("virtual.h5", "w", libver=("v110", "v110")) as file:
        dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        dcpl.set_obj_track_times(False)
        space = h5py.h5s.create_simple(SHAPE)
        dcpl.set_virtual(space, b"addresses.h5", b"v", space)
        h5py.h5d.create(file.id, b"v", h5py.h5t.STD_U16LE, space, dcpl)
    with h5py.File("external.h5", "w") as file:
        file.create_dataset("v", SHAPE, "<u2", external=[("addresses.h5", 0, data.nbytes)])
    with h5py.File("scaleoffset.h5", "w") as file:
        file.create_dataset("v", data=data, chunks=CHUNK, scaleoffset=0)
    with h5py.File("layout5.h5", "w", libver="latest") as file:
        file.create_dataset("v", data=data, chunks=CHUNK, compression="gzip")
    with h5py.File("holes.h5", "w") as file:
        d = file.create_dataset("v", SHAPE, "<u2", chunks=CHUNK, fill_time="never")
        d[:3, :4, :4] = 1
    with h5py.File("checksum.h5", "w") as file:
        d = file.create_dataset("v", data=data, chunks=CHUNK, fletcher32=True)
        at = d.id.get_chunk_info(3).byte_offset
    with open("checksum.h5", "r+b") as file:
        file.seek(at + 7)
        file.write(b"\xff")


def pack():
    with zipfile.ZipFile(TARGET, "w") as packed:
        for name in sorted(glob.glob("*.h5")):
            with open(name, "rb") as file:
                packed.writestr(zipfile.ZipInfo(name), file.read(), zipfile.ZIP_DEFLATED, 9)


def main():
    none = (None, None, None)
    shrunk = {"created": LARGER}
    grown = {"created": (2, 3, 4)}
    all_ways(
        "earliest.h5",
        "earliest",
        [
            ("btree1", CHUNK, SHAPE, {}),
            ("btree1", CHUNK, LARGER, shrunk),
            ("btree1", CHUNK, none, {}),
            ("btree1", SHAPE, (None, 9, 7), {}),
        ],
    )
    all_ways(
        "v110.h5",
        ("v110", "v110"),
        [
            ("single", SHAPE, SHAPE, {}),
            ("single", LARGER, LARGER, shrunk),
            ("implicit", CHUNK, SHAPE, {"early": True}),
            ("implicit", CHUNK, LARGER, {"early": True}),
            ("implicit", CHUNK, LARGER, {"early": True, **shrunk}),
            ("fixed", CHUNK, SHAPE, {}),
            ("fixed", CHUNK, LARGER, {}),
            ("fixed", CHUNK, LARGER, shrunk),
            ("extensible", CHUNK, (None, 6, 7), {}),
            ("extensible", CHUNK, (None, 9, 10), grown),
            ("extensible", CHUNK, (8, None, 10), {}),
            ("extensible", CHUNK, (8, 9, None), {}),
            ("extensible", (1, 2, 3), (8, None, 10), {}),
            ("extensible", (1, 2, 3), (None, 9, 10), shrunk),
            ("btree2", CHUNK, (None, None, 10), {}),
            ("btree2", CHUNK, (8, None, None), grown),
            ("btree2", CHUNK, none, shrunk),
        ],
    )
    check("earliest.h5")
    check("v110.h5")
    many_chunks("many.h5")
    others("others.h5")
    refused()
    pack()


TARGET = os.path.abspath("hdf5-storage.zip")
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    main()
    os.chdir("/")
