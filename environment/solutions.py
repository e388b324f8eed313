"""The solutions of the exercises: each runs in a cell of its own below the exercise, whose check then has to hold."""

import re

import nbformat

from project import NOTEBOOKS, fail

# The first line of the cell that checks an exercise, such as "// Check 2.1"; the reader's own cell stands before it.
CHECK = re.compile(r"// Check (\d+\.\d+)\n")
SOLUTION = re.compile(r"^## (\d+\.\d+)\n.*?^```java\n(.*?)^```", re.DOTALL | re.MULTILINE)


def solved(cells, path):
    """The cells, and below the check of each exercise its solution with the same check."""
    solutions = read(path)
    all_cells = []
    for cell in cells:
        all_cells.append(cell)
        number = number_of(cell)
        if number:
            if number not in solutions:
                fail(f"notebooks/solutions/{path.stem}.md has no solution of exercise {number}")
            code, check = solutions.pop(number), CHECK.sub("", cell.source)
            all_cells.append(nbformat.v4.new_code_cell(f"// Solution {number}\n{code}{check}"))
    if solutions:
        fail(f"{path.name} has no exercise " + ", ".join(solutions))
    return all_cells


def check_solutions(cells, path):
    """Every exercise is still the reader's turn, and every solution is right."""
    for cell in cells:
        printed = "".join(output.get("text", "") for output in cell.get("outputs", []))
        if number_of(cell) and "✎" not in printed:
            fail(f"{path.name}: exercise {number_of(cell)} does not say that it is the reader's turn: {printed}")
        solution = re.match(r"// Solution (\S+)", cell.source)
        if solution and f"✔ {solution.group(1)} " not in printed:
            fail(f"{path.name}: the solution of {solution.group(1)} is not right: {printed}")


def number_of(cell):
    match = CHECK.match(cell.source) if cell.cell_type == "code" else None
    return match.group(1) if match else None


def read(path):
    file = NOTEBOOKS / "solutions" / f"{path.stem}.md"
    return dict(SOLUTION.findall(file.read_text())) if file.exists() else {}
