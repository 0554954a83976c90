import pytest

from duecourse.present.terms_text import terms_in_words
from duecourse.present.wording import words


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("PREPAY", "预付", "in advance"),
        ("预付款", "预付", "in advance"),
        ("NET30", "30 天", "30 days"),
        ("Net 0", "即付", "at once"),
        ("月结60天", "月结60天", "月结60天"),
        ("2/10 net 30", "2/10 net 30", "2/10 net 30"),
        ("30/60/10", "30/60/10", "30/60/10"),
        ("as agreed", "as agreed", "as agreed"),
    ],
)
def test_plain_terms_become_words_and_agreed_ones_stay(text, zh, en):
    assert terms_in_words(text, words("zh")) == zh
    assert terms_in_words(text, words("en")) == en
