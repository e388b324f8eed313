"""What the outputs of figures look like: static image and interactive drawing of one figure in one output."""

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
