"""Prints as JSON what h5py reads in a DXchange file: its projections and angles, and of the pictures
of the open beam and of none the shape, the least and the greatest value."""

import json
import sys

import h5py


def field(dataset):
    values = dataset[:]
    return [values.shape, float(values.min()), float(values.max())]


with h5py.File(sys.argv[1]) as file:
    exchange = file["exchange"]
    found = {
        "shape": exchange["data"].shape,
        "data": [float(x) for x in exchange["data"][:].ravel()],
        "data_white": field(exchange["data_white"]),
        "data_dark": field(exchange["data_dark"]),
        "theta": list(exchange["theta"][:]),
        "units": [exchange[name].attrs["units"].decode() for name in ("theta", "y", "x")],
        "implements": file["implements"][()].decode(),
    }
print(json.dumps(found))
