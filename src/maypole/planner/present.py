"""What a family and a child are shown before a visit, and feelings in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Feeling, PersonStory, PlaceStory, Preparation
from .models.preparation import Story


@dataclass(frozen=True)
class Leaf:
    """One leaf of the photo story: a heading, short sentences, and perhaps a picture."""

    title: str
    lines: tuple[str, ...]
    story: Story | None = None


def photo_story(page: Preparation, language: str) -> list[Leaf]:
    """The place, the person, what happens, what comforts; in the reader's language where it was told in it."""
    visit = page.visit
    site = visit.room.site if visit.room else visit.staff.site
    place = _told(list(PlaceStory.objects.filter(site=site).select_related("photo")) if site else [], language)
    person = _told(list(PersonStory.objects.filter(staff=visit.staff).select_related("photo")), language)
    names = {"place": site.name if site else "", "person": visit.staff.name, "name": page.child.name}
    leaves = []
    if page.step:
        leaves.append(Leaf(_("Something new"), (page.step,)))
    if site:
        lines = tuple(place.lines) if place else (_("The place is called %(place)s.") % names,)
        leaves.append(Leaf(_("Here we go: %(place)s") % names, lines, place))
    hello = tuple(person.lines) if person else (_("%(person)s is looking forward to meeting you.") % names,)
    leaves.append(Leaf(_("You meet %(person)s") % names, hello, person))
    leaves.append(Leaf(_("What happens"), tuple(page.lines)))
    if page.comforts:
        leaves.append(Leaf(_("What helps when it gets too much"), (page.comforts,)))
    leaves.append(Leaf(_("You can always say stop"), (_("Say it, show it, or pull away. Then we stop."),)))
    return leaves


def _told(stories: Sequence[Story], language: str) -> Story | None:
    """The story in this language, else any: a picture says something in every language."""
    return next((each for each in stories if each.language == language), stories[0] if stories else None)


@dataclass(frozen=True)
class Pair:
    """One visit or one moment at home: the words pointed at before and after."""

    at: datetime
    place: str
    before: str
    after: str
    helped: str
    by: str
    calmer: bool | None


def word(feeling: Feeling | None) -> str:
    steps = feeling.scale.steps if feeling else []
    return steps[feeling.level - 1] if feeling and feeling.level <= len(steps) else ""


def pairs(feelings: Sequence[Feeling]) -> list[Pair]:
    """What belongs together, newest first: the last before and last after of a visit; at home each by itself."""
    grouped: dict[object, list[Feeling]] = {}
    for feeling in feelings:
        grouped.setdefault(feeling.visit_id or feeling.pk, []).append(feeling)
    made = []
    for rows in grouped.values():
        before = next((each for each in reversed(rows) if each.moment == Feeling.Moment.BEFORE), None)
        after = next((each for each in reversed(rows) if each.moment == Feeling.Moment.AFTER), None)
        both = before is not None and after is not None and before.steps == after.steps
        newest = rows[-1]
        made.append(
            Pair(
                newest.at, str(newest.get_place_display()), word(before), word(after),
                " ".join(each.why for each in rows if each.why), newest.by.name,
                after.level < before.level if both and before and after else None,
            )
        )  # fmt: skip
    return sorted(made, key=lambda pair: pair.at, reverse=True)


def shares(feelings: Sequence[Feeling], moment: str) -> list[float]:
    """Each feeling of a moment as a share of its scale, 0 calm to 100, so that scales of 3 and 5 steps compare."""
    return [100 * (each.level - 1) / (each.steps - 1) for each in feelings if each.moment == moment]


def in_words(made: Sequence[Pair], name: str) -> str:
    """How often it was calmer after a visit than before; nothing while no visit has both."""
    both = [pair for pair in made if pair.calmer is not None]
    if not both:
        return ""
    return ngettext(
        "%(name)s was calmer after than before in %(calmer)d of %(n)d visit.",
        "%(name)s was calmer after than before in %(calmer)d of %(n)d visits.",
        len(both),
    ) % {"name": name, "calmer": sum(bool(pair.calmer) for pair in both), "n": len(both)}
