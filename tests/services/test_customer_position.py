"""One customer, fresh: its rows are those of the whole position."""

from datetime import date

import pytest
from golden import needs_golden
from in_store import record_all, record_golden, record_simulated
from typed import arrow

from duecourse.ledger.tables import TABLE
from duecourse.services.customer_position import (
    OF_ONE,
    CustomerUnknown,
    customer_position,
    standing_today,
)
from duecourse.services.publish_policy import install_preset
from duecourse.services.take_position import take_position
from duecourse.store.fresh_standings import FreshStanding
from duecourse.store.policy_in_force import NoPolicyInForce
from duecourse.store.positions import (
    PositionCustomer,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
AS_OF = date(2026, 3, 31)


def values(row):
    """Read a row as plain values, without its id and its day."""
    found = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.fields
        if field.name not in ("id", "day")
    }
    return {name: near(value) for name, value in found.items()}


def near(value):
    """Free floats of what the order of rows leaves in their last bits."""
    if isinstance(value, dict):
        return {name: near(inner) for name, inner in value.items()}
    return round(value, 9) if isinstance(value, float) else value


def compare_all(customers=None):
    """Hold customers worked out alone against the rows of the whole position; say how many."""
    take_position(AS_OF)
    for kept in PositionCustomer.objects.order_by("customer_id")[:customers]:
        alone = customer_position(kept.customer_id, AS_OF)
        assert values(alone.customer) == values(kept), kept.customer_id
        assert near(alone.customer.profile) == near(kept.profile), kept.customer_id
        for name, model in OF_ONE.items():
            whole = model.objects.filter(customer_id=kept.customer_id)
            assert sorted(map(repr, map(values, getattr(alone, name)))) == sorted(
                map(repr, map(values, whole))
            ), (kept.customer_id, name)
    return PositionCustomer.objects.count()


@needs_golden
def test_alone_and_in_the_whole_every_golden_customer_stands_alike():
    record_golden()
    install_preset("standard", "CNY")

    assert compare_all() > 1


def test_alone_and_in_the_whole_customers_of_a_company_stand_alike():
    record_simulated(customers=12, invoices=500, seed=11, as_of=AS_OF)
    install_preset("standard", "CNY")

    assert compare_all() == 12


@needs_golden
def test_the_other_members_of_its_group_come_along():
    record_golden()
    install_preset("standard", "CNY")
    take_position(AS_OF)
    member = PositionCustomer.objects.exclude(group_id=None).first()

    alone = customer_position(member.customer_id, AS_OF)

    others = PositionCustomer.objects.filter(group_id=member.group_id).exclude(pk=member.pk)
    assert sorted(row.customer_id for row in alone.group) == sorted(
        others.values_list("customer_id", flat=True)
    )


def test_nobody_of_that_id_is_refused():
    install_preset("standard", "CNY")

    with pytest.raises(CustomerUnknown, match="no customer K404"):
        customer_position("K404", AS_OF)


def test_without_a_policy_nobody_is_judged():
    with pytest.raises(NoPolicyInForce):
        customer_position("K1", AS_OF)


def test_a_standing_that_was_kept_reads_as_it_was_worked_out():
    record_simulated(customers=12, invoices=500, seed=11, as_of=AS_OF)
    install_preset("standard", "CNY")
    latest = take_position(AS_OF)
    row = PositionCustomer.objects.filter(overdue_amount__gt=0).order_by("customer_id").first()
    told = f"customer_id  given_on\n{row.customer_id}  2026-03-01"
    record_all({"references": arrow(told, TABLE["references"])})

    first, again = standing_today(row, latest), standing_today(row, latest)

    assert FreshStanding.objects.count() == 1
    alone = customer_position(row.customer_id, AS_OF)
    for found in (first, again):
        assert values(found.customer) == values(alone.customer)
        assert near(found.customer.profile) == near(alone.customer.profile)
        for name in OF_ONE:
            rows, others = getattr(found, name), getattr(alone, name)
            assert sorted(map(repr, map(values, rows))) == sorted(map(repr, map(values, others)))
