"""Every model of the store, where Django looks for them."""

from duecourse.store.audit import AuditEvent
from duecourse.store.facts import FACTS
from duecourse.store.people import User
from duecourse.store.policy_versions import PolicyVersion

globals().update({model.__name__: model for model in FACTS.values()})

__all__ = ["AuditEvent", "PolicyVersion", "User"]
