"""Prints as JSON what nibabel, NumPy or h5py reads in a file: its size along x, y and z, its values
with x fastest, and its affine or spacing. Run: read_volume.py FILE [DATASET]"""

import json
import sys


def nifti(path):
    import nibabel

    image = nibabel.load(path)
    return {
        "type": str(image.get_data_dtype()),
        "size": image.shape,
        "affine": image.affine[:3].tolist(),
        "values": image.get_fdata().ravel("F").tolist(),
    }


def array(data):
    return {
        "type": str(data.dtype),
        "size": data.shape[::-1],
        "values": data.astype("f8").ravel("C").tolist(),
    }


def numpy(path):
    import numpy

    return array(numpy.load(path))


def hdf5(path, dataset):
    import h5py

    with h5py.File(path) as file:
        found = array(file[dataset][...])
        x, y, z = file[dataset].attrs["spacing"].tolist()
    return {**found, "affine": [[x, 0, 0, 0], [0, y, 0, 0], [0, 0, z, 0]]}


read = {"gz": nifti, "nii": nifti, "npy": numpy, "h5": hdf5}
print(json.dumps(read[sys.argv[1].rsplit(".", 1)[1]](*sys.argv[1:])))
