"""Makes dicom/: series of CT slices, and in expected.json what pydicom and nibabel read in them.

Run in this folder: python3 make_dicom.py (needs pydicom, nibabel, dcmtk's dcmconv, dcmcrle, dcmcjpeg
and dcmdjpeg, gdcm's gdcmconv, and as CJPEG the path of libjpeg-turbo's cjpeg; made with 3.0.2, 5.4.2,
DCMTK 3.6.7, GDCM 3.0.21 and 3.2.0). Data and worlds are our own.

Of a file with several volumes, expected.json has each by the name of the folder, # and its number.
Values are pydicom's pixel_array with its modality LUT; pixels in the range of the padding are -1000
HU. Where a column of an affine points is nibabel's, which reads slices one by one; the last column
is the way from its first slice to its last. Of JPEG they are those of what dcmdjpeg unpacks, which is
what was packed; but phases-fragments lost its lowest bits by a point transform. nibabel's world is
that of DICOM: x and y are negated.
"""

import json
import os
import shutil
import subprocess
import tempfile
import warnings

import numpy as np
import pydicom
from nibabel.nicom.dicomwrappers import wrapper_from_data
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixels import apply_modality_lut
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEGLossless, JPEGLosslessSV1

warnings.simplefilter("ignore")
FOLDER = "dicom"
ROOT = "2.25.1."
ROWS, COLUMNS, SLICES = 3, 4, 3
CT = "1.2.840.10008.5.1.4.1.1.2"
ENHANCED = "1.2.840.10008.5.1.4.1.1.2.1"
AXIAL = [1, 0, 0, 0, 1, 0]
# A turn about no axis of the patient, whose numbers are short.
TURN = [0.5392, -0.3456, 0.768, -0.3456, 0.7408, 0.576]
TURN_NORMAL = [-0.768, -0.576, 0.28]
expected = {}
series = 0


def header(name, number, position, orientation):
    """One slice, without its pixels."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CT
    meta.MediaStorageSOPInstanceUID = "%s%d.%d" % (ROOT, series, number + 1)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = Dataset()
    ds.file_meta = meta
    ds.SOPClassUID = CT
    ds.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.Modality = "CT"
    ds.PatientName = "Golden^" + name
    ds.StudyInstanceUID = ROOT + "0"
    ds.SeriesInstanceUID = "%s%d" % (ROOT, series)
    # What no order may come from: it runs the other way.
    ds.InstanceNumber = SLICES - number
    ds.SliceThickness = 7
    ds.ImagePositionPatient = [float(x) for x in position]
    ds.ImageOrientationPatient = orientation
    ds.SamplesPerPixel = 1
    ds.PhotometricInterpretation = "MONOCHROME2"
    ds.Rows = ROWS
    ds.Columns = COLUMNS
    ds.PixelSpacing = [0.75, 0.5]
    ds.BitsAllocated = 16
    ds.BitsStored = 12
    ds.HighBit = 11
    ds.PixelRepresentation = 0
    ds.RescaleIntercept = -1024
    ds.RescaleSlope = 1
    return ds


def stored(number):
    """Pixels that tell places apart; one is bright, in the second slice alone."""
    pixels = np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS) * 17 + 1000 + 300 * number
    if number == 1:
        pixels[2, 1] = 4095
    return pixels.astype("<u2")


def slices(name, step, orientation=AXIAL, origin=(-90.25, -126.5, 72.125), change=None, pixels=stored):
    """A series; change(dataset, number) changes a slice before it is written."""
    global series
    series += 1
    made = []
    for number in range(SLICES):
        position = np.array(origin) + number * np.array(step)
        ds = header(name, number, position, orientation)
        ds.PixelData = pixels(number).tobytes()
        if change:
            change(ds, number)
        made.append(ds)
    return made


def save(name, made, *commands):
    """Writes a series, has each file changed by commands, and reads it back."""
    folder = os.path.join(FOLDER, name)
    os.makedirs(folder)
    # Names that sort the slices in another order than their positions.
    paths = [os.path.join(folder, "%s" % "bca"[k]) for k in range(len(made))]
    for path, ds in zip(paths, made):
        ds.save_as(path, enforce_file_format=True)
        for command in commands:
            run(command, path)
    read = [unpacked(path) for path in paths]
    for ds in read:
        if not hasattr(ds.file_meta, "TransferSyntaxUID"):
            ds.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
    values = np.concatenate([hounsfield(ds).ravel() for ds in read])
    assert np.array_equal(values, np.concatenate([hounsfield(ds).ravel() for ds in made]))
    affines = [wrapper_from_data(ds).affine for ds in read]
    note(name, [COLUMNS, ROWS, SLICES], values, classic(affines))


def run(command, path):
    """Has a file changed by a program or a function."""
    if callable(command):
        command(path)
    else:
        subprocess.run([word.format(path) for word in command], check=True)


def unpacked(path):
    """What pydicom reads; of JPEG, of what dcmdjpeg makes of it."""
    ds = pydicom.dcmread(path, force=True)
    if ds.file_meta.get("TransferSyntaxUID") not in (JPEGLossless, JPEGLosslessSV1):
        return ds
    with tempfile.TemporaryDirectory() as folder:
        plain = os.path.join(folder, "plain")
        subprocess.run(["dcmdjpeg", path, plain], check=True)
        return pydicom.dcmread(plain)


def turbo(path, options, fragments):
    """Packs a file's frames by libjpeg-turbo; in so many fragments, and with no table of offsets."""
    ds = pydicom.dcmread(path)
    packed = []
    for frame in ds.pixel_array.reshape(-1, ds.Rows, ds.Columns):
        picture = b"P5 %d %d %d\n" % (ds.Columns, ds.Rows, 2**ds.BitsStored - 1)
        command = [os.environ["CJPEG"], "-precision", str(ds.BitsStored)] + options
        packed.append(
            subprocess.run(
                command, input=picture + frame.astype(">u2").tobytes(), capture_output=True, check=True
            ).stdout
        )
    ds.PixelData = encapsulate(packed, fragments_per_frame=fragments, has_bot=False)
    ds["PixelData"].is_undefined_length = True
    ds["PixelData"].VR = "OB"
    ds.file_meta.TransferSyntaxUID = JPEGLossless
    ds.save_as(path)


