"""Writes the notebooks, as they are committed, as a folder of pages that any web server can host as it is."""

import re
import shutil
import subprocess
import sys
from html import escape

import nbformat

from export import to_html
from project import LIB, NOTEBOOKS, ROOT, fail, write

PARTS = ROOT / "environment" / "web"
SITE = ROOT / "target" / "site"
INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SynTIC Workbook</title>
<link rel="stylesheet" href="site.css">
</head>
<body>
<h1>SynTIC Workbook</h1>
<p>Learn and research <strong>text-only image captioning</strong>: training a captioner from sentences alone, without
one captioned photo. To learn, read 00 to 06 in order and do the exercises; to do research, 03, 07 and 08; to teach, 00
and the exercises, whose solutions stand on pages of their own.</p>
<p><strong><a href="observatory.html">The temperature observatory</a></strong> computes in your browser how a photo is
expressed by ten thousand sentences.</p>
<ul class="cards">
{cards}
</ul>
<p>Licence: Apache-2.0.</p>
</body>
</html>
"""


def main():
    shutil.rmtree(SITE, ignore_errors=True)
    cards = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        page = to_html(notebook, path.stem)
        write(SITE / f"{path.stem}.html", solutions_as_pages(page))
        cards.append(card(notebook, path.stem))
    for path in sorted((NOTEBOOKS / "solutions").glob("*.md")):
        write(SITE / "solutions" / f"{path.stem}.html", solution_page(path))
    for path in PARTS.iterdir():
        shutil.copy(path, SITE / path.name)
    shutil.copy(ROOT / "CITATION.cff", SITE / "CITATION.cff")
    write(SITE / "index.html", INDEX.replace("{cards}", "\n".join(cards)))
    write_observatory(sys.argv[1])
    size = sum(file.stat().st_size for file in SITE.rglob("*") if file.is_file())
    print(f"{len(cards)} notebooks, {size / 1e6:.0f} MB: {SITE.relative_to(ROOT)}/index.html", flush=True)


def write_observatory(java):
    options = ["-Xmx1g", "-Djava.awt.headless=true", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"]
    made = subprocess.run([java, *options, "-cp", f"{LIB}/*", "syntic.workbook.Observatory",
                           str(SITE / "observatory-data.js")], check=False)
    if made.returncode != 0:
        fail("the features of the temperature observatory could not be written; the message is above")


def solutions_as_pages(page):
    page = re.sub(r'(href="solutions/[\w.-]+)\.md"', r'\1.html"', page)
    return page.replace('href="../CITATION.cff"', 'href="CITATION.cff"')


def solution_page(path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(path.read_text())])
    return re.sub(r'(href="\.\./[\w.-]+)\.ipynb"', r'\1.html"', to_html(notebook, path.stem))


def card(notebook, stem):
    """A notebook's name, picture and what one learns in it."""
    first = notebook.cells[0].source
    title = re.search(r"^# (.*)$", first, re.MULTILINE).group(1)
    learnt = re.findall(r"^- (.*)$", first.split("**Before**")[0], re.MULTILINE)[:3]
    about = "".join(f"<li>{plain(line)}</li>" for line in learnt)
    return (f'<li><h2><a href="{stem}.html">{escape(title)}</a></h2>{picture(notebook)}'
            + (f"<ul>{about}</ul>" if about else "") + "</li>")


def plain(markdown):
    """A line of text without links, emphasis and formulas' dollars."""
    return escape(re.sub(r"[*`$]", "", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", markdown)))


def picture(notebook):
    """The largest of the first figures and galleries: what the notebook looks like."""
    found = [output for cell in notebook.cells for output in cell.get("outputs", [])
             if "image/png" in output.get("data", {})][:4]
    if not found:
        return ""
    best = max(found, key=lambda output: output.metadata.get("image/png", {}).get("width", 0)
               * output.metadata.get("image/png", {}).get("height", 0))
    alternative = best.data.get("text/plain", "").split("\n")[0]
    source = "data:image/png;base64," + best.data["image/png"].strip()
    return f'<img src="{source}" alt="{escape(alternative)}">'


if __name__ == "__main__":
    main()
