"""Tells Jupyter of the Java kernels, in a folder of this project, so that the user's own kernels stay as they are.

"java" is IJava where it can be downloaded and is the release it should be, else this project's own kernel;
"syntic" is always the project's own.
"""

import argparse
import hashlib
import io
import json
import os
import zipfile
from pathlib import Path

from project import JUPYTER, KERNEL_SETTINGS, LIB, ROOT, download, fail, given_up, write

IJAVA_URL = "https://github.com/SpencerPark/IJava/releases/download/v1.3.0/ijava-1.3.0.zip"
IJAVA_SHA256 = "484cc62579cb77510b0f0c78283f043794396d8ae9d76a8f2ab5d7368ec246b2"
IJAVA_JAR = JUPYTER / "ijava-1.3.0.jar"
IJAVA_ARCHIVE = JUPYTER / "ijava-1.3.0.zip"
IJAVA_MISSING = JUPYTER / "ijava.unavailable"
SECONDS = 120


def ijava():
    """The main class of IJava, or None where it is not to be had. Tries to download it, and for a day not again."""
    if not IJAVA_JAR.exists():
        reason = "it could not be downloaded less than a day ago"
        if IJAVA_ARCHIVE.exists() or not given_up(IJAVA_MISSING):
            reason = unpack_ijava()
        if reason:
            print(f"the Java kernel is the project's own (IJava: {reason}; to have it, put "
                  f"{IJAVA_URL} into {IJAVA_ARCHIVE.parent.relative_to(ROOT)}/)")
            return None
        print("the Java kernel is IJava 1.3.0")
    return "io.github.spencerpark.ijava.IJava"


def unpack_ijava():
    """Puts IJava's jar in its place; gives the reason where it cannot."""
    archive = IJAVA_ARCHIVE.read_bytes() if IJAVA_ARCHIVE.exists() else download(IJAVA_URL, SECONDS)
    reason = None
    if not archive:
        reason = "it cannot be downloaded here"
    elif hashlib.sha256(archive).hexdigest() != IJAVA_SHA256:
        reason = f"{IJAVA_ARCHIVE.name} is not the release it should be"
    if reason:
        write(IJAVA_MISSING, reason + "\n")
    else:
        with zipfile.ZipFile(io.BytesIO(archive)) as files:
            write(IJAVA_JAR, files.read("java/ijava-1.3.0.jar"))
    return reason


def heap():
    """The kernel's Java heap: a quarter of the memory, between 2 and 8 GB. Tensors live outside of it."""
    if os.environ.get("SYNTIC_HEAP"):
        return os.environ["SYNTIC_HEAP"]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        memory = min(memory, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    except (OSError, ValueError):
        pass  # no container, or one without a limit
    return f"{max(2048, min(8192, memory // 4 >> 20))}m"


def kernelspec(java, java_version, display_name, classpath, main):
    # The serial collector keeps the heap near what is alive; the usual one takes memory as long as there is some.
    options = [f"-Xmx{heap()}", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true",
               f"-XX:ErrorFile={ROOT / 'target' / 'hs_err_%p.log'}",
               f"-Djava.util.logging.config.file={ROOT / 'environment' / 'logging.properties'}"]
    if java_version >= 22:
        options.append("--enable-native-access=ALL-UNNAMED")
    return {
        "argv": [java, *options, "-cp", classpath, main, "{connection_file}"],
        "display_name": display_name,
        "language": "java",
        "interrupt_mode": "message",
        "env": KERNEL_SETTINGS,
    }


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--java", required=True)
    arguments.add_argument("--java-version", type=int, required=True)
    given = arguments.parse_args()
    if not hasattr(os, "sysconf"):
        fail("on Windows, run it inside WSL (the Windows Subsystem for Linux)")

    own = kernelspec(given.java, given.java_version, "Java (SynTIC)", f"{LIB}/*", "syntic.kernel.SynticKernel")
    java = dict(own, display_name="Java")
    main_class = ijava()
    if main_class:
        # The library's own dependencies come first: IJava carries older versions of some of them.
        java = kernelspec(given.java, given.java_version, "Java", f"{LIB}/*{os.pathsep}{IJAVA_JAR}", main_class)
    for name, spec in {"syntic": own, "java": java}.items():
        path = JUPYTER / "kernels" / name / "kernel.json"
        content = json.dumps(spec, indent=2) + "\n"
        if not path.exists() or path.read_text() != content:
            write(path, content)


if __name__ == "__main__":
    main()
