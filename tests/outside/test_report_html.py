import re
from html.parser import HTMLParser

import pytest
from present.typed_position import CUSTOMERS, facts, nothing, policy

from duecourse.outside.assets import asset
from duecourse.outside.report_html import html_of, write_html
from duecourse.present import report as report_module
from duecourse.present.palette import COLOURS
from duecourse.present.report import report_of
from duecourse.values.says import Says

VOID = {"meta", "br", "link", "input", "hr", "img"}


class Outline(HTMLParser):
    """Follows the tags of a page and collects what its structure rests on."""

    def __init__(self, page):
        super().__init__()
        self.open, self.seen, self.ids, self.refs = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.seen.append(tag)
        self.ids += [named["id"]] if "id" in named else []
        self.refs += [named[key] for key in ("href", "aria-labelledby") if key in named]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, _):
        self.seen.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(params=["zh", "en"])
def page(request, engine):
    return html_of(report_of(facts(engine), request.param))


def test_every_tag_that_opens_closes_in_order(page):
    assert Outline(page).open == []


def test_there_is_one_heading_of_the_page_and_its_landmarks(page):
    seen = Outline(page).seen

    assert seen.count("h1") == seen.count("main") == seen.count("nav") == 1
    assert seen.count("table") == seen.count("caption") == 9


def test_every_reference_inside_the_page_leads_somewhere(page):
    outline = Outline(page)

    assert {ref.removeprefix("#") for ref in outline.refs} <= set(outline.ids)
    assert len(outline.ids) == len(set(outline.ids))


def test_the_page_loads_nothing_and_runs_nothing(page):
    names = re.findall(r"https?://[^\"' )]+", page)

    assert {name for name in names if "www.w3.org" not in name} == set()
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\((?!data:)|\son\w+=|style=", page)


def test_text_from_files_is_escaped(engine):
    rows = CUSTOMERS.replace("Beech", "<b>B&C</b>")
    page = html_of(report_of(facts(engine, customers=rows), "zh"))

    assert "<b>B&C</b>" not in page
    assert "&lt;b&gt;B&amp;C&lt;/b&gt;" in page


def test_the_first_table_is_the_decisions_with_the_money_at_stake(engine):
    page = html_of(report_of(facts(engine), "zh"))
    first = re.sub(r"<[^>]+>", " ", page[page.index("<table") : page.index("</table>")])

    assert re.sub(r"\s+", " ", first).startswith(
        " 今日十项决定 # 要决定的事 客户 为什么 涉及金额 下一步 由谁 1 批准移交法务 C Alder,Inc"
    )
    assert "8.3 万元" in first


def test_long_tables_are_cut_and_say_where_the_rest_is(engine, monkeypatch):
    monkeypatch.setitem(report_module.PAGE_ROWS, "customers", 1)
    page = html_of(report_of(facts(engine), "zh"))

    assert "此处列出前 1 行，另有 3 行见 customers.csv。" in page


def test_an_empty_company_reads_that_there_is_nothing_to_do(engine):
    page = html_of(report_of(nothing(engine), "zh"))

    assert "今天没有要决定的事。" in page
    assert "数据没有问题。" in page
    assert Outline(page).open == []


def test_every_colour_of_the_charts_is_a_token_of_the_stylesheet():
    css = asset("report.css")
    light = css[css.index(":root") : css.index("@media")]

    assert {name: f"--{name}: {colour};" in light for name, colour in COLOURS.items()} == (
        dict.fromkeys(COLOURS, True)
    )
    assert len(set(COLOURS.values())) == len(COLOURS)


def test_the_page_is_written_as_one_file(engine, tmp_path):
    path = write_html(report_of(facts(engine), "zh"), tmp_path / "deep" / "report.html")

    assert path.read_text("utf-8").startswith("<!doctype html>")
    assert '<html lang="zh-Hans">' in path.read_text("utf-8")


def test_a_chinese_page_carries_a_font_after_those_that_may_be_installed(engine):
    page = html_of(report_of(facts(engine), "zh"))
    families = re.findall(r"--sans:([^;]+);", page)

    assert '@font-face { font-family: "Report SC"; src: url(data:font/woff;base64,' in page
    assert families and all(
        text.index('"Noto Sans SC"') < text.index('"Report SC"') for text in families
    )


def test_a_preset_names_no_company_and_leaves_no_gap(engine):
    unnamed = html_of(report_of(facts(engine, policy=policy(company=Says("", ""))), "zh"))

    assert "<title>应收账款日报 2026-03-31</title>" in unnamed
    assert "<p><span>数据截至" in unnamed
    assert '<footer class="foot"><p>数据截至 2026-03-31，政策第 7 版' in unnamed
