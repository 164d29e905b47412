"""Makes vtk/: images that VTK wrote, and in expected.json what VTK reads in them.

Run in this folder: python3 make_vtk.py (made with vtk 9.7.1).
"""

import json
import os

import numpy as np
import vtk
from vtk.util.numpy_support import numpy_to_vtk, vtk_to_numpy

FOLDER = "vtk"
EXTENT = (2, 5, -1, 1, 0, 1)  # 4 x 3 x 2 points
# A rotation about all three axes, of fractions that floats have exactly but for 1e-16.
DIRECTION = (0.6, 0.0, 0.8, 0.48, 0.8, -0.36, -0.64, 0.6, 0.48)

expected = {}


def numbers(kind, count):
    dtype = np.dtype(kind)
    values = np.arange(count).astype(dtype)
    if dtype.kind == "f":
        values[3:6] = [-2.5, 1 / 3, 60000]
    else:
        values[3:6] = [np.iinfo(dtype).min, np.iinfo(dtype).max, np.iinfo(dtype).max // 2 + 2]
    return values


def image(extent=EXTENT):
    made = vtk.vtkImageData()
    made.SetExtent(extent)
    made.SetOrigin(10, -20, 30)
    made.SetSpacing(1.5, 2, 2.5)
    made.SetDirectionMatrix(DIRECTION)
    return made


def array(kind, count, name="mu", components=1):
    values = numbers(kind, count * components).reshape(count, components)
    made = numpy_to_vtk(values, deep=True)
    made.SetName(name)
    return made


def points(kind, **more):
    made = image(**more)
    made.GetPointData().SetScalars(array(kind, made.GetNumberOfPoints()))
    return made


def cells(kind, **more):
    made = image(**more)
    made.GetCellData().SetScalars(array(kind, made.GetNumberOfCells()))
    return made


def write(name, made, mode="appended", base64=True, packer="zlib", header=32, big=False, block=None):
    writer = vtk.vtkXMLImageDataWriter()
    writer.SetFileName(os.path.join(FOLDER, name))
    writer.SetInputData(made)
    {"ascii": writer.SetDataModeToAscii, "binary": writer.SetDataModeToBinary,
     "appended": writer.SetDataModeToAppended}[mode]()
    writer.SetEncodeAppendedData(base64)
    {"zlib": writer.SetCompressorTypeToZLib, "none": writer.SetCompressorTypeToNone,
     "lz4": writer.SetCompressorTypeToLZ4, "lzma": writer.SetCompressorTypeToLZMA}[packer]()
    writer.SetHeaderTypeToUInt32() if header == 32 else writer.SetHeaderTypeToUInt64()
    writer.SetByteOrderToBigEndian() if big else writer.SetByteOrderToLittleEndian()
    if block:
        writer.SetBlockSize(block)
    assert writer.Write() == 1


def save(name, made, **how):
    write(name, made, **how)
    reader = vtk.vtkXMLImageDataReader()
    reader.SetFileName(os.path.join(FOLDER, name))
    reader.Update()
    read = reader.GetOutput()
    of_cells = read.GetCellData().GetNumberOfArrays() == 1
    data = read.GetCellData() if of_cells else read.GetPointData()
    extent = read.GetExtent()

    def place(i, j, k):
        if of_cells:
            bounds = [[0.0] * 3 for _ in range(8)]
            for c in range(8):
                corner = [i + (c & 1), j + (c >> 1 & 1), k + (c >> 2)]
                read.TransformIndexToPhysicalPoint(
                    [corner[a] + extent[2 * a] for a in range(3)], bounds[c])
            return np.mean(bounds, axis=0)
        point = [0.0] * 3
        read.TransformIndexToPhysicalPoint(
            [i + extent[0], j + extent[2], k + extent[4]], point)
        return np.array(point)

    first = place(0, 0, 0)
    steps = [place(*np.eye(3, dtype=int)[a]) - first for a in range(3)]
    size = [extent[2 * a + 1] - extent[2 * a] + (0 if of_cells else 1) for a in range(3)]
    expected[name] = {
        "size": size,
        "values": vtk_to_numpy(data.GetArray(0)).astype("f8").tolist(),
        "affine": [[*(float(steps[a][r]) for a in range(3)), float(first[r])] for r in range(3)],
        "tolerance": 1e-12,
    }


def refuse(name, made, why, **how):
    write(name, made, **how)
    expected[name] = {"refused": why}


os.makedirs(FOLDER, exist_ok=True)
for kind in ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"]:
    save(f"{kind}.vti", points(kind))
save("ascii-i1.vti", points("i1"), mode="ascii")
save("ascii-f4.vti", points("f4"), mode="ascii", packer="none")
save("inline-zlib.vti", points("i2"), mode="binary")
save("inline-plain-64.vti", points("f8"), mode="binary", packer="none", header=64)
save("base64-plain.vti", points("u2"), packer="none")
save("base64-zlib-64-big.vti", points("f4"), header=64, big=True)
save("raw-plain.vti", points("i2"), base64=False, packer="none")
save("raw-plain-64-big.vti", points("u4"), base64=False, packer="none", header=64, big=True)
save("raw-zlib.vti", points("f4"), base64=False)
save("cells.vti", cells("i2"))
save("cells-ascii.vti", cells("f4"), mode="ascii")
big = points("u2", extent=(0, 15, 0, 15, 0, 4))
save("many-blocks.vti", big, base64=False, block=1024)
save("many-blocks-even.vti", points("u2", extent=(0, 15, 0, 15, 0, 3)), block=1024)

two = points("i2")
two.GetPointData().AddArray(array("f4", two.GetNumberOfPoints(), "other"))
refuse("two-arrays.vti", two, "has 2 arrays (mu, other): expected one")
refuse("no-array.vti", image(), "has 0 arrays")
vectors = image()
vectors.GetPointData().SetVectors(array("f4", vectors.GetNumberOfPoints(), "v", 3))
refuse("vectors.vti", vectors, "expected 1: numbers, not vectors")
refuse("lz4.vti", points("i2"), "expected vtkZLibDataCompressor or none", packer="lz4")
refuse("lzma.vti", points("i2"), "expected vtkZLibDataCompressor or none", packer="lzma")
flat = vtk.vtkImageData()
flat.SetDimensions(4, 3, 1)
flat.GetCellData().SetScalars(array("i2", flat.GetNumberOfCells()))
refuse("flat-cells.vti", flat, "of at least one voxel")
sphere = vtk.vtkSphereSource()
other = vtk.vtkXMLPolyDataWriter()
other.SetFileName(os.path.join(FOLDER, "surface.vti"))
other.SetInputConnection(sphere.GetOutputPort())
other.Write()
expected["surface.vti"] = {"refused": "is no VTK image"}

with open(FOLDER + "/expected.json", "w") as file:
    entries = (f"{json.dumps(k)}: {json.dumps(v)}" for k, v in expected.items())
    file.write("{\n" + ",\n".join(entries) + "\n}\n")
