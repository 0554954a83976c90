import io

import pytest
from present.typed_position import CUSTOMERS, facts, nothing
from pypdf import PdfReader

from duecourse.engines.engine import engine_named
from duecourse.outside import report_pdf
from duecourse.outside.report_pdf import pdf_of, write_pdf
from duecourse.present.report import report_of


def read(data):
    return PdfReader(io.BytesIO(data))


def text(data):
    return "".join(page.extract_text() for page in read(data).pages)


@pytest.fixture(scope="module")
def chinese(request):
    started = engine_named("polars")
    request.addfinalizer(started.close)
    return pdf_of(report_of(facts(started), "zh"))


def test_the_first_page_holds_the_decisions_in_chinese(chinese):
    first = read(chinese).pages[0].extract_text()

    assert "应收账款日报" in first
    assert "今日十项决定" in first
    assert "批准移交法务" in first
    assert "8.3 万元" in first


def test_every_page_names_the_day_and_its_number(chinese):
    pages = read(chinese).pages

    for number, page in enumerate(pages, start=1):
        assert "数据截至 2026-03-31" in page.extract_text()
        assert f"第 {number} 页，共 {len(pages)} 页" in page.extract_text()


def test_the_chinese_font_is_embedded_and_the_file_keeps(chinese):
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in read(chinese).pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert fonts and all("NotoSansSC" in name for name in fonts)
    assert b"pdfaid:part" in chinese


def test_the_same_report_gives_the_same_bytes(engine):
    report = report_of(facts(engine), "en")

    assert pdf_of(report) == pdf_of(report)


def test_text_from_files_is_set_and_never_run(engine):
    rows = CUSTOMERS.replace("Beech", '#panic("x")')

    assert '#panic("x")' in text(pdf_of(report_of(facts(engine, customers=rows), "en")))


def test_paper_takes_fewer_rows_and_says_so(engine, monkeypatch):
    monkeypatch.setitem(report_pdf.PRINT_ROWS, "customers", 1)

    assert "The first 1 rows; 3 more are in customers.csv." in text(
        pdf_of(report_of(facts(engine), "en"))
    )


def test_an_empty_company_has_a_report_too(engine, tmp_path):
    path = write_pdf(report_of(nothing(engine), "zh"), tmp_path / "deep" / "report.pdf")

    assert "今天没有要决定的事" in text(path.read_bytes())
