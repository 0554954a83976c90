import re
from base64 import b64decode
from io import BytesIO

from fontTools.ttLib import TTFont

from duecourse.outside.fonts import chinese_letters, with_font

PAGE = "<style>p{color:red}</style><p>如期 due, 到期!</p><style></style>"


def font_in(page):
    encoded = re.search(r"base64,([^)]+)\)", page)[1]
    return TTFont(BytesIO(b64decode(encoded)))


def test_a_page_carries_the_chinese_letters_that_it_uses_and_no_others():
    letters = font_in(with_font(PAGE)).getBestCmap()

    assert {chr(code) for code in letters} == {"如", "期", "到"}


def test_the_font_stands_in_the_first_stylesheet():
    page = with_font(PAGE)

    assert page.index("@font-face") < page.index("</style>")
    assert page.count("@font-face") == 1


def test_a_page_without_chinese_stays_as_it_is():
    assert with_font("<style></style><p>due</p>") == "<style></style><p>due</p>"


def test_a_letter_that_the_font_lacks_is_left_to_the_system():
    page = with_font("<style></style><p>期\U0010fffd</p>")

    assert set(font_in(page).getBestCmap()) == {ord("期")}


def test_ideographs_and_wide_punctuation_are_chinese_letters():
    assert chinese_letters("a·“期”，é") == {"期", "，"}


def test_the_products_name_alone_is_no_reason_to_carry_a_font():
    page = "<style></style><p>Duecourse 如期</p>"

    assert with_font(page) == page
