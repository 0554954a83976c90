"""Writing Arrow columns into any model's table."""

import json
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, transaction

from duecourse.store.audit import AuditEvent
from duecourse.store.json_text import json_rows
from duecourse.store.positions import PositionCustomer, PositionDay, PositionProfile, PositionTask
from duecourse.store.writing import write_rows

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def day():
    event = AuditEvent.objects.create(action="position.taken")
    return PositionDay.objects.create(as_of=date(2026, 3, 31), home_currency="CNY", event=event)


def tasks(**columns):
    told = {
        "customer_id": ["K1", "K2"],
        "kind": ["review-due", "hand-over"],
        "due_on": pa.array([20543, 20544], pa.int32()),
        "value": pa.array([Decimal("0.0001"), None], pa.decimal128(38, 4)),
        "currency": ["CNY", "JPY"],
    }
    return pa.table({**told, **columns})


def test_amounts_days_and_gaps_are_kept_as_their_fields_keep_them(day):
    assert write_rows(PositionTask, tasks(), day_id=day.pk) == 2

    rows = PositionTask.objects.order_by("customer_id")
    assert [(row.due_on, row.value, row.currency) for row in rows] == [
        (date(2026, 3, 31), Decimal("0.0001"), "CNY"),
        (date(2026, 4, 1), None, "JPY"),
    ]


def test_rows_in_pieces_of_which_some_are_empty_arrive_once_each(day):
    rows = tasks()
    pieces = [rows.slice(0, 0), rows.slice(0, 1), rows.slice(1, 0), rows.slice(1), rows.slice(0, 0)]

    write_rows(PositionTask, pa.concat_tables(pieces), day_id=day.pk)

    told = PositionTask.objects.order_by("customer_id").values_list("customer_id", "kind")
    assert list(told) == [("K1", "review-due"), ("K2", "hand-over")]


def test_texts_with_commas_quotes_and_line_ends_arrive_whole(day):
    names = ['"Nord", wind\nGmbH', "如期\\有限\t公司", "", "\\."]
    profile = pa.table({"cap": [*names[:3], None], "unallocated": pa.array([Decimal("1.5")] * 4)})
    rows = pa.table(
        {
            "customer_id": ["K1", "K2", "K3", "K4"],
            "name": names,
            "currency": ["CNY"] * 4,
            "status": ["active"] * 4,
        }
    )
    profiles = pa.table({"customer_id": rows["customer_id"], "profile": json_rows(profile)})

    write_rows(PositionCustomer, rows, day_id=day.pk, holds="", search="")
    write_rows(PositionProfile, profiles, day_id=day.pk)

    kept = PositionCustomer.objects.order_by("customer_id")
    assert [row.name for row in kept] == names
    assert [row.profile["cap"] for row in kept] == [*names[:3], None]
    assert kept[0].profile["unallocated"] == "1.5"


def test_json_is_what_python_would_write():
    table = pa.table(
        {
            "text": ['a "b" \\ \n', None],
            "on": pa.array([0, None], pa.date32()),
            "share": [0.1, 2.0],
            "yes": [True, None],
        }
    )

    assert [json.loads(text) for text in json_rows(table).to_pylist()] == [
        {"text": 'a "b" \\ \n', "on": "1970-01-01", "share": 0.1, "yes": True},
        {"text": None, "on": None, "share": 2, "yes": None},
    ]


def test_no_rows_are_written_without_a_query(day, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert write_rows(PositionTask, tasks().slice(0, 0), day_id=day.pk) == 0


def test_a_column_that_the_model_lacks_is_refused(day):
    with pytest.raises(FieldDoesNotExist):
        write_rows(PositionTask, tasks(colour=["red", "blue"]), day_id=day.pk)


def test_the_database_refuses_what_breaks_its_rules(day):
    with pytest.raises(IntegrityError), transaction.atomic():
        write_rows(PositionTask, tasks(kind=["review-due", "siesta"]), day_id=day.pk)
    with pytest.raises(pa.ArrowInvalid):
        write_rows(PositionTask, tasks(value=[Decimal(10) ** 20, None]), day_id=day.pk)

    assert not PositionTask.objects.exists()
