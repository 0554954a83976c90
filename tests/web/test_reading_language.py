"""In which language an answer is given before anybody has logged in."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from duecourse.web.reading_language import language_asked_for, language_in_use


@pytest.mark.parametrize(
    ("asked", "language"), [("en-GB,en;q=0.9", "en"), ("zh-CN", "zh"), ("fr, en", "zh"), ("", "zh")]
)
def test_a_browser_gets_chinese_unless_it_asks_for_english_first(asked, language):
    request = RequestFactory().get("/", headers={"accept-language": asked})

    assert language_asked_for(request) == language


def test_the_language_in_use_is_the_one_that_was_chosen_for_the_request():
    with translation.override("zh-hans"):
        assert language_in_use() == "zh"
    with translation.override(None):
        assert language_in_use() == "en"
    assert language_asked_for(None) == "zh"
