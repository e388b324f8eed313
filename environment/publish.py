"""Writes an executed notebook back into notebooks/, without what differs from machine to machine and run to run.

What the run took is written beside it: the next one says so at its start. The picture of a cell with the tag "picture"
becomes a file, for the README.
"""

import base64
import math
from pathlib import Path

import nbformat

from outputs import is_drawing_code, without_interactive
from project import NOTEBOOKS, ROOT, write

METADATA = {
    "kernelspec": {"display_name": "Java", "language": "java", "name": "java"},
    "language_info": {
        "codemirror_mode": "java",
        "file_extension": ".jshell",
        "mimetype": "text/x-java-source",
        "name": "Java",
        "pygments_lexer": "java",
    },
}
KEPT_CELL_METADATA = ("tags", "jupyter", "slideshow", "executed")
# Longer paths first: the project may lie inside the home folder.
LOCAL_PATHS = {f"{ROOT}/": "", str(ROOT): ".", f"{Path.home()}/": "~/"}


def publish(notebook, path):
    cleaned = nbformat.from_dict(dict(notebook, metadata=METADATA, cells=[clean(cell) for cell in notebook.cells]))
    text = nbformat.writes(cleaned) + "\n"
    if text != path.read_text():
        write(path, text)
        print(f"wrote {path.relative_to(ROOT)}", flush=True)
    for cell in cleaned.cells:
        if "picture" in cell.metadata.get("tags", []):
            picture = next(output.data["image/png"] for output in cell.outputs if "image/png" in output.get("data", {}))
            write(NOTEBOOKS / "pictures" / f"{path.stem}.png", base64.b64decode(picture))


def record_cost(name, processor_seconds, gigabytes):
    """Replaces the line of one notebook in the table that Notebook.cost reads."""
    table = NOTEBOOKS / "costs.csv"
    head, *lines = table.read_text().splitlines()
    costs = dict(line.split(",", 1) for line in lines)
    costs[name] = f"{processor_seconds:.0f},{math.ceil(10 * gigabytes) / 10:.1f}"
    write(table, "\n".join([head, *(f"{one},{cost}" for one, cost in sorted(costs.items()))]) + "\n")


def clean(cell):
    cell = cell.copy()
    cell.metadata = {key: cell.metadata[key] for key in KEPT_CELL_METADATA if key in cell.metadata}
    if "outputs" in cell:
        cell.outputs = [without_local_paths(without_interactive(output))
                        for output in cell.outputs if not is_drawing_code(output)]
    return cell


def without_local_paths(value):
    if isinstance(value, dict):
        return {key: item if key == "image/png" else without_local_paths(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_local_paths(item) for item in value]
    if isinstance(value, str):
        for local, replacement in LOCAL_PATHS.items():
            value = value.replace(local, replacement)
    return value
