"""Makes teem/: NRRD files of the encodings that ITK does not write, and in expected.json what Teem
reads in them.

Run in this folder, after make_itk.mjs, with Debian's teem-apps (made with 1.12.0): the images are
those that ITK wrote in itk/, and so are their affines.
"""

import json
import pathlib
import subprocess

MADE = {
    "bzip2.nrrd": ("int8.nrrd", ["-e", "bzip2"]),
    "ascii.nrrd": ("float64.nrrd", ["-e", "ascii"]),
    "ascii-int64.nrrd": ("int64.nrrd", ["-e", "ascii"]),
    "big.nrrd": ("uint16.nrrd", ["-e", "raw", "-en", "big"]),
    "detached.nhdr": ("packed.nrrd", ["-e", "gzip"]),
    "hex.nrrd": ("int8.nrrd", ["-e", "hex"]),
}


def unu(*arguments):
    command = ["teem-unu", "save", "-f", "nrrd", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


itk = json.loads(pathlib.Path("itk/expected.json").read_text())
pathlib.Path("teem").mkdir(exist_ok=True)
lines = []
for name, (source, options) in MADE.items():
    unu("-i", f"itk/{source}", *options, "-o", f"teem/{name}")
    dump = unu("-i", f"teem/{name}", "-e", "ascii").decode()
    expected = {
        "size": itk[source]["size"],
        "affine": itk[source]["affine"],
        "values": [float(word) for word in dump.split("\n\n", 1)[1].split()],
    }
    if name.startswith("hex"):
        expected = {"refused": "expected raw, gzip, bzip2 or ascii"}
    lines.append(f"{json.dumps(name)}: {json.dumps(expected, separators=(',', ':'))}")
pathlib.Path("teem/expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
