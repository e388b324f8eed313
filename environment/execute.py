"""Runs the notebooks in order, tells what it does, and keeps the executed notebooks and their HTML."""

import argparse
import hashlib
import os
import re
import resource
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from export import to_html
from outputs import joined
from progress import Progress
from project import KERNEL_SETTINGS, LIB, NOTEBOOKS, ROOT, fail, write
from publish import publish, record_cost
from solutions import check_solutions, solved

NEEDED_GIGABYTES = 1


class Client(NotebookClient):
    """A client that tells its progress as the messages of the kernel come."""

    def __init__(self, notebook, progress, **options):
        super().__init__(notebook, **options)
        self.progress = progress
        self.gigabytes = 0

    @property
    def process(self):
        """The number of the kernel's process, or None before it runs."""
        return getattr(getattr(self.km, "provisioner", None), "pid", None)

    async def async_execute_cell(self, cell, cell_index, **options):
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        self.progress.begin(cell)
        executed = record_of(cell.source)
        done = await super().async_execute_cell(cell, cell_index, **options)
        cell.metadata["executed"] = executed
        self.progress.end()
        return done

    def process_message(self, message, cell, cell_index):
        self.progress.message(message)
        return super().process_message(message, cell, cell_index)


def record_of(source):
    """What a cell's outputs are of: a source that was changed later has another one, which the tests find."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def execute(path, output, kernel, with_solutions):
    """Runs one notebook and gives it back executed, or None when a cell failed, and the most memory that its kernel had.

    What ran is kept either way.
    """
    notebook = nbformat.read(path, as_version=4)
    if with_solutions:
        notebook.cells = solved(notebook.cells, path)
    progress = Progress(path.stem, sum(c.cell_type == "code" and bool(c.source.strip()) for c in notebook.cells))
    client = Client(notebook, progress, kernel_name=kernel, timeout=None, startup_timeout=120, iopub_timeout=60,
                    record_timing=False, resources={"metadata": {"path": str(NOTEBOOKS)}})
    log = output / f"{path.stem}.log"
    failure = run(client, log)
    if log.stat().st_size == 0:
        log.unlink()
    if isinstance(failure, CellExecutionError):
        progress.failed(notebook)
    elif isinstance(failure, DeadKernelError):
        progress.died(log)
    elif isinstance(failure, NoSuchKernel):
        fail(f"there is no kernel {kernel}; environment/workbook --kernel takes one of: "
             + ", ".join(sorted(KernelSpecManager().find_kernel_specs())))
    elif failure:
        raise failure
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = joined(cell.outputs)
    if with_solutions and not failure:
        check_solutions(notebook.cells, path)
    write(output / path.name, nbformat.writes(notebook))
    write(output / f"{path.stem}.html", to_html(notebook, path.stem))
    return None if failure else notebook, client.gigabytes or largest_kernel_gigabytes()


def run(client, log):
    """Runs the client's notebook; gives what went wrong, or None.

    What the process of the kernel says, not the cells, is logged.
    The client works on a thread of its own: on the main thread it would take Ctrl-C for itself.
    """
    failures = []

    def work():
        try:
            with log.open("w") as file:
                client.execute(stdout=file, stderr=file)
        except Exception as failure:
            failures.append(failure)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(0.2)
            client.gigabytes = max(client.gigabytes, most_gigabytes(client.process))
    except KeyboardInterrupt:
        if client.process:
            os.kill(client.process, signal.SIGTERM)
            thread.join(10)
        raise
    return failures[0] if failures else None


def processor_seconds():
    """Of all kernels that have ended, and of what they started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def most_gigabytes(process):
    """The most memory that a process has had so far; 0 where the system does not tell, as Linux does."""
    status = Path(f"/proc/{process}/status")
    try:
        most = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
    except OSError:
        return 0
    return int(most.group(1)) * 1024 / 1e9 if most else 0


def largest_kernel_gigabytes():
    """Memory of the largest process that has ended: the kernel of this notebook or of one before it."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 1e9


def timings(times):
    """What each notebook took, and all of them: an idle machine takes little longer than its processors."""
    width = max(len(name) for name in [*times, "all"])
    lines = [f"{name:{width}}  {seconds:5.0f} s  {processors:5.0f} processor s, up to {gigabytes:.1f} GB of memory"
             for name, (seconds, processors, gigabytes) in times.items()]
    seconds, processors, gigabytes = zip(*times.values())
    lines.append(f"{'all':{width}}  {sum(seconds):5.0f} s  {sum(processors):5.0f} processor s, "
                 f"up to {max(gigabytes):.1f} GB of memory")
    return "\n".join(lines)


def stop(*_):
    raise KeyboardInterrupt


def chosen(prefixes):
    notebooks = sorted(NOTEBOOKS.glob("*.ipynb"))
    unknown = [prefix for prefix in prefixes if not any(path.name.startswith(prefix) for path in notebooks)]
    if unknown or not notebooks:
        names = ", ".join(path.stem for path in notebooks) or "none"
        fail(f"no notebook starts with {' or '.join(unknown) or 'anything'}; there are: {names}")
    return [path for path in notebooks if not prefixes or path.name.startswith(tuple(prefixes))]


def prepare_environment(smoke):
    """What every kernel finds in its environment, one that is not this project's included."""
    classpath = f"{LIB}/*"
    os.environ.update(IJAVA_CLASSPATH=classpath, JJAVA_CLASSPATH=classpath, **KERNEL_SETTINGS)
    os.environ.pop("SYNTIC_SMOKE", None)
    if smoke:
        os.environ["SYNTIC_SMOKE"] = "1"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--kernel", default="java")
    arguments.add_argument("--only", action="append", default=[])
    arguments.add_argument("--smoke", action="store_true")
    arguments.add_argument("--commit", action="store_true")
    arguments.add_argument("--solutions", action="store_true")
    given = arguments.parse_args()

    notebooks = chosen(given.only)
    free = shutil.disk_usage(ROOT).free / 1e9
    if free < NEEDED_GIGABYTES:
        fail(f"the disk is nearly full: {free:.1f} GB are free at {ROOT}; the notebooks need {NEEDED_GIGABYTES} GB")
    prepare_environment(given.smoke)
    output = ROOT / "target" / ("workbook-smoke" if given.smoke else "workbook")
    output.mkdir(parents=True, exist_ok=True)
    times = {}
    for path in notebooks:
        started, used = time.monotonic(), processor_seconds()
        executed, gigabytes = execute(path, output, given.kernel, given.solutions)
        if executed is None:
            sys.exit(1)
        processors = processor_seconds() - used
        times[path.stem] = time.monotonic() - started, processors, gigabytes
        if given.commit:
            publish(executed, path)
            record_cost(path.stem, processors, gigabytes)
    print(f"{timings(times)}\nwritten to {output.relative_to(ROOT)}/", flush=True)


if __name__ == "__main__":
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, stop)
    try:
        main()
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr, flush=True)
        os._exit(130)  # the client's own clean-up at exit would wait for a kernel that is gone
    except OSError as error:
        fail(f"{error.strerror or error}: {error.filename or ROOT}")
