"""What the outputs of cells look like, figures above all: static image and interactive drawing in one output."""

# Begins the output that hands plotly.js to a live notebook.
DRAWING_CODE_MARK = 'data-syntic="plotly"'


def html_of(output):
    html = output.get("data", {}).get("text/html", "")
    return html if isinstance(html, str) else "".join(html)


def is_drawing_code(output):
    """Whether an output is plotly.js itself: needed once in a live notebook, too long to keep."""
    return DRAWING_CODE_MARK in html_of(output)[:200]


def without_interactive(output):
    """The output with its static image alone, where it has one."""
    if "image/png" in output.get("data", {}) and "text/html" in output.data:
        output = output.copy()
        output.data = {kind: value for kind, value in output.data.items() if kind != "text/html"}
    return output


def joined(outputs):
    """The outputs with each run of printed text as one, as a notebook's page shows it.

    A kernel sends text as it is printed, often several pieces a line; of a line that was drawn anew (carriage return)
    the last state counts.
    """
    whole = []
    for output in outputs:
        last = whole[-1] if whole else None
        if output.output_type == "stream" and last and last.output_type == "stream" and last.name == output.name:
            last.text += output.text
        else:
            whole.append(output.copy())
    for output in whole:
        if output.output_type == "stream":
            lines = output.text.replace("\r\n", "\n").split("\n")
            output.text = "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)
    return whole
