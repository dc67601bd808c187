"""How the family and the child see it, over time: each answer beside the first one, in words, never as a sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.people.models import Child

from .models import OutcomeAnswer, OutcomeItem, OutcomeView, Review, StrategyConfidence
from .outcome_words import CHILD, level, question, sure


@dataclass(frozen=True)
class Change:
    """One question: the first answer and the newest; `was` is empty while there is only one."""

    about: str
    was: str
    now: str


@dataclass(frozen=True)
class Said:
    """One speaker: whose voice, when last, for which occasion, their words, and what changed."""

    who: str
    on: date
    noted_by: str
    words: str
    changes: tuple[Change, ...]
    sure: tuple[Change, ...]
    review: UUID | None


Speaker = tuple[str, UUID | None]


def said(child: Child, *, by: UUID | None = None) -> list[Said]:
    """Every speaker's newest view beside their first: four queries. `by`: only what this account wrote down."""
    rows = OutcomeView.objects.filter(child=child).select_related("carer", "by").order_by("at", "id")
    spoken: dict[Speaker, list[OutcomeView]] = defaultdict(list)
    for view in rows.filter(by=by) if by else rows:
        spoken[view.voice, view.carer_id].append(view)
    views = [view.pk for each in spoken.values() for view in each]
    answers: dict[UUID, dict[str, int]] = defaultdict(dict)
    for view_id, item, value in OutcomeAnswer.objects.filter(view__in=views).values_list("view_id", "item", "value"):
        answers[view_id][item] = value
    games: dict[UUID, dict[str, int]] = defaultdict(dict)
    rated = StrategyConfidence.objects.filter(view__in=views).order_by("activity__at")
    for view_id, title, value in rated.values_list("view_id", "activity__title", "value"):
        games[view_id][title] = value
    return [speaker(child, each, answers, games) for each in spoken.values()]


def speaker(
    child: Child,
    views: Sequence[OutcomeView],
    answers: dict[UUID, dict[str, int]],
    games: dict[UUID, dict[str, int]],
) -> Said:
    newest = views[-1]
    own = newest.voice == OutcomeView.Voice.CHILD
    keys = [view.pk for view in views]
    heard = changes(keys, answers, OutcomeItem.values)
    rated = changes(keys, games, dict.fromkeys(title for key in keys for title in games[key]))
    who = child.name if own else newest.carer.name if newest.carer else _("The family")
    author = newest.by.name
    return Said(
        who=who,
        on=timezone.localdate(newest.at),
        noted_by="" if author == who or (own and newest.by_id == child.user_id) else author,
        words=newest.words,
        changes=tuple(
            Change(
                str(CHILD[OutcomeItem(item)]) if own else question(item, child.name),
                level(was, child=own) if was else "",
                level(now, child=own),
            )
            for item, was, now in heard
        ),
        sure=tuple(Change(title, sure(was) if was else "", sure(now)) for title, was, now in rated),
        review=newest.review_id,
    )


def changes(
    keys: Sequence[UUID], values: dict[UUID, dict[str, int]], names: Iterable[str]
) -> list[tuple[str, int | None, int]]:
    """Each name with its first value (None when there is only one) and its newest."""
    found = []
    for name in names:
        given = [values[key][name] for key in keys if name in values[key]]
        if given:
            found.append((name, given[0] if len(given) > 1 else None, given[-1]))
    return found


@dataclass(frozen=True)
class Voices:
    """What a review knows of the family's and the child's view: whether each has spoken for it, and what was said."""

    family: bool
    child: bool
    said: tuple[Said, ...]


def voices(child: Child) -> Voices:
    """For the planned review: five queries."""
    planned = Review.objects.due().filter(child=child).values_list("pk", flat=True).first()
    spoke = set(OutcomeView.objects.filter(review=planned).values_list("voice", flat=True)) if planned else set()
    return Voices(OutcomeView.Voice.PARENT in spoke, OutcomeView.Voice.CHILD in spoke, tuple(said(child)))
