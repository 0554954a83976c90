"""Terms of payment in words, where they are plain; agreed wordings stay as they were written."""

from duecourse.ledger.terms import Due, read_terms
from duecourse.present.wording import Words

PREPAY = "PREPAY"
"""The word of the policies for payment in advance."""


def terms_in_words(text: str, word: Words) -> str:
    """Word terms that are a number of days, or payment in advance.

    >>> from duecourse.present.wording import words
    >>> [terms_in_words(text, words("zh")) for text in ("PREPAY", "NET30", "NET0", "月结60天")]
    ['预付', '30 天', '即付', '月结60天']
    """
    terms = read_terms(text)
    if text == PREPAY or (terms is not None and terms.prepaid):
        return word("terms.prepaid")
    if terms is None or terms.discount_share is not None:
        return text
    (part, *more) = terms.parts
    if more or part != Due(part.days):
        return text
    return word("terms.days", days=part.days) if part.days else word("terms.at_once")
