"""Turns an executed notebook into HTML with interactive figures."""

from nbconvert import HTMLExporter

from outputs import is_drawing_code, without_interactive
from project import PLOTLY, ROOT

# Draws a figure once its place and plotly.js are there; live notebooks load the same file.
DRAW = ROOT / "src" / "main" / "resources" / "syntic" / "workbook" / "figure.js"


def to_html(notebook, title):
    notebook = notebook.copy()
    interactive = PLOTLY.exists() and DRAW.exists()
    notebook.cells = [with_outputs(cell, interactive) for cell in notebook.cells]
    exporter = HTMLExporter()
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    if interactive:
        page = page.replace("</head>", f"<script>{drawing_code()}</script>\n</head>", 1)
    return page


def with_outputs(cell, interactive):
    if "outputs" not in cell:
        return cell
    cell = cell.copy()
    cell.outputs = [output if interactive else without_interactive(output)
                    for output in cell.outputs if not is_drawing_code(output)]
    return cell


def drawing_code():
    # The page also loads RequireJS, which plotly.js would hand itself to instead of to the page.
    source = PLOTLY.read_text() + "\n"
    return ("(function () { var define = undefined, exports = undefined, module = undefined;\n"
            + source + "}).call(window);\n" + DRAW.read_text()).replace("</script", "<\\/script")
