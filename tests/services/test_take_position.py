"""The position of a day, kept: the same rows as the pipeline's, once a day, whole or not at all."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from golden import expected, needs_golden
from in_store import record_golden, record_simulated

from duecourse.services import take_position as module
from duecourse.services.publish_policy import install_preset
from duecourse.services.take_position import take_position
from duecourse.store.audit import AuditEvent
from duecourse.store.credit_accounts import CreditAccount
from duecourse.store.daily_runs import finished_stages
from duecourse.store.policy_in_force import NoPolicyInForce
from duecourse.store.positions import (
    LATEST_ONLY,
    PositionCustomer,
    PositionDay,
    PositionDunning,
    PositionPart,
    PositionTask,
    latest_day,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
AS_OF = date(2026, 3, 31)
ROWS = (PositionCustomer, *LATEST_ONLY)


def rows_now():
    """Read every row of every day, without ids."""
    found = {}
    for model in ROWS:
        names = [field.attname for field in model._meta.fields if field.name != "id"]
        found[model.__name__] = sorted(model.objects.values_list(*names), key=repr)
    return found


def cents(amount):
    """Round an amount, or the text of one, as the agreed figures are; empty is unknown."""
    return None if amount in (None, "") else round(Decimal(amount), 2)


@needs_golden
def test_the_golden_ledger_gives_the_agreed_figures():
    record_golden()
    install_preset("standard", "CNY")

    day = take_position(AS_OF)

    decided = {row["customer_id"]: row for row in expected("decisions")}
    assert day.customers == len(decided)
    assert Decimal(day.figures["open_amount"]) == Decimal(1724370)
    for row in PositionCustomer.objects.filter(day=day):
        agreed = decided[row.customer_id]
        assert (row.grade or "", row.status) == (agreed["grade"], agreed["status"])
        assert cents(row.effective_limit) == cents(agreed["effective_limit"])
        assert cents(row.headroom) == cents(agreed["headroom"])
        assert row.grade_before_caps == (agreed["grade_before_caps"] or None)
    assert PositionDunning.objects.count() == len(expected("dunning"))
    assert sum(Decimal(each) for each in day.aging.values()) == Decimal(day.figures["open_amount"])


@needs_golden
def test_the_same_day_again_gives_the_same_rows_and_one_day():
    record_golden()
    install_preset("standard", "CNY")
    first = take_position(AS_OF)
    before = rows_now()

    again = take_position(AS_OF, stage="position")

    assert (again.pk, PositionDay.objects.count()) == (first.pk, 1)
    assert rows_now() == before
    assert AuditEvent.objects.filter(action="position.taken").count() == 2
    assert finished_stages(AS_OF) == {"position"}


@needs_golden
def test_customers_are_kept_for_every_day_and_the_rest_for_the_latest():
    record_golden()
    install_preset("standard", "CNY")
    earlier = take_position(AS_OF - timedelta(days=1))
    later = take_position(AS_OF)
    parts, accounts = PositionPart.objects.count(), list(CreditAccount.objects.values())

    take_position(AS_OF - timedelta(days=1))

    assert latest_day() == later
    assert set(PositionPart.objects.values_list("day_id", flat=True)) == {later.pk}
    assert PositionPart.objects.count() == parts
    assert list(CreditAccount.objects.values()) == accounts
    counts = [PositionCustomer.objects.filter(day=day).count() for day in (earlier, later)]
    assert counts == [earlier.customers, later.customers]


@needs_golden
def test_every_customer_has_a_credit_account_of_the_same_day():
    record_golden()
    install_preset("standard", "CNY")

    take_position(AS_OF)

    accounts = dict(CreditAccount.objects.values_list("customer_id", "exposure"))
    assert accounts == dict(PositionCustomer.objects.values_list("customer_id", "exposure"))


def test_without_a_policy_nothing_is_judged():
    with pytest.raises(NoPolicyInForce, match="duecourse daily"):
        take_position(AS_OF)

    assert not PositionDay.objects.exists()


def test_an_empty_ledger_has_a_position_too():
    install_preset("standard", "CNY")

    day = take_position(AS_OF)

    assert day.customers == 0
    assert not PositionTask.objects.exists()


def test_a_fault_on_the_way_leaves_the_day_as_it_was(monkeypatch):
    record_simulated(customers=12, invoices=200, seed=3, as_of=AS_OF)
    install_preset("standard", "CNY")
    take_position(AS_OF)
    before, written = rows_now(), module.write_rows

    def failing(model, rows, **constants):
        if model is PositionTask:
            raise RuntimeError("the disk is full")
        return written(model, rows, **constants)

    monkeypatch.setattr(module, "write_rows", failing)
    with pytest.raises(RuntimeError):
        take_position(AS_OF)

    assert rows_now() == before


def test_amounts_at_home_are_those_of_the_customer_at_the_rate_of_the_day():
    record_simulated(customers=12, invoices=200, seed=3, as_of=AS_OF)
    install_preset("standard", "CNY")

    take_position(AS_OF)

    for row in PositionCustomer.objects.all():
        assert row.exposure_home == (
            None if row.to_home is None else round(row.exposure * Decimal(str(row.to_home)), 4)
        )
