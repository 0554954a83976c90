"""Every preset watches what comes before a bad debt."""

import pytest

from duecourse.policies import PRESETS, preset
from duecourse.policy.reading import valid_policy

WATCHED = {
    "order_surge",
    "days_beyond_terms_change",
    "limit_use",
    "first_late",
    "lost_discount",
    "unearned_discounts",
    "disputed_share_change",
    "adverse_events",
    "dishonoured_bills",
    "exposure_share",
}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_rings_for_every_early_warning(name):
    alerts = valid_policy(preset(name)).alerts

    assert {rule.when.measure for rule in alerts} >= WATCHED
