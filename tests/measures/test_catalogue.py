from collections import Counter
from pathlib import Path

from duecourse.measures.catalogue import CATALOGUE, MEASURES

PAGES = Path(__file__).parents[2] / "docs" / "algorithms"


def test_every_measure_has_one_name():
    assert [name for name, count in Counter(s.name for s in CATALOGUE).items() if count > 1] == []
    assert set(MEASURES) == {spec.name for spec in CATALOGUE}


def test_every_measure_is_worded_in_both_languages_and_has_its_page():
    for spec in CATALOGUE:
        assert spec.says.zh
        assert spec.says.en
        assert (PAGES / spec.page).exists(), spec.name
