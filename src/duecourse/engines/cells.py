"""Cells of text become days, amounts and words: SQL that reads them by the column."""

from collections.abc import Mapping

from duecourse.ledger.columns import Column
from duecourse.sources.mapping import Binding

WIDE = "０１２３４５６７８９．，－−–（）／：％＋￥　\u00a0\t"
NARROW = "0123456789.,---()/:%+¥   "
NOTHING = ("-", "--", "—", "——", "/", "无", "n/a", "#n/a", "null", "nan", "nat", "none")
"""Words that stand for an empty cell in a column of days, amounts or numbers."""
EPOCH = "DATE '1970-01-01'"
YEARS = "DATE '1950-01-01' AND DATE '2200-12-31'"
"""Days outside are misread, not meant."""

MACROS = (
    # $ stands for the cell; every macro takes narrow, trimmed text.
    r"""duecourse_iso(t) AS try_cast(regexp_replace(
            t, '^(\d{4})\D+(\d{1,2})\D+(\d{1,2}).*$', '\1-\2-\3') AS DATE)""",
    r"""duecourse_day(t) AS CASE
        WHEN regexp_full_match(t,
            '\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?日?([ T].*)?') THEN duecourse_iso(t)
        WHEN regexp_full_match(t, '(19|20)\d{6}') THEN try_strptime(t, '%Y%m%d')::DATE
        WHEN regexp_full_match(t, '\d{2}\.\d{1,2}\.\d{1,2}') THEN duecourse_iso('20' || t)
        WHEN regexp_full_match(t, '\d{5}(\.\d+)?')
            THEN DATE '1899-12-30' + floor(t::DOUBLE)::INTEGER
        WHEN regexp_full_match(t, '\d{1,2}[- ][A-Za-z]{3}[- ]\d{2}(\d{2})?')
            THEN try_strptime(replace(t, ' ', '-'), ['%d-%b-%y', '%d-%b-%Y'])::DATE
        WHEN regexp_full_match(t, '[A-Za-z]{3,9} \d{1,2}, ?\d{4}')
            THEN try_strptime(t, ['%b %d, %Y', '%B %d, %Y', '%b %d,%Y', '%B %d,%Y'])::DATE
        END""",
    r"""duecourse_bare(t) AS regexp_replace(
            t, '(?i)[¥$€£ '']|RMB|CNY|USD|EUR|GBP|人民币|美元|欧元|[元圆]整?', '', 'g')""",
    r"""duecourse_signed(b) AS CASE
        WHEN regexp_full_match(b, '\([^-].*\)') THEN '-' || b[2:-2]
        WHEN regexp_full_match(b, '[^-].*-') THEN '-' || b[1:-2]
        ELSE b END""",
    r"""duecourse_digits(s) AS CASE WHEN regexp_full_match(
            s, '[-+]?((\d{1,3}(,\d{3})+|\d+)(\.\d*)?|\.\d+)([eE][-+]?\d{1,2})?')
        THEN rtrim(replace(s, ',', ''), '.') END""",
    r"""duecourse_commas(s) AS CASE WHEN regexp_full_match(
            s, '[-+]?(\d{1,3}(\.\d{3})+|\d+)(,\d*)?')
        THEN rtrim(replace(replace(s, '.', ''), ',', '.'), '.') END""",
    r"""duecourse_scale(s) AS CASE right(s, 1)
        WHEN '万' THEN 10000 WHEN '千' THEN 1000 WHEN '亿' THEN 100000000 END""",
    r"""duecourse_money(digits, scale) AS try_cast(
            try_cast(digits AS DECIMAL(28, 8)) * scale::DECIMAL(10, 0) AS DECIMAL(18, 4))""",
)
"""Read-only helpers, each named for what it returns; created once per connection."""

