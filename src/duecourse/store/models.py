"""Every model of the store, where Django looks for them."""

from duecourse.store.audit import AuditEvent
from duecourse.store.daily_runs import DailyRun
from duecourse.store.facts import FACTS
from duecourse.store.people import User
from duecourse.store.policy_versions import PolicyVersion
from duecourse.store.positions import (
    PositionAlert,
    PositionCustomer,
    PositionDay,
    PositionDunning,
    PositionLeftOut,
    PositionPart,
    PositionPoint,
    PositionTask,
)

globals().update({model.__name__: model for model in FACTS.values()})

__all__ = [
    "AuditEvent",
    "DailyRun",
    "PolicyVersion",
    "PositionAlert",
    "PositionCustomer",
    "PositionDay",
    "PositionDunning",
    "PositionLeftOut",
    "PositionPart",
    "PositionPoint",
    "PositionTask",
    "User",
]
