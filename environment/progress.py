"""Tells on the terminal how far a notebook is: a line per cell, and what a long cell prints as it prints it."""

import re
import time

from project import ROOT

LONG_CELL_SECONDS = 3
UPDATE_SECONDS = 10
WIDTH = 68
LOG_LINES = 20


class Progress:
    def __init__(self, name, cells):
        self.name = name
        self.cells = cells
        self.cell = 0
        self.source = ""
        self.line_open = False
        self.started = time.monotonic()
        self.last_update = self.started

    def begin(self, cell):
        self.cell += 1
        self.source = cell.source
        self.started = self.last_update = time.monotonic()
        self.line_open = True
        print(f"{self.name}  cell {self.cell}/{self.cells}  {title(cell.source)}", end="", flush=True)

    def end(self):
        seconds = f"{time.monotonic() - self.started:.1f} s"
        room = WIDTH - len(title(self.source)) + 8
        print(f"{seconds:>{room}}" if self.line_open else f"    took {seconds}", flush=True)

    def message(self, message):
        """A message of the kernel while the cell runs."""
        now = time.monotonic()
        if now - self.started < LONG_CELL_SECONDS:
            return
        content = message["content"]
        if message["msg_type"] == "stream":
            self.tell(content["text"])
        elif message["msg_type"] == "update_display_data" and now - self.last_update >= UPDATE_SECONDS:
            self.last_update = now
            self.tell(content["data"].get("text/plain", ""))

    def tell(self, text):
        # A carriage return draws a line anew: its last state is what counts.
        lines = [line.rstrip().rsplit("\r", 1)[-1] for line in text.split("\n")]
        for line in filter(None, lines):
            if self.line_open:
                print()
                self.line_open = False
            print(f"    | {line}", flush=True)

    def failed(self, notebook):
        print("  failed" if self.line_open else "    failed")
        error = next((output for cell in notebook.cells for output in cell.get("outputs", [])
                      if output.output_type == "error"), None)
        numbered = "\n".join(f"{n:5} | {line}" for n, line in enumerate(self.source.split("\n"), 1))
        traceback = "\n".join(error.traceback) if error else "the kernel gave no reason"
        print(f"\n{self.name}, cell {self.cell} of {self.cells} failed:\n\n{numbered}\n\n{traceback}\n", flush=True)

    def died(self, log):
        print("  failed" if self.line_open else "    failed")
        said = "\n".join(log.read_text(errors="replace").splitlines()[-LOG_LINES:]).strip() if log.exists() else ""
        print(f"\n{self.name}, cell {self.cell} of {self.cells}: the kernel's process ended. "
              f"The end of {log.relative_to(ROOT)}:\n\n{said or '(nothing)'}\n\n"
              "Where it was killed for memory: set SYNTIC_HEAP to less or close other programs.\n", flush=True)


def title(source):
    """What a cell does in one line: its first comment or statement."""
    line = next((line.strip() for line in source.split("\n") if line.strip()), "")
    line = re.sub(r"^(//|/\*+)\s*|\s*\*/$", "", line)
    return line if len(line) <= WIDTH else line[:WIDTH - 1] + "…"
