"""Writes an executed notebook back into notebooks/, without what differs from machine to machine and run to run."""

from pathlib import Path

import nbformat

from outputs import is_drawing_code, without_interactive
from project import ROOT, write

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
KEPT_CELL_METADATA = ("tags", "jupyter", "slideshow")
# Longer paths first: the project may lie inside the home folder.
LOCAL_PATHS = {f"{ROOT}/": "", str(ROOT): ".", f"{Path.home()}/": "~/"}


def publish(notebook, path):
    cleaned = nbformat.from_dict(dict(notebook, metadata=METADATA, cells=[clean(cell) for cell in notebook.cells]))
    text = nbformat.writes(cleaned) + "\n"
    if text != path.read_text():
        write(path, text)
        print(f"wrote {path.relative_to(ROOT)}", flush=True)


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
