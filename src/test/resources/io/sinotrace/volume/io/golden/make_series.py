"""Makes series/: folders of CT series as a hospital's archive sends them, for one run of them all.

Run in this folder: python3 make_series.py (needs pydicom, nibabel, dcmtk's dcmconv, dcmcjpeg and
dcmcjpls, and gdcm's gdcmconv; made with 3.0.2, 5.4.2, DCMTK 3.6.7 and GDCM 3.0.21). Data and worlds
are our own.

oblique.nii is what nibabel writes of the voxels and the world of oblique/, whose numbers float32 has
exactly.
"""

import os
import shutil
import subprocess
import warnings

import nibabel
import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

warnings.simplefilter("ignore")
FOLDER = "series"
ROOT = "2.25.2."
ROWS, COLUMNS, SLICES = 6, 8, 5
CT = "1.2.840.10008.5.1.4.1.1.2"
PET = "1.2.840.10008.5.1.4.1.1.128"
AXIAL = [1, 0, 0, 0, 1, 0]
ORIGIN = np.array([-12.5, -7.25, 30])
series = 0


def stored(shift=0):
    """Pixels [slice][row][column]: a block in air that is alike from no two sides."""
    z, y, x = np.meshgrid(range(SLICES), range(ROWS), range(COLUMNS), indexing="ij")
    return np.where((x > 1) & (y < 5), 900 + 40 * x + 90 * y + 150 * z + shift, 24).astype("<u2")


def make(folder, positions, orientation=AXIAL, spacing=(2, 1.5), pixels=None, change=None, number=None):
    """Writes a series of a slice a position; change(dataset, k) changes a slice before."""
    global series
    if number is None:
        series += 1
        number = series
    pixels = stored() if pixels is None else pixels
    os.makedirs(os.path.join(FOLDER, folder), exist_ok=True)
    paths = []
    for k, position in enumerate(positions):
        meta = FileMetaDataset()
        meta.MediaStorageSOPClassUID = CT
        meta.MediaStorageSOPInstanceUID = "%s%d.%d" % (ROOT, number, len(os.listdir(os.path.join(FOLDER, folder))))
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
        ds = Dataset()
        ds.file_meta = meta
        ds.SOPClassUID = CT
        ds.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
        ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
        ds.Modality = "CT"
        ds.PatientName = "Series^" + folder
        ds.StudyInstanceUID = ROOT + "0"
        ds.SeriesInstanceUID = "%s%d" % (ROOT, number)
        ds.InstanceNumber = len(positions) - k
        ds.SliceThickness = 7
        ds.KVP = 120
        ds.ConvolutionKernel = "B30f"
        ds.ImagePositionPatient = [float(x) for x in position]
        ds.ImageOrientationPatient = orientation
        ds.SamplesPerPixel = 1
        ds.PhotometricInterpretation = "MONOCHROME2"
        ds.Rows, ds.Columns = pixels.shape[1:]
        ds.PixelSpacing = list(spacing)
        ds.BitsAllocated, ds.BitsStored, ds.HighBit = 16, 12, 11
        ds.PixelRepresentation = 0
        ds.RescaleIntercept = -1024
        ds.RescaleSlope = 1
        ds.PixelData = pixels[k].tobytes()
        if change:
            change(ds, k)
        # As scanners name them, without a suffix and in another order than they lie.
        path = os.path.join(FOLDER, folder, "IM%04d" % (number * 100 + (7 * k + 3) % 11))
        while os.path.exists(path):
            path += "a"
        ds.save_as(path, enforce_file_format=True)
        paths.append(path)
    return paths


def along(step, count=SLICES):
    return [ORIGIN + k * np.array(step) for k in range(count)]


def convert(paths, *command):
    for path in paths:
        subprocess.run([word.format(path) for word in command], check=True)


def localizer(ds, k):
    ds.ImageType = ["ORIGINAL", "PRIMARY", "LOCALIZER"]


def pet(ds, k):
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = PET
    ds.Modality = "PT"


def oblique():
    right, down = [0.6, 0.8, 0], [-0.48, 0.36, 0.8]
    step = np.array([4, -3, 3.75])
    make("oblique", along(step), right + down, (6.25, 2.5))
    affine = np.eye(4)
    affine[:3, 0] = [1.5, 2, 0]
    affine[:3, 1] = [-3, 2.25, 5]
    affine[:3, 2] = step
    affine[:3, 3] = ORIGIN
    hounsfield = (stored().astype(int) - 1024).astype("<i2").transpose(2, 1, 0)
    image = nibabel.Nifti1Image(hounsfield, np.diag([-1, -1, 1, 1]) @ affine)
    nibabel.save(image, os.path.join(FOLDER, "oblique.nii"))


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    make("plain", along([0, 0, 2.5]))
    make("plain", [ORIGIN], change=localizer)
    make("tilted", along([0, 0, 2.5]), [1, 0, 0, 0, 0.96, -0.28])
    make("gap", [ORIGIN + [0, 0, z] for z in (0, 2.5, 7.5, 10, 12.5)])
    make("uneven", [ORIGIN + [0, 0, z] for z in (0, 2.5, 5.1, 7.5, 10)])
    make("two", along([0, 0, 2.5]))
    make("two", along([0, 0, 5]), pixels=stored(50))
    for phase in (1, 2):
        make(
            "phases",
            along([0, 0, 2.5]),
            pixels=stored(20 * phase),
            change=lambda ds, k, phase=phase: setattr(ds, "TemporalPositionIdentifier", phase),
            number=100,
        )
    make("pet", along([0, 0, 2.5]), change=pet)
    convert(make("big-endian", along([0, 0, 2.5])), "dcmconv", "+tb", "{0}", "{0}")
    convert(make("rle", along([0, 0, 2.5])), "gdcmconv", "--rle", "{0}", "{0}")
    convert(make("jpeg", along([0, 0, 2.5])), "dcmcjpeg", "+e1", "{0}", "{0}")
    oblique()
    convert(make("jpeg-ls", along([0, 0, 2.5])), "dcmcjpls", "{0}", "{0}")


main()
