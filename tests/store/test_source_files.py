"""Sources are kept below their digest, whole, under a name that any system can keep."""

import pytest

from duecourse.store.source_files import (
    SourceGone,
    contents_of,
    fit_name,
    folder_of_imports,
    keep_source,
    kept_source,
    receive,
)
from duecourse.store.source_limits import TooMuch


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"


def test_what_is_sent_in_pieces_lies_where_its_contents_say(tmp_path):
    whole = tmp_path / "a.csv"
    whole.write_bytes(b"abcdef")

    kept = receive("../../a.csv", [b"abc", b"def"])

    assert kept == kept_source(contents_of(whole).digest, "../../a.csv")
    assert (kept.read_bytes(), kept.parent.parent) == (b"abcdef", folder_of_imports())
    assert receive("../../a.csv", [b"abcdef"]) == kept


def test_what_is_too_long_leaves_nothing_behind():
    with pytest.raises(TooMuch):
        receive("a.csv", [b"abc", b"def"], most=5)

    assert not list(folder_of_imports().iterdir())


def test_a_folder_is_kept_without_what_is_hidden_and_its_names_count(tmp_path):
    books = tmp_path / "books"
    (books / "invoices").mkdir(parents=True)
    (books / "invoices" / "1.csv").write_text("a")
    first = contents_of(books)
    (books / ".lock").write_text("b")

    kept = keep_source(books, first.digest)

    assert contents_of(books) == first == contents_of(kept)
    assert keep_source(books, first.digest) == kept
    assert not (kept / ".lock").exists()
    (books / "invoices" / "1.csv").rename(books / "invoices" / "2.csv")
    assert contents_of(books) != first


def test_a_source_that_changed_since_it_was_looked_at_is_not_kept(tmp_path):
    books = tmp_path / "a.csv"
    books.write_text("a")
    first = contents_of(books)
    books.write_text("b")

    with pytest.raises(SourceGone, match="has changed"):
        keep_source(books, first.digest)
    assert not list(folder_of_imports().iterdir())


def test_a_source_that_is_gone_is_asked_for_again():
    with pytest.raises(SourceGone, match=r"a\.csv"):
        kept_source("0" * 64, "a.csv")


def test_a_name_is_cut_where_no_system_keeps_it_and_keeps_its_kind():
    assert fit_name("应" * 300 + ".xlsx") == "应" * 110 + ".xlsx"
