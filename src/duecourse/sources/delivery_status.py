"""Delivery notices: what a mail server says became of a message. Bytes in, a finding out.

Source: RFC 3464 (message/delivery-status), RFC 3462 (multipart/report).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import Literal

from duecourse.values.refusals import Refusal

Action = Literal["failed", "delayed", "delivered", "relayed", "expanded"]
ACTIONS: tuple[Action, ...] = ("failed", "delayed", "delivered", "relayed", "expanded")
LONGEST = 5_000_000
"""Bytes; a notice carries at most the message that it is about."""
MOST_TEXT = 500


class NotANotice(Refusal, ValueError):
    """The message says nothing of the delivery of another one."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What became of one message for one recipient.

    ``message_id`` is that of the message that was sent, with its angle brackets.
    """

    message_id: str
    action: Action
    status: str
    recipient: str
    diagnostic: str

    @property
    def is_final(self) -> bool:
        """Say whether the message did not arrive and will not."""
        return self.action == "failed"


def read_notice(data: bytes) -> Notice:
    """Read a delivery notice.

    Raises:
        NotANotice: it is too large, is no report of a delivery, or names no message.
    """
    if len(data) > LONGEST:
        raise not_a_notice("it is too large")
    message = message_from_bytes(data, policy=compat32)
    groups = [group for part in message.walk() for group in groups_of(part)]
    recipients = [group for group in groups if group["Action"]]
    if not recipients:
        raise not_a_notice("it has no delivery status")
    message_id = original_id(message)
    if not message_id:
        raise not_a_notice("it does not name the message that was sent")
    told = next((one for one in recipients if action_of(one) == "failed"), recipients[0])
    action = action_of(told)
    if action is None:
        raise not_a_notice(f"its action is {clean(told['Action'])}")
    return Notice(
        message_id=message_id,
        action=action,
        status=clean(told["Status"]),
        recipient=typed(told["Original-Recipient"] or told["Final-Recipient"]),
        diagnostic=typed(told["Diagnostic-Code"]),
    )


def not_a_notice(why: str) -> NotANotice:
    """Say why a message is no notice."""
    return NotANotice(f"This is no delivery notice: {why}.", "not-a-bounce", why=why)


def groups_of(part: Message) -> Iterator[Message]:
    """Return the groups of fields of a delivery status; the parser reads each as a message."""
    if part.get_content_type() == "message/delivery-status" and part.is_multipart():
        yield from (group for group in part.get_payload() if isinstance(group, Message))


def original_id(message: Message) -> str:
    """Find the Message-ID of what was sent: in the message that is returned, or in its headers."""
    for part in message.walk():
        kind = part.get_content_type()
        inner = part.get_payload()
        if kind == "message/rfc822" and isinstance(inner, list) and inner:
            first = inner[0]
            return clean(first["Message-ID"]) if isinstance(first, Message) else ""
        if kind == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            headers = content if isinstance(content, bytes) else b""
            return clean(message_from_bytes(headers, policy=compat32)["Message-ID"])
    return ""


def action_of(group: Message) -> Action | None:
    """Read the action of a recipient's group."""
    said = clean(group["Action"]).lower()
    return next((action for action in ACTIONS if action == said), None)


def typed(field: object) -> str:
    """Leave out the type that stands before a value: ``rfc822;ana@beech.example``."""
    return clean(field).partition(";")[2].strip() or clean(field)


def clean(field: object) -> str:
    """Read a field as one line of text."""
    return " ".join(str(field or "").replace("\x00", "").split())[:MOST_TEXT]
