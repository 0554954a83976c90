import io

from present.test_letter import item, letter, line
from pypdf import PdfReader

from duecourse.outside.letter_pdf import digest_of, letter_pdf
from duecourse.present.letter import Wording, composed
from duecourse.present.shipped_letters import shipped


def text(data):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_a_demand_on_paper_in_chinese_with_its_statement():
    facts = letter(language="zh", level="formal", customer="甲木五金", company="示例工具")
    paper = letter_pdf(facts, composed(facts, shipped()["formal", "zh"]))

    found = text(paper)
    for piece in (
        "致：甲木五金",
        "催款函：逾期款项",
        "逾期款项",
        "15,000.00",
        "对账单",
        "（盖章）",
    ):
        assert piece in found.replace("\n", ""), piece
    assert b"pdfaid:part" in paper
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(paper)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts and all("NotoSansSC" in name for name in fonts)


def test_what_people_and_files_say_is_set_and_never_run():
    facts = letter(customer='#panic("x")', lines=[line('#read("/etc/passwd")')])
    paper = letter_pdf(facts, Wording("#eval(1)", "$x^2$ *bold* #set page()\nsecond line"))

    found = text(paper)
    assert '#panic("x")' in found
    assert "#eval(1)" in found
    assert "$x^2$ *bold* #set page()" in found


def test_the_same_letter_gives_the_same_paper():
    facts = letter()
    wording = composed(facts, shipped()["friendly", "en"])

    assert digest_of(letter_pdf(facts, wording)) == digest_of(letter_pdf(facts, wording))


def test_a_long_account_goes_over_pages_with_their_numbers():
    facts = letter(account=[item(f"I{number}") for number in range(120)])
    paper = letter_pdf(facts, Wording("Subject", "Text"))

    pages = PdfReader(io.BytesIO(paper)).pages
    assert len(pages) > 2
    assert f"Page 2 of {len(pages)}" in pages[1].extract_text()
