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

from project import JUPYTER, KERNEL_SETTINGS, LIB, ROOT, download, write

IJAVA_URL = "https://github.com/SpencerPark/IJava/releases/download/v1.3.0/ijava-1.3.0.zip"
IJAVA_SHA256 = "484cc62579cb77510b0f0c78283f043794396d8ae9d76a8f2ab5d7368ec246b2"
IJAVA_JAR = JUPYTER / "ijava-1.3.0.jar"
IJAVA_MISSING = JUPYTER / "ijava.unavailable"
SECONDS = 10


def ijava():
    """The class path entry and main class of IJava, or None where it is not to be had. Tries to download once."""
    if not IJAVA_JAR.exists() and not IJAVA_MISSING.exists():
        archive = download(IJAVA_URL, SECONDS)
        if archive and hashlib.sha256(archive).hexdigest() == IJAVA_SHA256:
            with zipfile.ZipFile(io.BytesIO(archive)) as files:
                write(IJAVA_JAR, files.read("java/ijava-1.3.0.jar"))
            print("the Java kernel is IJava 1.3.0")
        else:
            reason = "it is not the release it should be" if archive else "it cannot be downloaded here"
            write(IJAVA_MISSING, reason + "\n")
            print(f"the Java kernel is the project's own (IJava: {reason})")
    return "io.github.spencerpark.ijava.IJava" if IJAVA_JAR.exists() else None


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
    options = [f"-Xmx{heap()}", "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true",
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

    own = kernelspec(given.java, given.java_version, "Java (SynTIC)", f"{LIB}/*", "syntic.kernel.SynticKernel")
    java = dict(own, display_name="Java")
    if ijava():
        # The library's own dependencies come first: IJava carries older versions of some of them.
        java = kernelspec(given.java, given.java_version, "Java", f"{LIB}/*{os.pathsep}{IJAVA_JAR}", ijava())
    for name, spec in {"syntic": own, "java": java}.items():
        path = JUPYTER / "kernels" / name / "kernel.json"
        content = json.dumps(spec, indent=2) + "\n"
        if not path.exists() or path.read_text() != content:
            write(path, content)


if __name__ == "__main__":
    main()
