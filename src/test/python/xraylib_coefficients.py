"""Prints as JSON what xraylib's C library says of every element at some energies: rows of protons,
energy in keV, and mu/rho in cm^2/g of all interactions, the photoelectric effect and Compton
scattering. Run: xraylib_coefficients.py KEV..."""

import json
import sys

import xraylib

rows = []
for protons in range(1, 93):
    for keV in map(float, sys.argv[1:]):
        coefficients = [f(protons, keV) for f in (xraylib.CS_Total, xraylib.CS_Photo, xraylib.CS_Compt)]
        rows.append([protons, keV, *coefficients])
print(json.dumps(rows))
