"""The blanks of a letter's template: names in double braces, and nothing else.

The whole language is ``{{ name }}``, the name being one of ``BLANKS`` in English or Chinese. There
are no expressions, no loops and no attributes, so that a template can say but not do; what is
filled in is not read again.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from duecourse.values.refusals import Refusal

BLANKS: Mapping[str, str] = MappingProxyType(
    {
        "customer": "客户",
        "company": "本公司",
        "day": "日期",
        "pay_by": "回复期限",
        "parts": "逾期笔数",
        "overdue_total": "逾期合计",
        "oldest_days": "最长逾期天数",
        "invoices": "发票号",
        "open_total": "应收合计",
        "interest_note": "利息说明",
        "salesperson": "业务员",
    }
)
"""Each blank, and its name in Chinese."""
NAMES = MappingProxyType({name: name for name in BLANKS} | {zh: en for en, zh in BLANKS.items()})
BLANK = re.compile(r"\{\{([^{}\n]*)\}\}")
MOST_SUBJECT, MOST_BODY = 200, 10_000
EMPTY_LINES = re.compile(r"\n{3,}")


class TemplateWrong(Refusal, ValueError):
    """A template that cannot be used; the text names what is wrong and where."""


def check_template(subject: str, body: str) -> None:
    """Refuse a template that says nothing, says too much, or has blanks that nothing fills.

    Raises:
        TemplateWrong: names the blank and its line.
    """
    if not subject.strip() or not body.strip():
        raise TemplateWrong("A letter needs a subject and a text.", "template-empty")
    if len(subject.splitlines()) > 1 or len(subject) > MOST_SUBJECT:
        says = f"The subject is one line of at most {MOST_SUBJECT} characters."
        raise TemplateWrong(says, "template-subject", most=MOST_SUBJECT)
    if len(body) > MOST_BODY:
        says = f"The text has more than {MOST_BODY} characters."
        raise TemplateWrong(says, "template-long", most=MOST_BODY)
    check_blanks(subject, 0)
    for number, line in enumerate(body.splitlines(), start=1):
        check_blanks(line, number)


def check_blanks(text: str, line: int) -> None:
    """Refuse blanks that nothing fills, and braces that make no blank; line 0 is the subject."""
    for found in BLANK.finditer(text):
        name = found.group(1).strip()
        if name not in NAMES:
            says = f"Line {line}: there is no blank {{{{ {name} }}}}."
            raise TemplateWrong(says, "blank-unknown", name=name[:60], line=line)
    rest = BLANK.sub("", text)
    if any(mark in rest for mark in ("{{", "}}", "{%", "%}")):
        says = f"Line {line}: braces that make no blank. A blank is written {{{{ customer }}}}."
        raise TemplateWrong(says, "blank-open", line=line)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Fill the blanks of a text, once; a blank without a value becomes nothing.

    >>> filled("{{客户}}: {{ overdue_total }}", {"customer": "{{ day }}", "overdue_total": "5"})
    '{{ day }}: 5'
    """
    done = BLANK.sub(lambda found: values.get(NAMES.get(found.group(1).strip(), ""), ""), text)
    return EMPTY_LINES.sub("\n\n", done).strip()
