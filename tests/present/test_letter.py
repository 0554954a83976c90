from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.policies import preset
from duecourse.policy.reading import valid_policy
from duecourse.present.blanks import BLANKS, TemplateWrong, check_template, filled
from duecourse.present.letter import (
    Item,
    LetterFacts,
    Line,
    Wording,
    as_json,
    asked,
    balance,
    composed,
    from_json,
    money_text,
    plain_text,
    values_of,
)
from duecourse.present.letter_check import (
    Fresh,
    checked,
    in_order,
    letter_level,
    part_of,
    planned_line,
)
from duecourse.present.letter_page import page_of
from duecourse.present.shipped_letters import letter_language, purposes, shipped, shipped_wording
from duecourse.values.mail_addresses import addresses_in

AS_OF = date(2026, 3, 31)
LADDER = valid_policy(preset("standard")).dunning.levels


def line(invoice="I1", level="friendly", amount="9000", currency="CNY", days=11, interest=None):
    return Line(invoice, 1, level, days, Decimal(amount), currency, interest)


def item(invoice="I1", open_amount="9000", currency="CNY", days=11, due=date(2026, 3, 20)):
    amount = Decimal(open_amount)
    return Item(invoice, 1, date(2026, 1, 15), due, currency, amount, amount, days)


def letter(**changes):
    usual = {
        "kind": "dunning",
        "level": "friendly",
        "language": "en",
        "customer_id": "K1",
        "customer": "Beech",
        "company": "Alder Tools",
        "as_of": AS_OF,
        "lines": [line(), line("I2", amount="6000", days=21)],
        "account": [item("I2", "6000", days=21), item(), item("", "-200", due=None, days=0)],
    }
    return LetterFacts(**{**usual, **changes})


def test_a_letter_says_what_is_owed_by_when_and_lists_each_part():
    facts = letter()
    wording = composed(facts, shipped()["friendly", "en"])

    assert wording.subject == "Payment reminder: CNY 15,000.00 is overdue"
    assert "the oldest by 21 days" in wording.body
    assert "pay by 10 Apr 2026" in wording.body
    text = plain_text(facts, wording.body)
    assert "- I1: CNY 9,000.00, 11 days late" in text
    assert text.endswith("Alder Tools\n31 Mar 2026")


def test_a_statement_lists_the_account_and_its_credits():
    facts = letter(kind="statement", lines=[], language="zh")
    wording = composed(facts, shipped()["statement", "zh"])

    assert "余额合计 CNY 14,800.00" in wording.body
    assert "· 贷项：CNY −200.00（贷项）" in plain_text(facts, wording.body)


def test_currencies_are_never_added_up():
    sums = asked([line(), line("I9", amount="3.5", currency="EUR")])

    assert sums == {"CNY": Decimal(9000), "EUR": Decimal("3.5")}
    assert money_text(sums, "zh") == "CNY 9,000.00、EUR 3.50"
    assert money_text({}, "en") == "nothing"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["CNY", "EUR", "JPY"]),
            st.decimals("0.01", "9999999", places=2),
        )
    )
)
def test_a_letters_amount_is_the_sum_of_its_lines_in_each_currency(rows):
    lines = [line(f"I{n}", amount=one, currency=cur) for n, (cur, one) in enumerate(rows)]
    facts = letter(lines=lines)

    for currency, amount in asked(lines).items():
        assert amount == sum(one.amount for one in lines if one.currency == currency)
        [table, *_] = page_of(facts, Wording("s", "b"))["tables"]
        shown = [row[5] for row in table["rows"] if row[4] == currency]
        assert len(shown) == sum(one.currency == currency for one in lines)


def test_interest_is_claimed_where_the_level_attaches_it():
    row = {
        "invoice_id": "I1",
        "part": 1,
        "level": "friendly",
        "letter_level": "friendly",
        "days_past_due": 11,
        "chase_amount": Decimal(9000),
        "currency": "CNY",
        "late_interest": Decimal("12.345"),
    }
    assert planned_line(row, LADDER).late_interest is None
    claimed = planned_line({**row, "letter_level": "formal"}, LADDER)
    assert claimed.late_interest == Decimal("12.345")
    assert "CNY 12.35" in values_of(letter(lines=[claimed]))["interest_note"]
    formal = composed(letter(level="formal"), shipped()["formal", "en"])
    assert "Late interest" not in formal.body
    assert "\n\n\n" not in formal.body


def test_many_invoices_are_named_by_the_first():
    lines = [line(f"I{number}") for number in range(7)]

    assert values_of(letter(lines=lines))["invoices"] == "I0, I1, I2, I3, I4 and others, 7 in all"


def test_the_paper_of_a_confirmation_ends_with_what_the_customer_returns():
    facts = letter(kind="balance-confirmation", lines=[], language="zh")
    page = page_of(facts, composed(facts, shipped()["balance-confirmation", "zh"]))

    assert [one["title"] for one in page["reply"]] == [
        "一、信息证明无误",
        "二、信息不符，差异及说明如下",
    ]
    assert [table["title"] for table in page["tables"]] == ["对账单（全部未结款项）"]
    assert [row[-1] for row in page["tables"][0]["rows"]] == ["逾期 21 天", "逾期 11 天", "贷项"]


def test_the_paper_of_a_demand_has_a_column_of_interest_only_where_it_is_claimed():
    with_interest = letter(lines=[line(interest=Decimal("1.5")), line("I8")])
    [table, account] = page_of(with_interest, Wording("s", "b"))["tables"]

    assert table["rows"][0][-1] == "1.50"
    assert table["rows"][1] == ["I8", "", "", "11", "CNY", "9,000.00", ""]
    assert len(page_of(letter(), Wording("s", "b"))["tables"][0]["headings"]) == 6
    assert account["notes"] == ["Balance in all: CNY 14,800.00"]
    not_due = letter(account=[item(days=0)])
    assert page_of(not_due, Wording("s", "b"))["tables"][1]["rows"][0][-1] == "not yet due"


