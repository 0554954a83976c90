"""Work beside one's own: the same file, the same failure, in a second process as in this one."""

import os
from pathlib import Path

import pytest
from present.typed_position import facts
from work import broken_off, ended, nothing, process_number

from duecourse.outside import beside as module
from duecourse.outside import printing
from duecourse.outside.beside import beside, second_process, this_process
from duecourse.outside.report_html import html_of
from duecourse.present.report import report_of


@pytest.mark.parametrize("way", [this_process, lambda: second_process(nothing)])
def test_what_cannot_be_written_is_raised_where_it_is_waited_for(way, tmp_path):
    with way() as begin, pytest.raises(FileNotFoundError) as told:
        begin(process_number, None, tmp_path / "absent" / "file")()

    assert Path(told.value.filename) == tmp_path / "absent" / "file"


@pytest.mark.parametrize(("cores", "own"), [(1, True), (None, True), (2, False)])
def test_a_second_core_gets_a_second_process(cores, own, tmp_path, monkeypatch):
    monkeypatch.setattr(module.os, "cpu_count", lambda: cores)

    with beside(nothing) as begin:
        written = begin(process_number, None, tmp_path / "number")()

    assert (written.read_text(encoding="utf-8") == str(os.getpid())) == own


@pytest.mark.parametrize(("ready", "work"), [(broken_off, process_number), (nothing, ended)])
def test_what_a_broken_process_leaves_is_done_here(ready, work, tmp_path):
    with second_process(ready) as begin:
        first = begin(work, None, tmp_path / "first")()
        second = begin(work, None, tmp_path / "second")()

    assert first.read_text(encoding="utf-8") == str(os.getpid())
    assert second.read_text(encoding="utf-8") == str(os.getpid())


def test_a_page_set_beside_is_the_page_set_here(polars, tmp_path):
    report = report_of(facts(polars), "zh")
    with second_process(printing.load) as begin:
        page = begin(printing.page, report.to_print(), tmp_path / "report.html")
        paper = begin(printing.paper, report.to_print(), tmp_path / "report.pdf")

        assert page().read_text(encoding="utf-8") == html_of(report)
        assert paper().read_bytes().startswith(b"%PDF-")


def test_what_is_printed_carries_no_whole_table(engine):
    report = report_of(facts(engine), "en")

    assert report.listings
    assert not report.to_print().listings
    assert report.to_print().views == report.views