CURRENCIES = {
    "CNY": ("人民币", "RMB", "¥", "元", "人民币元", "CN¥", "CNH"),
    "USD": ("美元", "美金", "$", "US$"),
    "EUR": ("欧元", "€"),
    "HKD": ("港币", "港元", "HK$"),
    "JPY": ("日元", "日圆", "JP¥"),
    "GBP": ("英镑", "£"),
}
COUNTRIES = {
    "CN": ("中国", "CHINA"),
    "DE": ("德国", "GERMANY"),
    "FR": ("法国", "FRANCE"),
    "GB": ("英国", "UK", "UNITED KINGDOM"),
    "US": ("美国", "USA", "UNITED STATES"),
    "HK": ("香港", "HONG KONG"),
    "JP": ("日本", "JAPAN"),
}
YES = ("true", "t", "yes", "y", "1", "是", "有", "√")
NO = ("false", "f", "no", "n", "0", "否", "无", "×")


def literal(text: str) -> str:
    """Write text as a literal of SQL.

    >>> literal("O'Brien")
    "'O''Brien'"
    """
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """Write a name of a column as SQL does."""
    return '"' + name.replace('"', '""') + '"'


def words(texts: tuple[str, ...]) -> str:
    """Write texts as a list for IN."""
    return "(" + ", ".join(literal(text) for text in texts) + ")"


def narrow(text: str) -> str:
    """Express text with half-width digits and signs and without blanks around it.

    Text of single bytes has neither, and is spared the costly translation.
    """
    plain = f"trim({text}, ' \t\r\n')"
    wide = f"trim(translate({text}, {literal(WIDE)}, {literal(NARROW)}))"
    return f"nullif(CASE WHEN strlen({text}) = length({text}) THEN {plain} ELSE {wide} END, '')"


def tidy(text: str) -> str:
    """Express text without blanks around it; the empty text is no text."""
    return f"nullif(trim({text}, ' \t\r\n\u3000\u00a0'), '')"


def half(text: str, column: Column, binding: Binding) -> str:
    """Express what ``cell`` reads for days and numbers; empty for kinds read from their text."""
    if column.kind == "day":
        tried = f"coalesce(try_cast({text} AS DATE), duecourse_day({text}))"
        if not binding.date_formats:
            return tried
        formats = ", ".join(literal(strptime(form)) for form in binding.date_formats)
        return f"coalesce(try_strptime({text}, [{formats}])::DATE, {tried})"
    if column.kind in ("money", "number", "count"):
        signed = f"duecourse_signed(duecourse_bare({text}))"
        return f"CASE WHEN {at_once(text, column, binding)} IS NULL THEN {signed} END"
    return ""


def at_once(text: str, column: Column, binding: Binding) -> str:
    """Express what a plain number is worth, most of all cells; null where it takes more."""
    if binding.decimal == ",":
        return "NULL::DECIMAL(18, 4)"
    if column.kind == "money" and binding.unit == 1:
        return f"try_cast({text} AS DECIMAL(18, 4))"
    if column.kind == "money":
        return f"duecourse_money({text}, {binding.unit})"
    if column.kind == "count":
        return f"CASE WHEN NOT contains({text}, '.') THEN try_cast({text} AS BIGINT) END"
    return (
        f"CASE WHEN isfinite(try_cast({text} AS DOUBLE)) AND NOT contains({text}, '%')"
        f" THEN try_cast({text} AS DOUBLE) END"
    )


def cell(text: str, half_read: str, column: Column, binding: Binding) -> str:
    """Express the value of a ledger column; null where it cannot be read.

    ``text`` is the cell's tidy text; ``half_read`` what ``half`` makes of it.
    """
    if column.kind in ("id", "text"):
        return text
    if column.kind == "day":
        return day(half_read)
    if column.kind == "money":
        return f"coalesce({at_once(text, column, binding)}, {money(half_read, binding)})"
    if column.kind in ("number", "count"):
        return f"coalesce({at_once(text, column, binding)}, {number(half_read, column, binding)})"
    return word(text, column)


