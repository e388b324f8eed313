"""Gets the drawing code of interactive figures, plotly.js, once, into lib/. Without it figures are static images."""

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from project import JUPYTER, PLOTLY, download, write

PACKAGE = "plotly.js-cartesian-dist-min@2.35.3"
# As the npm registry states it for the package's archive.
ARCHIVE_SHA512 = "Bs3rf3VJrDgGBE5qBDpXtfBANzLeHLMOm4WGBaa++MRwQS+xuGKGv+IQYndBAOn1ZDFKabJfMz5UVVpjHX87pw=="
MEMBER = "package/plotly-cartesian.min.js"
# The same file where its makers offer it, for machines without npm.
URL = "https://cdn.plot.ly/plotly-cartesian-2.35.3.min.js"
FILE_SHA512 = "sRR5tUI+ztefUgT/00/t3TMUx19VElE2HxNOhTv6jh0/Q/ynaER8BeriXrMlE7JbOxRDS0OyyzdbnuqqGsrNAg=="
MISSING = JUPYTER / "plotly.unavailable"
SECONDS = 20


def sha512(data):
    return base64.b64encode(hashlib.sha512(data).digest()).decode()


def from_npm():
    npm = shutil.which("npm")
    if not npm:
        return None
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run([npm, "pack", "--silent", PACKAGE], cwd=folder, timeout=60, check=True,
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            archive = next(Path(folder).glob("*.tgz")).read_bytes()
        except (subprocess.SubprocessError, StopIteration):
            return None
    if sha512(archive) != ARCHIVE_SHA512:
        return None
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        return files.extractfile(MEMBER).read()


def from_makers():
    source = download(URL, SECONDS)
    return source if source and sha512(source) == FILE_SHA512 else None


def main():
    if PLOTLY.exists() or MISSING.exists():
        return
    source = from_npm() or from_makers()
    if source:
        write(PLOTLY, source)
    else:
        write(MISSING, "")
        print("figures are static images: plotly.js could not be downloaded (neither with npm nor directly)")


if __name__ == "__main__":
    main()
