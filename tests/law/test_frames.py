from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed import rows

from duecourse.law.frames import Case, Claim, interest_cases, interest_shares, part_interest
from duecourse.law.governing import regime_of
from duecourse.law.interest import late_interest
from duecourse.values.days import day_number

AS_OF = day_number(date(2026, 9, 30))
MAY = day_number(date(2026, 5, 31))
MONEY = pa.decimal128(18, 4)
SCHEMA = {
    "invoice_id": pa.string(),
    "part": pa.int64(),
    "currency": pa.string(),
    "chase_amount": MONEY,
    "law": pa.string(),
    "debtor_class": pa.string(),
    "due_on": pa.int32(),
    "signed_on": pa.int32(),
    "agreed_share": pa.float64(),
}
PARTS = """
    invoice_id  currency  chase_amount  law  debtor_class  due_on      agreed_share
    D1          EUR       10000         DE   large         2026-05-31  -
    D2          EUR       250.50        DE   large         2026-05-31  -
    F1          JPY       1000000       FR   -             2026-05-31  -
    G1          GBP       10000         UK   sme           2026-05-31  -
    C1          CNY       1000000       CN   large         2026-05-31  -
    C2          CNY       1000000       CN   sme           2026-05-31  -
    C3          CNY       1000000       CN   sme           2026-08-31  -
    A1          CNY       36500         -    -             2026-08-31  0.12
    A2          KWD       36500         SE   -             2026-10-31  0.12
    S1          SEK       500           SE   -             2026-05-31  -
    N1          CNY       500           -    sme           2026-05-31  -
"""


def parts(engine, text):
    names, *lines = [line.split() for line in text.strip().splitlines()]
    readers = {
        "chase_amount": lambda cell: Decimal(cell).quantize(Decimal("0.0001")),
        "due_on": lambda cell: day_number(date.fromisoformat(cell)),
        "signed_on": lambda cell: day_number(date.fromisoformat(cell)),
        "agreed_share": float,
    }
    typed = {
        name: [
            None if line[place] == "-" else readers.get(name, str)(line[place]) for line in lines
        ]
        for place, name in enumerate(names)
    }
    columns = {"signed_on": [None] * len(lines), **typed, "part": [1] * len(lines)}
    return engine.frame(
        pa.table({name: pa.array(columns[name], kind) for name, kind in SCHEMA.items()})
    )


def share_frame(engine, shares):
    days = [("due_on", pa.int32()), ("contract_on", pa.int32())]
    texts = [("law", pa.string()), ("debtor_class", pa.string())]
    schema = pa.schema([*texts, *days, ("share", pa.float64())])
    return engine.frame(
        pa.Table.from_pylist(
            [dict(zip(schema.names, row, strict=True)) for row in shares.rows], schema=schema
        )
    )


def test_every_part_bears_what_its_law_or_its_contract_grants(engine):
    owed = parts(engine, PARTS)
    claim = Claim(seller_class="sme")
    cases = [Case(*row) for row in rows(engine, interest_cases(owed), *Case._fields)]

    shares = interest_shares(cases, as_of=AS_OF, claim=claim)
    found = part_interest(owed, share_frame(engine, shares), as_of=AS_OF, claim=claim)

    assert len(cases) == 8
    assert rows(engine, found, "invoice_id", "late_interest") == [
        ("A1", Decimal("360.0000")),
        ("A2", Decimal("0.0000")),
        ("C1", Decimal("61000.0000")),
        ("C2", Decimal("15041.1000")),
        ("C3", None),
        ("D1", Decimal("349.5700")),
        ("D2", Decimal("8.7600")),
        ("F1", Decimal("41241.0000")),
        ("G1", Decimal("392.7400")),
        ("N1", Decimal("0.0000")),
        ("S1", None),
    ]


def test_a_contract_older_than_its_regime_is_counted_by_the_one_before(engine):
    owed = parts(
        engine,
        """
        invoice_id  currency  chase_amount  law  debtor_class  due_on      signed_on   agreed_share
        OLD         CNY       1000000       CN   large         2025-09-01  2020-08-31  -
        NEW         CNY       1000000       CN   large         2025-09-01  2020-09-01  -
        NEWER       CNY       1000000       CN   large         2025-09-01  2025-08-01  -
        UNDATED     CNY       1000000       CN   large         2025-09-01  -           -
        LONGDUE     CNY       1000000       CN   large         2020-08-31  -           -
        """,
    )
    claim, as_of = Claim(seller_class="sme"), day_number(date(2025, 11, 30))
    cases = [Case(*row) for row in rows(engine, interest_cases(owed), *Case._fields)]

    shares = interest_shares(cases, as_of=as_of, claim=claim)
    found = part_interest(owed, share_frame(engine, shares), as_of=as_of, claim=claim)

    # Order 802: 1,000,000 x 0.0005 x 90. Else the LPR of the first late day, raised by half:
    # 3.00 % over 90 days; 3.85 % over the 1,917 days from 2020-09-01 to 2025-11-30.
    assert len(cases) == 3
    assert dict(rows(engine, found, "invoice_id", "late_interest")) == {
        "OLD": Decimal("11095.89"),
        "NEW": Decimal("45000.00"),
        "NEWER": Decimal("45000.00"),
        "UNDATED": Decimal("45000.00"),
        "LONGDUE": Decimal("303306.16"),
    }


