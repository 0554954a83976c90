"""The policy that judges: the version in force, read once."""

from functools import lru_cache

from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policy.printing import printed
from duecourse.policy.reading import valid_policy
from duecourse.policy.shapes import Policy
from duecourse.store.policy_versions import PolicyState, PolicyVersion
from duecourse.values.refusals import Refusal
from duecourse.values.says import Language


class NoPolicyInForce(Refusal, LookupError):
    """Nothing can be judged before a policy is published."""


def judging_version() -> PolicyVersion:
    """Return the published version, by which everything is judged.

    Raises:
        NoPolicyInForce: no policy is published.
    """
    version = version_in_force()
    if version is None:
        raise NoPolicyInForce(
            "No policy is in force. Publish one, or run `duecourse daily`, which installs the"
            " preset standard.",
            "no-policy-in-force",
        )
    return version


def version_in_force() -> PolicyVersion | None:
    """Return the published version, None before there is one."""
    versions = PolicyVersion.objects.select_related("approved_by", "made_by")
    return versions.filter(state=PolicyState.PUBLISHED).first()


def policy_of(version: PolicyVersion) -> Policy:
    """Read a version's text.

    Raises:
        InvalidPolicy: the text is no valid policy.
    """
    return policy_in(version.text)


@lru_cache(maxsize=8)
def policy_in(text: str) -> Policy:
    """Read a policy's text; the same text is read once."""
    return valid_policy(text, measures=VOCABULARY, name="policy")


@lru_cache(maxsize=8)
def written_policy(text: str, language: Language) -> str:
    """Print a policy's text in Markdown; the same text is printed once."""
    return printed(policy_in(text), language, measures=VOCABULARY)
