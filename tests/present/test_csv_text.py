import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from present.typed_position import facts, nothing, policy, table

from duecourse.present.csv_text import csv_chunks
from duecourse.present.listing import Column, Listing, listing
from duecourse.present.problems import problems_listing
from duecourse.present.tables import contract_listings


def text(rows):
    return b"".join(csv_chunks(rows)).decode("utf-8-sig")


def written(engine, language, **changes):
    listings = contract_listings(facts(engine, **changes), language)
    return {one.name: text(one) for one in listings}


def test_a_file_begins_with_the_mark_that_excel_needs_for_chinese():
    rows = Listing("x", (Column("name"),), pa.table({"name": ["如期"]}))

    assert b"".join(csv_chunks(rows)) == b"\xef\xbb\xbfname\n" + "如期\n".encode()


def test_amounts_carry_the_decimals_of_their_currency_and_buckets_stand_by_lateness(engine):
    assert written(engine, "zh")["aging"] == (
        "customer_id,currency,bucket,open_amount\n"
        "K1,CNY,current,40000.00\n"
        "K1,CNY,90+,50000.00\n"
        "K1,CNY,unallocated,-7000.00\n"
        "K2,JPY,1-30,2501\n"
        "K3,KWD,1-30,12.346\n"
    )


def test_days_are_iso_and_rows_stand_in_the_order_of_their_ids(engine):
    assert written(engine, "zh")["invoices"] == (
        "invoice_id,part,customer_id,currency,issued_on,due_on,amount,open_amount,days_past_due,bucket\n"
        "A1,1,K1,CNY,2025-11-01,2025-12-01,60000.00,50000.00,120,90+\n"
        "A1,2,K1,CNY,2025-11-01,2026-04-30,40000.00,40000.00,0,current\n"
        "A9,1,K1,CNY,2026-03-01,2026-03-01,-7000.00,-7000.00,0,unallocated\n"
        "B2,1,K2,JPY,2026-01-01,2026-03-02,3000,2501,29,1-30\n"
        "C3,1,K3,KWD,2026-02-01,2026-03-03,12.346,12.346,28,1-30\n"
    )


def test_every_customer_has_one_row_with_reasons_in_chinese(engine):
    assert written(engine, "zh")["customers"].splitlines() == [
        "customer_id,name,currency,open_amount,overdue_amount,exposure,days_beyond_terms,"
        "days_beyond_terms_recent,days_beyond_terms_change,late_share,score,grade,known_weight,"
        "recommended_limit,limit_rule,effective_limit,terms,security,headroom,stage,status,reasons",
        'K1,"Alder,Inc",CNY,83000.00,50000.00,83000.00,82.51,82.50,17.13,0.602141,60.00,C,0.755000,'
        "0.00,fixed,0.00,PREPAY,none,-83000.00,normal,prepay,"
        "平均逾期天数 82.51 → 0 分; 逾期付款占比 60.2% → 50 分; 有旧债; 有旧债",
        "K2,Beech,JPY,2501,2501,2501,29.00,29.00,,1.000000,52.50,B,0.600000,"
        "2000,need,2000,NET30,wanted,-501,observation,hold,"
        "平均逾期天数 29 → 35 分; 逾期付款占比 100% → 0 分; 合作月数 未知 → 60 分; 超过额度",
        "K3,'=1+1,KWD,12.346,12.346,12.346,28.00,,,,,,0.000000,,,,,,,normal,active,",
        "K4,Dogwood,CNY,0.00,0.00,0.00,0.00,0.00,,0.000000,90.00,A,1.000000,"
        "50000.00,first_limit,50000.00,NET60,none,50000.00,normal,active,合作月数 3 → 70 分",
    ]


def test_a_policy_without_observation_words_its_caps_all_the_same(engine):
    rows = written(engine, "zh", policy=policy(observation=None))["customers"].splitlines()

    assert rows[1].endswith("; 有旧债; 有旧债")


def test_english_reasons_are_quoted_where_they_hold_commas(engine):
    reasons = written(engine, "en")["customers"].splitlines()[2].partition("hold,")[2]

    assert reasons == (
        "Days beyond terms: 29 → 35 points; Late share: 100 % → 0 points; "
        "Months known: unknown → 60 points; Over the limit"
    )


def test_what_is_chased_and_what_is_not_stand_in_their_files(engine):
    files = written(engine, "zh")

    assert files["dunning"] == (
        "invoice_id,part,customer_id,level,action,days_past_due,open_amount,chase_amount,currency,"
        "late_interest\n"
        "A1,1,K1,legal,hand_over,120,50000.00,40000.00,CNY,411.13\n"
        "B2,1,K2,friendly,letter,29,2501,2501,JPY,\n"
    )
    assert files["not_dunned"] == (
        "invoice_id,part,customer_id,days_past_due,reason\nC3,1,K3,28,promised\n"
    )


def test_alerts_say_so_in_the_language_asked_for(engine):
    assert written(engine, "zh")["alerts"] == (
        "customer_id,rule,severity,value,threshold,says\n"
        "K1,slower-payment,high,17.13,10,付款变慢\n"
        "K2,near-limit,medium,1.25,0.9,额度将尽\n"
    )
    assert written(engine, "en")["alerts"].endswith("1.25,0.9,Limit nearly used\n")


def test_problems_are_in_order_and_each_says_what_to_do(engine):
    rows = problems_listing(facts(engine).position.problems, "en")

    assert text(rows).splitlines() == [
        "file,row,column,problem,what to do",
        'policy.toml,7,says,says should be a text; it is 3.,"Write a text in quotation marks, '
        'not an empty one."',
        "rates.csv,,,unheard-of: currency = KWD,",
    ]


def test_a_position_without_rows_gives_files_with_headers_alone(engine):
    listings = contract_listings(nothing(engine), "zh")

    assert [text(one).count("\n") for one in listings] == [1] * 6


def test_cells_with_quotes_and_line_ends_are_quoted_and_quotes_doubled():
    rows = Listing("x", (Column("name"),), pa.table({"name": ['a "b"\nc', "plain", None]}))

    assert text(rows) == 'name\n"a ""b""\nc"\nplain\n\n'


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1))
def test_no_text_from_a_file_can_start_a_formula(name):
    rows = Listing("x", (Column("name"),), pa.table({"name": [name]}))
    cell = text(rows).removeprefix("name\n").removeprefix('"')

    assert not cell.startswith(("=", "+", "-", "@"))


def test_a_column_that_is_absent_is_unknown_in_every_row():
    rows = listing("x", (Column("a"), Column("b", "amount"), Column("currency")), table("a\nZ"))

    assert text(rows) == "a,b,currency\nZ,,\n"
