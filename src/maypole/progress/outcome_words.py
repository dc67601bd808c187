"""The questions of the outcome set as people read them: Maypole's own words, no test, no norms, never added up (S100).

Three pairs: doing things alone (daily, asks), daring (tries, returns), and thinking well of oneself (proud, belongs).
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from .models import OutcomeItem

PARENT: dict[str, Promise] = {
    OutcomeItem.DAILY: _lazy("%(name)s does everyday things without help."),
    OutcomeItem.ASKS: _lazy("%(name)s asks for help when it is needed."),
    OutcomeItem.TRIES: _lazy("%(name)s tries something new."),
    OutcomeItem.RETURNS: _lazy("%(name)s tries again after something went wrong."),
    OutcomeItem.PROUD: _lazy("%(name)s is proud of something."),
    OutcomeItem.BELONGS: _lazy("%(name)s likes being with other children."),
}
CHILD: dict[str, Promise] = {
    OutcomeItem.DAILY: _lazy("I can do things by myself."),
    OutcomeItem.ASKS: _lazy("I ask when I need help."),
    OutcomeItem.TRIES: _lazy("I try new things."),
    OutcomeItem.RETURNS: _lazy("When it goes wrong, I try again."),
    OutcomeItem.PROUD: _lazy("I am proud of things I do."),
    OutcomeItem.BELONGS: _lazy("I like being with other children."),
}
SCALE: dict[int, Promise] = {
    1: _lazy("Not yet"),
    2: _lazy("A little"),
    3: _lazy("Sometimes"),
    4: _lazy("Mostly"),
    5: _lazy("Yes, by now"),
}
FACES: dict[int, tuple[str, Promise]] = {
    5: ("smile", _lazy("Yes")),
    3: ("flat", _lazy("A bit")),
    1: ("tired", _lazy("Not yet")),
}


def question(item: str, name: str) -> str:
    """A parent's question about this child."""
    return str(PARENT[OutcomeItem(item)]) % {"name": name}


def level(value: int, *, child: bool = False) -> str:
    """An answer in words."""
    if child and value in FACES:
        return str(FACES[value][1])
    return str(SCALE[value])


def sure(value: int) -> str:
    """A confidence of 1 to 10, with its number because families chose it."""
    return _("%(value)d of 10") % {"value": value}
