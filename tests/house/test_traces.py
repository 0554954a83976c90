import pytest

from rules import traces


@pytest.mark.parametrize("place", ["work", "home", "tmp", "Users"])
def test_a_path_of_one_machine_is_named_with_its_line(tmp_path, place):
    (tmp_path / "notes.md").write_text(f"Fine.\nSee /{place}/anna/ledger.csv.\n")

    assert traces.faults(tmp_path) == ["notes.md:2: names a place on one machine"]


def test_links_relative_paths_and_pictures_are_no_traces(tmp_path):
    (tmp_path / "page.md").write_text("https://example.org/work/a ../home/b ~/work/c and/tmp/d")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff/" + b"work/a")

    assert traces.faults(tmp_path) == []