def test_a_statement_survives_the_database():
    account = [item(), Item("", 1, None, None, "EUR", None, Decimal("-2.5000"), 0)]

    assert from_json(as_json(account)) == account
    assert balance(account) == {"CNY": Decimal(9000), "EUR": Decimal("-2.5")}


FRESH = Fresh(
    planned={("I1", 1): line(amount="5000", days=12), ("I2", 1): line("I2", level="formal")},
    left_out={("I3", 1): "promised"},
    open=frozenset({("I1", 1), ("I2", 1), ("I3", 1), ("I4", 1)}),
)


def test_what_is_not_due_at_this_moment_is_gone_with_its_reason():
    found = checked([line(), *(line(f"I{number}") for number in (2, 3, 4, 5))], FRESH)

    assert [(one.invoice_id, one.amount) for one in found.kept] == [("I1", Decimal(5000))]
    assert found.gone == {
        ("I2", 1): "level-changed",
        ("I3", 1): "promised",
        ("I4", 1): "not-yet",
        ("I5", 1): "paid",
    }
    assert found.why == "level-changed promised not-yet paid"


@given(
    st.sets(st.integers(0, 8)),
    st.dictionaries(st.integers(0, 8), st.sampled_from(["promised", "disputed", "covered"])),
    st.sets(st.integers(0, 8)),
    st.booleans(),
)
def test_nothing_is_sent_that_is_not_planned_at_this_moment(due, left_out, kept_open, paused):
    lines = [line(f"I{number}") for number in range(9)]
    due = due - set(left_out)
    fresh = Fresh(
        {(f"I{number}", 1): line(f"I{number}") for number in due},
        {(f"I{number}", 1): why for number, why in left_out.items()},
        frozenset((f"I{number}", 1) for number in kept_open),
        paused,
    )
    found = checked(lines, fresh)

    assert {part_of(one) for one in found.kept} == (set() if paused else set(fresh.planned))
    assert len(found.kept) + len(found.gone) == len(lines)
    assert not set(found.gone) & {part_of(one) for one in found.kept}


def test_a_letter_lists_the_latest_first():
    lines = [line("I1", days=3), line("I3", days=9), line("I2", days=9)]

    assert [one.invoice_id for one in in_order(lines)] == ["I2", "I3", "I1"]


def test_a_letter_speaks_at_the_highest_level_of_its_lines():
    assert letter_level([line(), line("I2", level="formal")], LADDER).id == "formal"
    with pytest.raises(LookupError):
        letter_level([line(level="gone")], LADDER)


def test_every_level_has_a_wording_whatever_its_name():
    assert purposes(LADDER) == ["friendly", "formal", "statement", "balance-confirmation"]
    assert shipped_wording("third", LADDER, "en") == shipped()["formal", "en"]
    assert shipped_wording("first", (), "zh") == shipped()["formal", "zh"]
    assert shipped_wording("friendly", LADDER, "en") == shipped()["friendly", "en"]
    assert letter_language("fr", "FR") == letter_language(None, "DE") == "en"
    assert letter_language("zh", "DE") == letter_language(None, None) == "zh"


@pytest.mark.parametrize(("name", "language"), shipped())
def test_shipped_templates_are_templates(name, language):
    wording = shipped()[name, language]
    check_template(wording.subject, wording.body)
    done = composed(letter(language=language), wording)
    assert "{{" not in done.subject + done.body


HOSTILE = (
    "{{ ''.__class__.__mro__ }}",
    "{{ customer.__class__ }}",
    "{{ customer|attr('x') }}",
    "{% for x in range(9) %}{{ x }}{% endfor %}",
    "{% import os %}",
    "{{ self }}",
    "{{ config }}",
    "{{ 7*7 }}",
    "{{ {{ customer }} }}",
    "{{customer",
    "customer}}",
    "{{\ncustomer }}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_template_cannot_run_anything_and_what_looks_like_it_is_refused(text):
    with pytest.raises(TemplateWrong):
        check_template("Subject", text)
    with pytest.raises(TemplateWrong):
        check_template(text, "Text")
    assert "49" not in filled(text, {"customer": "Beech"})


@pytest.mark.parametrize("text", ["{0.__class__}", "%(x)s", "${customer}", "#{1}", "<script>"])
def test_other_languages_of_templates_are_text_and_stay_text(text):
    check_template("Subject", text)
    assert filled(text, {"customer": "Beech"}) == text


@given(st.text(), st.text())
def test_what_is_filled_in_is_not_read_again(template, value):
    done = filled(f"{{{{ customer }}}}|{template}", {"customer": "{{ day }}", "day": value})
    assert done.startswith("{{ day }}|") or not template.strip()


def test_a_template_says_something_and_not_too_much():
    for subject, body in (
        ("", "x"),
        ("x", " "),
        ("a\nb", "x"),
        ("x" * 201, "x"),
        ("x", "x" * 10_001),
    ):
        with pytest.raises(TemplateWrong):
            check_template(subject, body)
    check_template("x", " ".join(f"{{{{ {zh} }}}}{{{{{en}}}}}" for en, zh in BLANKS.items()))


def test_addresses_are_read_as_people_type_them():
    assert addresses_in("a@b.example; c@d.example，a@b.example") == ["a@b.example", "c@d.example"]
    for bad in ("a@b.example\nBcc: x", "@b.example", "a@-b.example", "x" * 250 + "@b.example", " "):
        assert addresses_in(bad) == []
    assert addresses_in(" ".join(f"a{n}@b.example" for n in range(11))) == []
