"""Languages in which the command line speaks and reports are written."""

from enum import StrEnum


class Lang(StrEnum):
    """Chinese or English."""

    ZH = "zh"
    EN = "en"
