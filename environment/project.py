"""Where things are in this project, and small things that every step of the main job needs."""

import http.client
import os
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIB = ROOT / "lib"
NOTEBOOKS = ROOT / "notebooks"
JUPYTER = ROOT / "target" / "jupyter"
PLOTLY = LIB / "plotly-cartesian-2.35.3.min.js"
TEMML = LIB / "temml-0.13.5.min.js"
TEMML_STYLE = LIB / "temml-0.13.5.css"
PATIENCE_SECONDS = 24 * 3600

# What every Java kernel has in its environment.
KERNEL_SETTINGS = {
    "OMP_WAIT_POLICY": "PASSIVE",  # spinning threads make small tensor operations ten times slower
    "DJL_OFFLINE": "true",
    "OPT_OUT_TRACKING": "true",
    "SYNTIC_PLOTLY": str(PLOTLY),
}


def write(path, content):
    """Replaces a file as a whole: a full disk or a Ctrl-C leaves the old one, never half of the new."""
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(data)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def given_up(mark):
    """Whether this file says that something could not be downloaded, less than a day ago: then it is tried again."""
    return mark.exists() and time.time() - mark.stat().st_mtime < PATIENCE_SECONDS


def download(url, seconds):
    """The bytes behind a public address, or None when they are not here within so many seconds.

    What is cut off or stands still on the way is tried again; an address that does not answer is not.
    """
    answer = []

    def fetch():
        for _ in range(3):
            try:
                with urllib.request.urlopen(url, timeout=min(seconds, 10)) as response:
                    answer.append(response.read())
                return
            except urllib.error.URLError:
                return
            except (OSError, http.client.HTTPException):
                continue

    # A name look-up has no time limit of its own, so the wait for the whole has one.
    thread = threading.Thread(target=fetch, daemon=True)
    thread.start()
    thread.join(seconds)
    return answer[0] if answer else None


def fail(message):
    sys.exit(f"environment/workbook: {message}")
