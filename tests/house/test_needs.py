import pytest

from rules import needs


@pytest.fixture
def project(tmp_path):
    """Write a project with one module; return what the rule says of it."""

    def faults(source, asked='"narwhals", "python-calamine"'):
        place = tmp_path / needs.SOURCE
        place.mkdir(parents=True)
        (place / "sheet.py").write_text(source)
        (tmp_path / "pyproject.toml").write_text(
            f"[project]\ndependencies = [{asked}]\n"
            '[project.optional-dependencies]\npolars = ["polars"]\n'
        )
        return needs.faults(tmp_path)

    return faults


def test_a_package_is_known_by_what_it_brings_and_not_by_its_own_name(project):
    assert project("import narwhals.stable.v2 as nw\nfrom python_calamine import load\n") == []


def test_an_extra_may_be_used_and_need_not_be(project):
    assert project("import narwhals, python_calamine\nimport polars\n") == []


def test_what_is_asked_for_and_not_used_is_named(project):
    assert project("import narwhals\n") == [
        "pyproject.toml: python-calamine is asked for and nothing in the source uses it"
    ]


def test_what_is_used_and_not_asked_for_is_named(project):
    assert project("import os, narwhals\nfrom python_calamine import x\nimport pytest\n") == [
        "src/duecourse/sheet.py: imports pytest, which nothing asks for"
    ]
