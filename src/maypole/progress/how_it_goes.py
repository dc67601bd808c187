"""What the page “How it goes” shows: to whom the questions are put, and what was said before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.access.prepared import Prepared
from maypole.home.models import HomeActivity
from maypole.people.access import Reach
from maypole.people.models import Carer, Child

from .asking import asked
from .asking_forms import ChildForm, FamilyForm
from .models import OutcomeView, Review
from .voices import said

_word = Prepared(
    lambda child: (
        Review.objects.filter(child=child, held_at__isnull=False)
        .exclude(message="")
        .order_by("-held_at")
        .values_list("message", "held_by__name", "held_at")[:1]
    ),
    child=UUID,
)


@dataclass(frozen=True)
class Note:
    """What a family's page says of the looks together: the last word for them, and whether it is time to tell."""

    word: str
    by: str
    due: bool
    on: date | None
    late: bool


def note_for(actor: Actor, found: Reach, today: date) -> Note | None:
    """None for whoever is not asked (see `asking.speaking`)."""
    if not (found.can(Permission.LOG_HOME) and found.can(Permission.SEE_GOALS)):
        return None
    own = actor.child_id == found.child.pk
    ask = asked(found.child, OutcomeView.Voice.CHILD if own else OutcomeView.Voice.PARENT, today)
    word = _word.first(child=found.child.pk)
    late = ask.on is not None and ask.on < today
    return Note(word[0] if word else "", word[1] if word else "", ask.due, ask.on, late)


def shell(actor: Actor) -> dict[str, object]:
    return {
        "family": actor.is_family,
        "shell": "maypole/family.html" if actor.is_family else "maypole/staff.html",
    }


def forms_for(actor: Actor, child: Child, data: Any = None) -> tuple[FamilyForm | None, ChildForm]:
    """A carer's form and the child's; a young person with an account has only their own."""
    own = actor.child_id == child.pk
    label = _("In your own words") if own else _("In %(name)s’s own words") % {"name": child.name}
    voice = ChildForm(data, label=label)
    if own:
        return None, voice
    games = list(HomeActivity.objects.current().filter(child=child))
    related = Carer.objects.filter(relations__child=child, relations__ended_at=None, relations__blocked=False)
    carers = None if actor.is_family else related.distinct().order_by("name")
    return FamilyForm(data, child=child, games=games, carers=carers), voice


def page_of(actor: Actor, found: Reach, failed: FamilyForm | ChildForm | None) -> dict[str, object]:
    """Carers and young people read what they said themselves; the team reads all of it."""
    child, today = found.child, timezone.localdate()
    family, own = forms_for(actor, child)
    if isinstance(failed, FamilyForm):
        family = failed
    elif failed is not None:
        own = failed
    voice = OutcomeView.Voice.CHILD if actor.child_id == child.pk else OutcomeView.Voice.PARENT
    ask = asked(child, voice, today)
    held = Review.objects.filter(child=child, held_at__isnull=False).exclude(message="")
    return {
        "child": child,
        "family_form": family,
        "child_form": own,
        "mine": actor.child_id == child.pk,
        "open_child": own.is_bound,
        "asked": ask.due,
        "review_on": ask.on,
        "late": ask.on is not None and ask.on < today,
        "said": said(child, by=actor.user_id if actor.is_family else None),
        "message": held.select_related("held_by").order_by("-held_at").first(),
        "precautions": [row for row in child.precautions.in_force() if row.may_be_told_to(actor)],
        **shell(actor),
    }
