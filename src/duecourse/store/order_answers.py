"""Answers to orders as they are kept: to JSON and back, word for word."""

from collections.abc import Mapping, Sequence
from typing import Any

from duecourse.decide.order_check import Answer, Reason
from duecourse.values.says import Says


def reason_as_kept(reason: Reason) -> dict[str, Any]:
    """Write a reason as JSON."""
    kept: dict[str, Any] = {"code": reason.code}
    if reason.blanks:
        kept["blanks"] = dict(reason.blanks)
    if reason.says is not None:
        kept["says"] = {"zh": reason.says.zh, "en": reason.says.en}
    return kept


def reasons_as_kept(reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    """Write reasons as JSON."""
    return [reason_as_kept(reason) for reason in reasons]


def answer_as_kept(answer: Answer) -> dict[str, Any]:
    """Write what goes with an outcome and its reasons as JSON."""
    return {
        "one_of": reasons_as_kept(answer.one_of),
        "all_of": reasons_as_kept(answer.all_of),
        "release_by": list(answer.release_by),
        "four_eyes": answer.four_eyes,
    }


def reason_read(kept: Mapping[str, Any]) -> Reason:
    """Read a reason from JSON."""
    says = kept.get("says")
    return Reason(
        kept["code"], kept.get("blanks", {}), None if says is None else Says(says["zh"], says["en"])
    )


def reasons_read(kept: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Read reasons from JSON."""
    return tuple(map(reason_read, kept))


def answer_read(outcome: Any, reasons: Sequence[Any], kept: Mapping[str, Any]) -> Answer:
    """Read an answer from JSON."""
    return Answer(
        outcome=outcome,
        reasons=reasons_read(reasons),
        one_of=reasons_read(kept["one_of"]),
        all_of=reasons_read(kept["all_of"]),
        release_by=tuple(kept["release_by"]),
        four_eyes=kept["four_eyes"],
    )
