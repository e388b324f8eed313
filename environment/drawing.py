"""Gets the code that draws figures (plotly.js) and formulas (Temml) in exported pages, once, into lib/."""

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from collections import namedtuple
from pathlib import Path

from project import JUPYTER, PLOTLY, ROOT, TEMML, TEMML_STYLE, download, given_up, write

# An npm package: SHA-512 of its archive as the npm registry states it, the files that are kept of it, and what a
# reader who has to do without is told.
Package = namedtuple("Package", "name version archive_sha512 files without")
# A file of a package: where it is kept, its place in the archive, and the same on the web for machines without npm.
File = namedtuple("File", "path member url sha512")

PACKAGES = [
    Package(
        "plotly.js-cartesian-dist-min", "2.35.3",
        "Bs3rf3VJrDgGBE5qBDpXtfBANzLeHLMOm4WGBaa++MRwQS+xuGKGv+IQYndBAOn1ZDFKabJfMz5UVVpjHX87pw==",
        [File(PLOTLY, "package/plotly-cartesian.min.js",
              "https://cdn.plot.ly/plotly-cartesian-2.35.3.min.js",
              "sRR5tUI+ztefUgT/00/t3TMUx19VElE2HxNOhTv6jh0/Q/ynaER8BeriXrMlE7JbOxRDS0OyyzdbnuqqGsrNAg==")],
        "figures are static images: plotly.js could not be downloaded (neither with npm nor directly)"),
    Package(
        "temml", "0.13.5",
        "aPkDDgunanpLNL0ql32HbolqLep+w8DRcVXRql7rWrMt/PhczdLgL4UBYYVU3BYjCNjkGq4EqwIicu/zWr1iOg==",
        [File(TEMML, "package/dist/temml.min.js",
              "https://cdn.jsdelivr.net/npm/temml@0.13.5/dist/temml.min.js",
              "s/YdNyiPpxSI3rlo4PNoK6Gw0fgh4rRsJn/ApEmc2A44vikYifns2iWqh3Av6G2VOAeXyPusLZyBLn0N1Ny31Q=="),
         File(TEMML_STYLE, "package/dist/Temml-Local.css",
              "https://cdn.jsdelivr.net/npm/temml@0.13.5/dist/Temml-Local.css",
              "YMTy7gF7P8gUHwtjnwoYV+aSeykmQtpLy9Zp1cjMoGdABhKjBQ4SgFqqLe+QxSdFj00/w6yt6nl71hmNng7NmQ==")],
        "formulas in the exported pages are drawn by MathJax, which a browser loads from the web:\n"
        "Temml could not be downloaded (neither with npm nor directly)"),
]
SECONDS = 20


def sha512(data):
    return base64.b64encode(hashlib.sha512(data).digest()).decode()


def from_npm(package):
    """The contents of the package's files, or None."""
    npm = shutil.which("npm")
    if not npm:
        return None
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run([npm, "pack", "--silent", f"{package.name}@{package.version}"], cwd=folder, timeout=60,
                           check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            archive = next(Path(folder).glob("*.tgz")).read_bytes()
        except (subprocess.SubprocessError, StopIteration):
            return None
    if sha512(archive) != package.archive_sha512:
        return None
    with tarfile.open(fileobj=io.BytesIO(archive)) as members:
        return [members.extractfile(file.member).read() for file in package.files]


def from_web(package):
    """The contents of the package's files, or None."""
    contents = []
    for file in package.files:
        content = download(file.url, SECONDS)
        if not content or sha512(content) != file.sha512:
            return None
        contents.append(content)
    return contents


def main():
    for package in PACKAGES:
        missing = JUPYTER / f"{package.name}.unavailable"
        if given_up(missing) or all(file.path.exists() for file in package.files):
            continue
        contents = from_npm(package) or from_web(package)
        if contents:
            for file, content in zip(package.files, contents):
                write(file.path, content)
            missing.unlink(missing_ok=True)
        else:
            write(missing, "")
            print(f"{package.without}\n"
                  f"(it is tried again tomorrow, or at once when {missing.relative_to(ROOT)} is deleted)")


if __name__ == "__main__":
    main()
