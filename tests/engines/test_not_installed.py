"""A module that is not installed fails an import at once, and only that."""

import importlib
import sys
from importlib.util import find_spec

import pytest

from duecourse.engines.not_installed import NotInstalled, look_once_for

ABSENT = "duecourse_has_no_such_module"


@pytest.fixture(autouse=True)
def finders(monkeypatch):
    """Leave the finders of this process as they were."""
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))


def ours():
    """Return the names that are known not to be there."""
    known = [one.names for one in sys.meta_path if isinstance(one, NotInstalled)]
    return [names for names in known if ABSENT in names]


def test_an_absent_module_fails_as_it_would_anyway():
    with pytest.raises(ModuleNotFoundError) as before:
        importlib.import_module(ABSENT)
    look_once_for(ABSENT)

    with pytest.raises(ModuleNotFoundError) as after:
        importlib.import_module(ABSENT)

    assert (str(after.value), after.value.name) == (str(before.value), before.value.name)


def test_no_other_finder_is_asked_again():
    look_once_for(ABSENT)
    asked = []
    sys.meta_path.append(Recorder(asked))

    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(ABSENT)

    assert asked == []


class Recorder:
    """A finder that notes what it is asked for."""

    def __init__(self, asked):
        self.asked = asked

    def find_spec(self, name, *_):
        self.asked.append(name)


def test_who_asks_whether_it_is_there_hears_that_it_is_not():
    look_once_for(ABSENT)

    assert find_spec(ABSENT) is None


def test_it_is_found_once_it_was_installed(tmp_path, monkeypatch):
    look_once_for(ABSENT)
    (tmp_path / f"{ABSENT}.py").write_text("there = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()

    assert importlib.import_module(ABSENT).there
    del sys.modules[ABSENT]


def test_what_is_there_is_left_alone_and_nothing_is_noted_twice():
    look_once_for("json")
    look_once_for(ABSENT)
    look_once_for(ABSENT)

    assert ours() == [{ABSENT}]