def hounsfield(ds):
    raw = ds.pixel_array.astype(np.int64)
    values = apply_modality_lut(ds.pixel_array, ds).astype(np.float64)
    if "PixelPaddingValue" in ds:
        ends = sorted([ds.PixelPaddingValue, ds.get("PixelPaddingRangeLimit", ds.PixelPaddingValue)])
        values[(raw >= ends[0]) & (raw <= ends[1])] = -1000
    return values


def classic(affines):
    """The affine of a stack of slices; nibabel's first index is a row, ours a column."""
    first, last = affines[0], affines[-1]
    affine = first[:, [1, 0, 2, 3]]
    affine[:, 2] = (last[:, 3] - first[:, 3]) / (len(affines) - 1)
    return affine


def note(name, size, values, affine):
    expected[name] = {
        "size": size,
        "values": [float(value) for value in values],
        "affine": (np.diag([-1, -1, 1, 1]) @ affine).tolist(),
        "tolerance": 1e-9,
    }


def signed(ds, number):
    ds.PixelRepresentation = 1
    ds.RescaleIntercept = 0
    ds.PixelData = (stored(number).astype(int) - 1400).clip(-2048, 2047).astype("<i2").tobytes()


def garbage(ds, number):
    ds.PixelData = (stored(number) | 0xF000).astype("<u2").tobytes()


def padded(ds, number):
    ds.PixelRepresentation = 1
    ds.BitsStored, ds.HighBit = 16, 15
    pixels = stored(number).astype("<i2")
    pixels[0, :3] = [-2000, -1500, -1499]
    ds.add_new("PixelPaddingValue", "SS", -2000)
    ds.add_new("PixelPaddingRangeLimit", "SS", -1500)
    ds.PixelData = pixels.tobytes()


def sloped(ds, number):
    ds.RescaleSlope = [1, 0.5, 2.25][number]
    ds.RescaleIntercept = [-1024, -1000.5, 12][number]


def bytes_only(ds, number):
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 8, 8, 7
    ds.PixelData = (stored(number) >> 4).astype("u1").tobytes()
    ds["PixelData"].VR = "OB"


