"""A call that cannot be answered: what is wrong, and how to put it right."""


class Refusal(Exception):
    """A refusal in English, with a code and details for whoever words it in another language.

    >>> str(Refusal("There is no table 'invoice'.", "no-such", name="invoice"))
    "There is no table 'invoice'."
    """

    def __init__(self, says: str, code: str, **details: object) -> None:
        """Keep the text, and what a wording of the code needs."""
        super().__init__(says)
        self.code = code
        self.details = details
