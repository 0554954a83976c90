"""Every model of the store, where Django looks for them."""

from duecourse.store.audit import AuditEvent
from duecourse.store.call_notes import CallNote
from duecourse.store.chasing_pauses import ChasingPause
from duecourse.store.credit_accounts import CreditAccount, CreditBasis, GroupAccount
from duecourse.store.daily_runs import DailyRun
from duecourse.store.deeds import Deed
from duecourse.store.facts import FACTS
from duecourse.store.fresh_standings import FreshStanding
from duecourse.store.import_batches import ImportBatch, SavedMapping
from duecourse.store.import_jobs import ImportJob
from duecourse.store.letter_templates import LetterTemplate
from duecourse.store.limit_requests import LimitRequest
from duecourse.store.login_attempts import LoginAttempt
from duecourse.store.outbox import Letter, LetterLine
from duecourse.store.people import User
from duecourse.store.policy_confirmations import PolicyConfirmation
from duecourse.store.policy_effects import PolicyEffect, PolicyEffectCustomer
from duecourse.store.policy_versions import PolicyText, PolicyVersion
from duecourse.store.positions import (
    PositionAlert,
    PositionCustomer,
    PositionDay,
    PositionDunning,
    PositionLeftOut,
    PositionPart,
    PositionPoint,
    PositionProfile,
    PositionTask,
)
from duecourse.store.reservations import OrderDecision, OrderRelease, Reservation
from duecourse.store.tokens import ApiToken
from duecourse.store.write_offs import WriteOff

globals().update({model.__name__: model for model in FACTS.values()})

__all__ = [
    "ApiToken",
    "AuditEvent",
    "CallNote",
    "ChasingPause",
    "CreditAccount",
    "CreditBasis",
    "DailyRun",
    "Deed",
    "FreshStanding",
    "GroupAccount",
    "ImportBatch",
    "ImportJob",
    "Letter",
    "LetterLine",
    "LetterTemplate",
    "LimitRequest",
    "LoginAttempt",
    "OrderDecision",
    "OrderRelease",
    "PolicyConfirmation",
    "PolicyEffect",
    "PolicyEffectCustomer",
    "PolicyText",
    "PolicyVersion",
    "PositionAlert",
    "PositionCustomer",
    "PositionDay",
    "PositionDunning",
    "PositionLeftOut",
    "PositionPart",
    "PositionPoint",
    "PositionProfile",
    "PositionTask",
    "Reservation",
    "SavedMapping",
    "User",
    "WriteOff",
]