def test_what_is_unknown_is_said_once_for_each_law_with_its_due_dates():
    cases = [Case("CN", "sme", MAY + days) for days in (30, 60, 90)] + [Case("SE", "", MAY)]

    shares = interest_shares(cases, as_of=AS_OF, claim=Claim())

    assert [row[-1] for row in shares.rows] == [None] * 4
    rate, law = shares.problems
    assert (rate.code, rate.file) == ("rate-unknown", "law/cn/late_interest.toml")
    assert rate.details == {
        "subject": "cn-sales",
        "known_until": "2026-06-21",
        "held": "CN, DE, FR, GB",
        "first_due": "2026-06-30",
        "last_due": "2026-08-29",
        "due_dates": "3",
    }
    assert (law.code, law.details["subject"]) == ("law-not-held", "SE")


def test_a_contract_without_a_law_is_counted_by_the_policy_s_law():
    [german] = interest_shares([Case("", "", MAY)], as_of=AS_OF, claim=Claim(law="DE")).rows
    [named] = interest_shares([Case("FR", "", MAY)], as_of=AS_OF, claim=Claim(law="DE")).rows

    assert round(german[-1] * 10_000, 2) == 349.57
    assert round(named[-1] * 10_000, 2) == 412.41


def test_without_a_law_and_an_agreement_nothing_is_claimed():
    assert interest_shares([Case("", "large", MAY)], as_of=AS_OF, claim=Claim()) == (
        [("", "large", MAY, None, 0.0)],
        [],
    )


def test_on_the_basis_of_contracts_the_statute_is_left_alone():
    case = Case("DE", "", AS_OF - 373)
    silent = Claim(basis="contract")
    agreed = Claim(basis="contract", yearly_share=Decimal("0.12"), grace_days=8)

    assert interest_shares([case], as_of=AS_OF, claim=silent).rows[0][-1] == 0.0
    assert interest_shares([case], as_of=AS_OF, claim=agreed).rows[0][-1] == pytest.approx(0.12)


def test_grace_and_mark_up_of_the_policy_are_heeded(engine):
    claim = Claim(law="CN", grace_days=2, mark_up=Decimal("0.30"))
    [row] = interest_shares([Case("", "", AS_OF - 92 - 30)], as_of=AS_OF, claim=claim).rows
    owed = parts(
        engine,
        """
        invoice_id  currency  chase_amount  law  debtor_class  due_on      agreed_share
        A1          CNY       36500         -    -             2026-09-27  0.10
        A2          CNY       36500         -    -             2026-09-28  0.10
        """,
    )
    nothing = share_frame(engine, interest_shares([], as_of=AS_OF, claim=claim))
    found = part_interest(owed, nothing, as_of=AS_OF, claim=claim)

    assert row[-1] == pytest.approx(0.03 * 1.3 * 120 / 365)
    assert rows(engine, found, "late_interest") == [(Decimal("0.0000"),), (Decimal("10.0000"),)]


@given(
    st.sampled_from(["CN", "DE", "FR", "GB"]),
    st.sampled_from(["sme", "large", "public", ""]),
    st.integers(0, 400),
)
def test_the_share_in_a_frame_is_the_share_of_the_law(law, debtor_class, days):
    as_of = day_number(date(2026, 6, 1))
    case = Case(law, debtor_class, as_of - days)
    regime = regime_of(law, debtor_class=debtor_class, seller_class="sme")

    [row] = interest_shares([case], as_of=as_of, claim=Claim(seller_class="sme")).rows
    by_law = late_interest(
        Decimal(1_000_000),
        due_on=date(2026, 6, 1) - timedelta(days=days),
        until=date(2026, 6, 1),
        regime=regime,
    )

    assert float(by_law) == pytest.approx(row[-1] * 1_000_000, abs=0.0051)
