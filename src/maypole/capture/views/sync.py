"""What the app asks for: who is signed in, the day's bundle, and where events go. JSON only, never a redirect."""

from __future__ import annotations

from base64 import b64encode
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from maypole.access.actor import Actor
from maypole.access.gate import public
from maypole.access.middleware import actor_for
from maypole.access.models import User
from maypole.access.permissions import Permission
from maypole.capture import actions
from maypole.capture.bundle import day_of
from maypole.capture.former import former_actor, worked_here
from maypole.capture.ledger import Told
from maypole.capture.models import Device
from maypole.capture.present import REASONS
from maypole.capture.turns import full
from maypole.capture.version import VERSION
from maypole.capture.wire import MOST_BYTES, Refused, read
from maypole.capture.writer import Busy, written


def _signed_in(request: HttpRequest) -> Actor | None:
    actor = getattr(request, "actor", None)
    return actor if isinstance(actor, Actor) else None


def _refusal(status: int, reason: str, say: str = "", path: str = "") -> JsonResponse:
    return JsonResponse({"error": reason, "path": path, "say": say}, status=status)


@public
@never_cache
@require_GET
def capture_session(request: HttpRequest) -> HttpResponse:
    """Who is signed in here, and the key of their data on this device. 401 for nobody, 403 for who runs no visits."""
    actor = _signed_in(request)
    if actor is None:
        return _refusal(403 if request.user.is_authenticated else 401, "no_role" if request.user.pk else "signed_out")
    if not actor.can(Permission.RUN_VISIT):
        return _refusal(403, "no_visits")
    key = actions.key_of(actor.user_id)
    return JsonResponse(
        {
            "user": str(actor.user_id),
            "name": actor.name,
            "organisation": str(actor.organisation_id),
            "clinic": actor.organisation_name,
            "key": b64encode(bytes(key.secret)).decode(),
            "token": get_token(request),
            "session": salted_hmac("capture.session", request.session.session_key or "").hexdigest(),
            "version": VERSION,
            "language": get_language(),
            "now": timezone.now().isoformat(),
        }
    )


@public
@never_cache
@require_GET
def capture_day(request: HttpRequest) -> HttpResponse:
    """Today's and tomorrow's visits with all that is needed to run them without a connection."""
    actor = _signed_in(request)
    if actor is None:
        return _refusal(401, "signed_out")
    if not actor.can(Permission.RUN_VISIT):
        return _refusal(403, "no_visits")
    return JsonResponse(day_of(actor, timezone.now()))


@public
@never_cache
@require_POST
def capture_events(request: HttpRequest) -> HttpResponse:
    """A batch of events, answered one by one. 503: nothing is answered for, send it again."""
    if not isinstance(request.user, User):
        return _refusal(401, "signed_out")
    actor = _signed_in(request)
    if not (actor and actor.can(Permission.RUN_VISIT)) and not worked_here(request.user):
        return _refusal(403, "no_role")
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return _refusal(413, "too_large", str(REASONS["too_large"]))
    try:
        batch = read(request.body)
    except Refused as refused:
        return _refusal(400, refused.reason, str(REASONS.get(refused.reason, "")), refused.path)
    by, former = _whose(request.user, batch.organisation)
    if by is None:
        return _refusal(403, "no_role")
    try:
        received = written(lambda: actions.receive(by=by, batch=batch, former=former))
    except (Busy, DatabaseError):
        return full()
    items, devices = [_told(each) for each in received.told], [_counted(each) for each in received.devices]
    return JsonResponse({"items": items, "devices": devices, "mark": received.mark, "forgot": received.forgot})


def _whose(user: User, organisation: UUID) -> tuple[Actor | None, bool]:
    """The person in the clinic the data was recorded for, whichever they look at now; True: they have left it."""
    actor = actor_for(user, str(organisation))
    if actor is not None and actor.organisation_id == organisation and actor.is_staff:
        return actor, False
    return former_actor(user, organisation), True


def _told(told: Told) -> dict[str, str]:
    shown = {"id": told.id, "status": told.status}
    if told.reason:
        shown |= {"reason": told.reason, "say": str(REASONS.get(told.reason, told.reason))}
    return shown | ({"path": told.path} if told.path else {})


def _counted(device: Device) -> dict[str, object]:
    return {"device": str(device.pk), "taken": device.taken, "upto": device.upto, "highest": device.highest}
