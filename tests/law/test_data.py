from importlib.resources import files

import pytest

from duecourse.law.data import COUNTRIES, held_country, law_data


def test_the_countries_named_are_those_whose_files_are_shipped():
    folders = [entry for entry in files("duecourse.law").iterdir() if entry.is_dir()]
    held = {folder.name.upper() for folder in folders if folder.joinpath("terms.toml").is_file()}

    assert held == set(COUNTRIES)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("name", ["late_interest", "terms"])
def test_every_law_file_says_its_source_and_until_when_it_is_known(country, name):
    data = law_data(country, name)

    assert data["country"] == country
    assert data["source"]
    assert data["known_until"].year >= 2026


@pytest.mark.parametrize(
    ("written", "held"), [("de", "DE"), (" UK ", "GB"), ("gbr", "GB"), ("SE", None), ("", None)]
)
def test_countries_are_known_as_people_write_them(written, held):
    assert held_country(written) == held