def word(text: str, column: Column) -> str:
    """Read a word of a closed list."""
    if column.kind == "flag":
        return flag(text)
    if column.kind == "currency":
        return currency(text)
    return country(text) if column.kind == "country" else choice(text, column)


def day(found: str) -> str:
    """Number a day, unless it lies where no ledger does."""
    return f"(CASE WHEN {found} BETWEEN {YEARS} THEN {found} - {EPOCH} END)::INTEGER"


TOKENS = (
    ("yyyy", "%Y"),
    ("yy", "%y"),
    ("mmm", "%b"),
    ("hh:mm:ss", "%H:%M:%S"),
    ("hh:mm", "%H:%M"),
    ("mm", "%m"),
    ("m", "%m"),
    ("dd", "%d"),
    ("d", "%d"),
)


def strptime(form: str) -> str:
    """Turn a format as spreadsheets write it into one of strptime; those stay as they are.

    >>> strptime("m/d/yyyy"), strptime("dd-mm-yyyy hh:mm"), strptime("%d.%m.%y")
    ('%m/%d/%Y', '%d-%m-%Y %H:%M', '%d.%m.%y')
    """
    if "%" in form:
        return form
    rest, made = form.lower(), ""
    while rest:
        token, code = next(
            (pair for pair in TOKENS if rest.startswith(pair[0])), (rest[0], rest[0])
        )
        made, rest = made + code, rest[len(token) :]
    return made


def money(signed: str, binding: Binding) -> str:
    """Read an amount: plain, or in 千, 万, 亿; commas as the mapping says."""
    bare = f"{digits_of(binding)}(rtrim({signed}, '万千亿'))"
    return f"duecourse_money({bare}, coalesce(duecourse_scale({signed}), {binding.unit}))"


def number(signed: str, column: Column, binding: Binding) -> str:
    """Read a number; a percentage is a share."""
    read = f"try_cast({digits_of(binding)}(rtrim({signed}, '%')) AS DOUBLE)"
    if column.kind == "count":
        return f"CASE WHEN {read} = floor({read}) THEN try_cast({read} AS BIGINT) END"
    return f"{read} / CASE WHEN ends_with({signed}, '%') THEN 100 ELSE 1 END"


def digits_of(binding: Binding) -> str:
    """Name the macro that reads digits with points or commas, as the mapping says."""
    return "duecourse_commas" if binding.decimal == "," else "duecourse_digits"


def flag(text: str) -> str:
    """Read yes or no."""
    return (
        f"CASE WHEN lower({text}) IN {words(YES)} THEN true"
        f" WHEN lower({text}) IN {words(NO)} THEN false END"
    )


def named(text: str, names: Mapping[str, tuple[str, ...]]) -> str:
    """Express the code of a word in a dictionary, else the word itself, in capitals."""
    cases = " ".join(
        f"WHEN upper({text}) IN {words(seen)} THEN {literal(code)}" for code, seen in names.items()
    )
    return f"CASE {cases} ELSE upper({text}) END"


def currency(text: str) -> str:
    """Read a currency: its three letters, or its name or mark."""
    slow = f"nullif(regexp_extract({named(text, CURRENCIES)}, '^[A-Z]{{3}}$'), '')"
    return f"CASE WHEN {text} IN {words(tuple(CURRENCIES))} THEN {text} ELSE {slow} END"


def country(text: str) -> str:
    """Read a country: its two letters, or the names of the commonest."""
    return f"nullif(regexp_extract({named(text, COUNTRIES)}, '^[A-Z]{{2}}$'), '')"


def choice(text: str, column: Column) -> str:
    """Read one of the words that a column may hold."""
    plain = f"replace(replace(lower({text}), ' ', '_'), '-', '_')"
    return (
        f"CASE WHEN {text} IN {words(column.choices)} THEN {text}"
        f" WHEN {plain} IN {words(column.choices)} THEN {plain} END"
    )
