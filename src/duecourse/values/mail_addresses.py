"""Mail addresses as people type them: several in one field, with all manner of marks between."""

import re

BETWEEN = re.compile(r"[;,\s\uff0c\uff1b\u3001]+")
ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
LONGEST, MOST = 254, 10


def addresses_in(text: str) -> list[str]:
    """Read the addresses of a field, each once; none where one of them is no address.

    >>> addresses_in("ana@beech.example；bo@beech.example"), addresses_in("ana at beech")
    (['ana@beech.example', 'bo@beech.example'], [])
    >>> addresses_in("a@b.example, <script>")
    []

    Source: RFC 5321, sections 4.1.2 and 4.5.3; quoted local parts are not taken.
    """
    found = list(dict.fromkeys(part for part in BETWEEN.split(text.strip()) if part))
    if len(found) > MOST or not all(is_address(one) for one in found):
        return []
    return found


def is_address(text: str) -> bool:
    """Say whether a text is one mail address."""
    return len(text) <= LONGEST and ADDRESS.fullmatch(text) is not None
