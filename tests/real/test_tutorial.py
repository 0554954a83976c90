"""The tutorial, run as it stands: what it quotes is what the commands print.

A block of ``sh`` is run in a folder that holds the ledger and ``docs``; where a block of ``text``
follows, it must be what was printed. Figures in bold must stand in what was printed or written.
"""

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from real_ledgers import IBM, ROOT, needs_data

pytestmark = needs_data

TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BOLD = re.compile(r"\*\*(-?[\d.,]+(?: [%A-Z]+)?)\*\*")
ADDED_UP = {"314.16": ("66.06", "99.85", "98.88", "49.37")}
"""A figure that the text adds up itself, and what of."""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Run the tutorial once: its commands with what they printed, and the folder they left."""
    folder = tmp_path_factory.mktemp("tutorial")
    (folder / "docs").symlink_to(ROOT / "docs")
    (folder / "late_payment.csv").symlink_to(IBM)
    blocks = [match.groups() for match in BLOCK.finditer(TUTORIAL)]
    ran = [(body, printed(body, folder)) if kind == "sh" else (None, body) for kind, body in blocks]
    return ran, folder


def printed(commands, folder):
    """Run commands in a shell that finds ``duecourse``; marks and ends of lines do not matter."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["sh", "-c", commands],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        check=False,
    )
    return done.stdout.decode("utf-8").replace("\ufeff", "").replace("\r\n", "\n")


@pytest.mark.slow
def test_every_output_that_is_quoted_is_what_the_command_prints(told):
    ran, _ = told
    pairs = [
        (command, output, quoted)
        for (command, output), (follows, quoted) in pairwise(ran)
        if command is not None and follows is None
    ]

    assert len(pairs) == sum(kind == "text" for kind, _ in BLOCK.findall(TUTORIAL))
    for command, output, quoted in pairs:
        assert output == quoted, command


def test_every_figure_in_bold_was_printed_or_written(told):
    ran, folder = told
    written = [
        path.read_text(encoding="utf-8") for path in sorted(folder.glob("report*/*.[chj]s*"))
    ]
    pages = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("report*/*.html"))]
    said = " ".join([*(output for _, output in ran), *written, *pages])
    figures = set(BOLD.findall(TUTORIAL)) - ADDED_UP.keys()

    assert len(figures) > 30
    assert not [figure for figure in sorted(figures) if figure not in plain(said)]


def test_the_letters_add_up_to_what_the_text_says():
    for figure, parts in ADDED_UP.items():
        assert sum(round(float(part) * 100) for part in parts) == round(float(figure) * 100)
        assert all(part in TUTORIAL for part in parts)


def plain(text):
    """Write every kind of blank and minus as the tutorial does."""
    return re.sub(r"[\u00a0\u202f\u2009]", " ", text).replace("\u2212", "-")


def test_the_payments_that_the_text_foretells_are_in_the_file(told):
    ran, folder = told
    numbers = [
        line.split(",")[0]
        for _, text in ran
        for line in text.splitlines()
        if "-EVASK,USD,2013" in line
    ]
    lines = (folder / "late_payment.csv").read_text(encoding="utf-8").splitlines()
    late = [
        row.split(",")[11]
        for number in dict.fromkeys(numbers)
        for row in lines
        if f",{number}," in row
    ]

    assert f"{', '.join(late[:-1])} and {late[-1]} days late" in TUTORIAL
