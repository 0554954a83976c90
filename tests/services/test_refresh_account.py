"""What is decided while a day is worked out counts for orders all the same."""

import pytest
from late_company import AS_OF, late_company, manager

from duecourse.engines.choosing import engine_in_memory
from duecourse.services.hold_orders import set_hold
from duecourse.services.refresh_account import refresh_decided_since
from duecourse.services.take_position import kept, silent, worked_out
from duecourse.store.credit_accounts import CreditAccount
from duecourse.store.limit_advice import advice_kept
from duecourse.store.policy_in_force import judging_version

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def held(customer_id):
    return "standing" in (CreditAccount.objects.get(customer_id=customer_id).holds or "")


def test_a_hold_that_is_set_while_the_day_is_worked_out_stops_the_next_order():
    late_company()
    engine = engine_in_memory()
    taken = worked_out(AS_OF, judging_version(), engine, silent)
    engine.close()
    set_hold(advice_kept("K1"), manager(), reason="wound up")
    day = kept(taken, None, None)
    assert not held("K1")

    assert refresh_decided_since(day) == ["K1"]

    assert held("K1")


def test_a_day_during_which_nothing_was_decided_writes_no_account_twice():
    assert refresh_decided_since(late_company()) == []