def noise(ds, number):
    """Of 16 bits: no two are near, and differences run over."""
    ds.BitsStored, ds.HighBit = 16, 15
    ds.PixelData = (stored(number).astype(int) * 40503 % 65536).astype("<u2").tobytes()


def thirteen(ds, number):
    """13 bits, above those that are not used."""
    ds.BitsStored, ds.HighBit = 13, 12
    ds.PixelData = (stored(number).astype(int) * 4567 % 8192).astype("<u2").tobytes()


def nested(ds, number):
    """Sequences with undefined lengths, private ones too, before and between what is read."""
    inner = Dataset()
    inner.ImagePositionPatient = [9, 9, 9]
    inner.Rows = 99
    outer = Dataset()
    outer.ReferencedImageSequence = Sequence([inner, inner])
    ds.ReferencedStudySequence = Sequence([outer, Dataset()])
    ds.add_new(0x00191001, "SQ", Sequence([outer]))
    for tag in (0x00081110, 0x00191001):
        ds[tag].is_undefined_length = True
        for item in ds[tag].value:
            item.is_undefined_length_sequence_item = True


def enhanced(name, frames_in_order, *commands):
    """All slices of one volume or several phases in one file: pairs of a phase and a slice."""
    global series
    series += 1
    ds = header(name, 0, [0, 0, 0], TURN)
    for word in ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "RescaleSlope"):
        delattr(ds, word)
    del ds.RescaleIntercept
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = ENHANCED
    ds.NumberOfFrames = len(frames_in_order)
    phases = sorted({phase for phase, _ in frames_in_order})

    def item(**values):
        made = Dataset()
        for word, value in values.items():
            setattr(made, word, value)
        return Sequence([made])

    shared = Dataset()
    shared.PixelMeasuresSequence = item(PixelSpacing=[0.75, 0.5])
    shared.PlaneOrientationSequence = item(ImageOrientationPatient=TURN)
    shared.PixelValueTransformationSequence = item(
        RescaleSlope=1, RescaleIntercept=-1024, RescaleType="HU"
    )
    ds.SharedFunctionalGroupsSequence = Sequence([shared])
    frames, pixels = [], []
    for phase, number in frames_in_order:
        position = np.array([-90.25, -126.5, 72.125]) + 1.25 * number * np.array(TURN_NORMAL)
        frame = Dataset()
        frame.PlanePositionSequence = item(ImagePositionPatient=[float(x) for x in position.round(6)])
        content = item(DimensionIndexValues=[1, number + 1], StackID="1", InStackPositionNumber=number + 1)
        if len(phases) > 1:
            content[0].TemporalPositionIndex = phase + 1
        frame.FrameContentSequence = content
        frames.append(frame)
        pixels.append(stored(number) - 50 * phase)
    ds.PerFrameFunctionalGroupsSequence = Sequence(frames)
    index = Dataset()
    index.DimensionIndexPointer = 0x00209057
    index.FunctionalGroupPointer = 0x00209111
    stack = Dataset()
    stack.DimensionIndexPointer = 0x00209056
    stack.FunctionalGroupPointer = 0x00209111
    ds.DimensionIndexSequence = Sequence([stack, index])
    ds.PixelData = np.concatenate(pixels).astype("<u2").tobytes()
    os.makedirs(os.path.join(FOLDER, name))
    path = os.path.join(FOLDER, name, "all")
    ds.save_as(path, enforce_file_format=True)
    for command in commands:
        run(command, path)
    # nibabel does not put such frames in order: it is given them one by one, as files of a slice.
    read = unpacked(path)
    arrays = read.pixel_array
    for phase in phases:
        frames = []
        for k, groups in enumerate(read.PerFrameFunctionalGroupsSequence):
            if frames_in_order[k][0] != phase:
                continue
            one = Dataset()
            one.update(read.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0])
            one.update(read.SharedFunctionalGroupsSequence[0].PlaneOrientationSequence[0])
            one.update(groups.PlanePositionSequence[0])
            one.Rows, one.Columns = read.Rows, read.Columns
            rescale = read.SharedFunctionalGroupsSequence[0].PixelValueTransformationSequence[0]
            frames.append((wrapper_from_data(one).affine, apply_modality_lut(arrays[k], rescale)))
        frames.sort(key=lambda frame: np.dot(frame[0][:3, 3], TURN_NORMAL))
        values = np.concatenate([frame[1].ravel() for frame in frames])
        label = name if len(phases) == 1 else "%s#%d" % (name, phase)
        note(label, [COLUMNS, ROWS, SLICES], values, classic([frame[0] for frame in frames]))


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    oblique = [1.25 * x for x in TURN_NORMAL]
    save("plain", slices("plain", [0, 0, 1.25]))
    save("oblique", slices("oblique", oblique, TURN))
    save("flipped", slices("flipped", [0, 0, -1.25], [-1, 0, 0, 0, 1, 0]))
    save("coronal", slices("coronal", [0, 2.5, 0], [1, 0, 0, 0, 0, -1]))
    tilt = [1, 0, 0, 0, 0.96, -0.28]
    save("tilted", slices("tilted", [0, 0, 2.5], tilt))
    save("signed", slices("signed", [0, 0, 1.25], change=signed))
    # pydicom gives the numbers with their garbage: what is right is what is there without it.
    save("garbage", slices("garbage", [0, 0, 1.25]))
    for name in os.listdir(os.path.join(FOLDER, "garbage")):
        path = os.path.join(FOLDER, "garbage", name)
        ds = pydicom.dcmread(path)
        ds.PixelData = (np.frombuffer(ds.PixelData, "<u2") | 0xF000).astype("<u2").tobytes()
        ds.save_as(path)
    save("padded", slices("padded", [0, 0, 1.25], change=padded))
    save("sloped", slices("sloped", [0, 0, 1.25], change=sloped))
    save("bytes", slices("bytes", [0, 0, 1.25], change=bytes_only))
    save("nested", slices("nested", oblique, TURN, change=nested))
    save("big-endian", slices("big", oblique, TURN, change=padded), ["dcmconv", "+tb", "{0}", "{0}"])
    save("deflated", slices("deflated", oblique, TURN), ["dcmconv", "+td", "{0}", "{0}"])
    save("implicit", slices("implicit", oblique, TURN, change=nested), ["dcmconv", "+ti", "{0}", "{0}"])
    save("bare", slices("bare", oblique, TURN), ["dcmconv", "-F", "+ti", "{0}", "{0}"])
    save("rle-dcmtk", slices("rle", oblique, TURN, change=signed), ["dcmcrle", "{0}", "{0}"])
    save("rle-gdcm", slices("rle", oblique, TURN, change=padded), ["gdcmconv", "--rle", "{0}", "{0}"])
    enhanced("enhanced", [(0, 1), (0, 0), (0, 2)])
    phases = [(1, 2), (0, 1), (1, 0), (1, 1), (0, 0), (0, 2)]
    enhanced("phases", phases)
    enhanced("phases-rle", phases, ["dcmcrle", "{0}", "{0}"])
    enhanced("phases-deflated", phases, ["dcmconv", "+td", "{0}", "{0}"])
    save("jpeg-sv1", slices("jpeg", oblique, TURN, change=signed), ["dcmcjpeg", "+e1", "{0}", "{0}"])
    changes = [padded, noise, bytes_only, noise, padded, noise]
    for predictor, change in enumerate(changes, 2):
        command = ["dcmcjpeg", "+el", "+sv", str(predictor), "-ot", "{0}", "{0}"]
        save("jpeg-sv%d" % predictor, slices("jpeg", oblique, TURN, change=change), command)
    save("jpeg-gdcm", slices("jpeg", oblique, TURN, change=signed), ["gdcmconv", "--jpeg", "{0}", "{0}"])
    # The number behind -restart is of rows.
    for predictor, fragments in ((4, 3), (7, 1)):
        options = ["-lossless", str(predictor), "-restart", "1"]
        save(
            "jpeg-restarts-%d" % predictor,
            slices("jpeg", oblique, TURN, change=thirteen),
            lambda path: turbo(path, options, fragments),
        )
    enhanced("phases-jpeg", phases, ["dcmcjpeg", "+el", "+sv", "4", "{0}", "{0}"])
    enhanced("phases-fragments", phases, lambda path: turbo(path, ["-lossless", "6,1"], 3))
    with open(os.path.join(FOLDER, "expected.json"), "w") as out:
        json.dump(expected, out, separators=(",", ":"))
        out.write("\n")


main()
