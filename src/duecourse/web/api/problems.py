"""What is wrong, for programs: a status, a code, and a sentence in the user's language."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from duecourse.decide.signing import BeyondMandate
from duecourse.present.refusals import refusal_text
from duecourse.services.check_and_reserve import KeyUsed, NotAnOrder, OrderTaken
from duecourse.services.convert_reservation import NotAnInvoice, NotItsInvoice
from duecourse.services.decide_limit import LimitUsed, NotOpen
from duecourse.services.do_deed import NotADeed
from duecourse.services.hold_orders import HoldStands
from duecourse.services.import_waiting import NoSuchWaiting, NotReceived, NotWaiting
from duecourse.services.preview_policy import NothingToPreview
from duecourse.services.publish_policy import (
    DraftHasProblems,
    NeedsFourEyes,
    NeedsManager,
    SavedSince,
)
from duecourse.services.record_bounce import BounceUnknown, NotANotice
from duecourse.services.release_order import NotToBeReleased
from duecourse.services.release_order import ReasonMissing as ReleaseReasonMissing
from duecourse.services.take_back_import import NotTakenBack
from duecourse.services.write_policy import ChangedMeanwhile, NoSuchStart, NotFit
from duecourse.store.account_locks import NoAccount
from duecourse.store.chasing_facts import AlreadySo, NotSensible, NotToBeChased
from duecourse.store.letters import LetterGone, NoSuchLetter
from duecourse.store.limit_advice import NobodyToDecideOn
from duecourse.store.limit_asking import AlreadyAsked, NotALimit, ReasonMissing
from duecourse.store.order_events import MayNot
from duecourse.store.policy_drafts import NoSuchVersion, NotADraft
from duecourse.store.policy_in_force import NoPolicyInForce
from duecourse.store.standing_orders import NothingHeld
from duecourse.values.refusals import Refusal
from duecourse.values.says import Language
from duecourse.web.api.bearer import NoScope

STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (NotAnOrder, 422),
    (NotAnInvoice, 422),
    (NotItsInvoice, 409),
    (KeyUsed, 409),
    (OrderTaken, 409),
    (NoAccount, 404),
    (NothingHeld, 404),
    (NoSuchLetter, 404),
    (NotToBeChased, 404),
    (BounceUnknown, 404),
    (LetterGone, 409),
    (NotANotice, 422),
    (NotSensible, 422),
    (AlreadySo, 409),
    (NotReceived, 422),
    (NoSuchWaiting, 404),
    (NotWaiting, 409),
    (NotTakenBack, 409),
    (NobodyToDecideOn, 404),
    (BeyondMandate, 403),
    (ReasonMissing, 422),
    (ReleaseReasonMissing, 422),
    (NotALimit, 422),
    (NotADeed, 422),
    (AlreadyAsked, 409),
    (NotOpen, 409),
    (LimitUsed, 409),
    (HoldStands, 409),
    (NotToBeReleased, 409),
    (MayNot, 403),
    (NoSuchVersion, 404),
    (NoPolicyInForce, 404),
    (NotADraft, 409),
    (ChangedMeanwhile, 409),
    (SavedSince, 409),
    (NoSuchStart, 422),
    (NotFit, 422),
    (DraftHasProblems, 422),
    (NothingToPreview, 422),
    (NeedsFourEyes, 403),
    (NeedsManager, 403),
    (NoScope, 403),
)
REFUSED = 400
KEY = "Idempotency-Key"


def language_of(request: HttpRequest) -> Language:
    """Return the language of whoever asks: the token's user's, else the one that is accepted."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return "zh" if user.language == "zh" else "en"
    return "zh" if request.headers.get("Accept-Language", "").startswith("zh") else "en"


def handle_problems(api: NinjaAPI) -> None:
    """Let every refusal be told in the same shape."""
    api.exception_handler(Refusal)(lambda request, refusal: refused(api, request, refusal))
    api.exception_handler(AuthenticationError)(lambda request, _: unknown(api, request))
    api.exception_handler(ValidationError)(lambda request, error: mistaken(api, request, error))
    api.exception_handler(HttpError)(lambda request, error: unread(api, request, error))


def refused(api: NinjaAPI, request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Tell a refusal of a service."""
    status = next((code for kind, code in STATUS if isinstance(refusal, kind)), REFUSED)
    return told(api, request, refusal, status)


def unknown(api: NinjaAPI, request: HttpRequest) -> HttpResponse:
    """Ask for a token that is in force."""
    refusal = Refusal("The token is not valid, has ended or was revoked.", "no-token")
    response = told(api, request, refusal, 401)
    response["WWW-Authenticate"] = "Bearer"
    return response


def mistaken(api: NinjaAPI, request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say what in a request is not as documented."""
    first: dict[str, Any] = error.errors[0]
    where = ".".join(str(part) for part in first["loc"])
    if KEY in first["loc"] and first["type"] == "missing":
        return told(api, request, Refusal(f"The header {KEY} is missing.", "no-key"), 422)
    says = f"The request is not as documented: {where}: {first['msg']}"
    refusal = Refusal(says, "bad-body", where=where, why=first["msg"])
    return told(api, request, refusal, 422)


def unread(api: NinjaAPI, request: HttpRequest, error: HttpError) -> HttpResponse:
    """Say that a request could not be read at all."""
    refusal = Refusal(f"body: {error}", "bad-body", where="body", why=str(error))
    return told(api, request, refusal, error.status_code)


def told(api: NinjaAPI, request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    """Write a problem."""
    says = refusal_text(refusal, language_of(request))
    return api.create_response(request, {"code": refusal.code, "says": says}, status=status)
