"""Turns an executed notebook into HTML with interactive figures and drawn formulas that needs nothing beyond itself."""

import re
from html import escape

from nbconvert import HTMLExporter

from outputs import is_drawing_code, without_interactive
from project import PLOTLY, ROOT, TEMML, TEMML_STYLE

# Draws a figure once its place and plotly.js are there; live notebooks load the same file.
DRAW = ROOT / "src" / "main" / "resources" / "syntic" / "workbook" / "figure.js"

# The usual page less what it loads from elsewhere and no notebook of a Java kernel uses: RequireJS and Mermaid.
PAGE = """{% extends 'lab/index.html.j2' %}
{% block html_head_js_requirejs %}{% endblock %}
{% block html_head_js_mermaidjs %}{% endblock %}
{% block input_group %}
{% if cell.metadata.get("jupyter", {}).get("source_hidden") %}
<details><summary>The check, which gives the answer away</summary>{{ super() }}</details>
{% else %}{{ super() }}{% endif %}
{% endblock %}
{% block data_png %}{{ super() | with_alternative_text(output) }}{% endblock %}
"""
WITHOUT_MATHJAX = "{% block html_head_js_mathjax %}{% endblock %}\n"
# Debian's exporter names a file of a package that is not installed here, and not where a page is sent to.
MATHJAX = "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.7/latest.js?config=TeX-AMS_CHTML-full,Safe"
# A link from one notebook to another, which is a page beside it here.
NOTEBOOK_LINK = re.compile(r'(<a\b[^>]*\bhref="[\w.-]+)\.ipynb(?=["#])')

# On a phone: no room for prompts, and what is wider than the page scrolls by itself.
NARROW = """<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
.jp-RenderedImage img, .jp-RenderedMarkdown img { max-width: 100%; height: auto; }
.jp-RenderedMarkdown table, .jp-RenderedMarkdown pre, .jp-RenderedText pre {
  display: block; max-width: 100%; overflow-x: auto;
}
.jp-RenderedText pre { word-break: normal; overflow-wrap: break-word; }
.jp-RenderedMarkdown math { max-width: 100%; overflow-x: auto; overflow-y: hidden; }
.jp-RenderedMarkdown .tml-display { display: block; overflow-x: auto; overflow-y: hidden; }
.jp-OutputArea-output, .jp-InputArea-editor, .highlight { min-width: 0; overflow-x: auto; }
.jp-RenderedHTMLCommon :is(p, li) { overflow-wrap: anywhere; }
@media (max-width: 700px) {
  .jp-InputPrompt, .jp-OutputPrompt, .jp-InputCollapser, .jp-OutputCollapser { display: none; }
  body.jp-Notebook, .jp-Notebook { padding: 8px; }
  .jp-RenderedHTMLCommon input[type=range] { max-width: 100%; }
  .jp-RenderedImage { overflow-x: auto; }
  .jp-RenderedImage img { max-width: 640px; }
}
</style>
"""

# Formulas are in text alone: a dollar in code or in what a cell printed is a dollar.
DRAW_FORMULAS = """
document.addEventListener("DOMContentLoaded", function () {
  document.querySelectorAll(".jp-RenderedMarkdown, .jp-RenderedLatex").forEach(function (text) {
    temml.renderMathInElement(text, { fences: "all" });
  });
});
"""


def to_html(notebook, title):
    notebook = notebook.copy()
    interactive = PLOTLY.exists() and DRAW.exists()
    formulas = TEMML.exists() and TEMML_STYLE.exists()
    notebook.cells = [with_outputs(cell, interactive) for cell in notebook.cells]
    exporter = HTMLExporter(raw_template=PAGE + WITHOUT_MATHJAX if formulas else PAGE, mathjax_url=MATHJAX)
    exporter.register_filter("with_alternative_text", with_alternative_text)
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    page = NOTEBOOK_LINK.sub(r"\1.html", page)
    head = NARROW
    if formulas:
        head += f"<style>{formula_style()}</style>\n" + script(TEMML.read_text() + DRAW_FORMULAS)
    if interactive and "synticFigure(" in page:
        head += script(PLOTLY.read_text() + "\n" + DRAW.read_text())
    return page.replace("</head>", head + "</head>", 1)


def with_outputs(cell, interactive):
    if "outputs" not in cell:
        return cell
    cell = cell.copy()
    cell.outputs = [output if interactive else without_interactive(output)
                    for output in cell.outputs if not is_drawing_code(output)]
    return cell


def with_alternative_text(image, output):
    """The img element with what the output says to who cannot see it; newer nbconvert writes it, too."""
    text = output.metadata.get("image/png", {}).get("alt") or output.data.get("text/plain")
    if not text:
        return image
    return re.sub(r'\s+alt="[^"]*"', "", image).replace("<img", f'<img alt="{escape(text)}"', 1)


def script(source):
    return "<script>" + source.replace("</script", "<\\/script") + "</script>\n"


def formula_style():
    """Temml's style less its font, a further file with the script capitals that fonts for formulas have too."""
    return re.sub(r"@font-face\s*{[^}]*}", "", TEMML_STYLE.read_text())
