import pytest

from rules import docs


@pytest.fixture
def pages(tmp_path):
    """Write pages under a tree, by their paths; return the tree."""

    def write(**texts):
        for name, text in texts.items():
            page = tmp_path / "docs" / f"{name.replace('__', '/')}.md"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text)
        return tmp_path

    return write


def test_a_measure_without_its_page_is_named(pages):
    root = pages(algorithms__aging="# Aging")

    assert docs.pages_missing(root, [("aging", "aging.md"), ("dso", "dso.md")]) == [
        "measures/catalogue.py: dso has no page docs/algorithms/dso.md"
    ]


def test_a_page_that_the_index_does_not_lead_to_is_named(pages):
    root = pages(README="[aging](algorithms/aging.md#edges)", algorithms__aging="", adr__0001="")

    assert docs.pages_not_linked(root) == ["docs/README.md: does not link docs/adr/0001.md"]


def test_a_link_to_nowhere_is_named_and_links_to_other_sites_are_not_followed(pages):
    root = pages(README="[a](adr/0001.md) [b](adr/0002.md) [c](https://example.org) [d](#here)")
    pages(adr__0001="[back](../README.md)")

    assert docs.broken_links(root) == ["docs/README.md: links adr/0002.md, which does not exist"]
