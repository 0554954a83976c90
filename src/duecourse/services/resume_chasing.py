"""A pause of the chasing ends before its day."""

from django.db import transaction

from duecourse.services.rights import Right, must
from duecourse.store.audit import AuditEvent
from duecourse.store.chasing_facts import AlreadySo, NotToBeChased, customer_seen, deed
from duecourse.store.chasing_pauses import ChasingPause
from duecourse.store.people import User


@transaction.atomic
def resume_chasing(pause_id: int, user: User, *, reason: str = "") -> AuditEvent:
    """End a pause; letters are planned again from now on.

    Raises:
        MayNot: the role ends no pause.
        NotToBeChased: there is no such pause.
        AlreadySo: it was ended already.
    """
    must(user, Right.CHASE)
    pause = ChasingPause.objects.select_for_update().filter(pk=pause_id).first()
    if pause is None:
        raise NotToBeChased("There is no such pause.", "no-such-pause")
    customer_seen(pause.customer_id, user)
    if pause.lifted_id is not None:
        raise AlreadySo("This pause has ended already.", "pause-ended")
    event = deed("chasing.resumed", pause.customer_id, pause.customer_id, user, reason=reason)
    pause.lifted = event
    pause.save(update_fields=["lifted"])
    return event
