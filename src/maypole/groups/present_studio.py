"""What the pages of the studio are given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.access.actor import Actor
from maypole.people.present import list_in_words

from .board import Asked, Board, asked_of, board_of
from .models import Proposal, ProposalState, Term, TherapyGroup
from .present_left import left_out
from .present_proof import against_last_term, by_hand, proof_of
from .present_rules import when
from .present_table import Card, cards_of
from .studio_forms import BeginForm, NamesForm, OpenForm, WhyForm, WishForm
from .table import judged

A_PAGE = 20
STATES: dict[str, tuple[str, str]] = {
    "arranged": ("info", "edit"),
    "asked": ("sun", "clock"),
    "published": ("ok", "check"),
    "dropped": ("", "minus"),
}
"""Kind and icon of the chip that says where a proposal is."""
WARNED: dict[str, Promise] = {
    "thin": gettext_lazy("Too few sessions to match on: %(names)s. Their level is a first guess."),
    "timeless": gettext_lazy("No free times are known: %(names)s. Ask their families."),
    "undated": gettext_lazy("Left out, because no birth date is known: %(names)s."),
    "goalless": gettext_lazy("Left out, because no goal was chosen for company: %(names)s."),
}


@dataclass(frozen=True)
class Line:
    """A proposal in the list."""

    proposal: Proposal
    title: str
    about: str
    kind: str
    icon: str
    word: str


@dataclass(frozen=True)
class Answers:
    """How many families of a group, or of all, said yes, no, or nothing yet."""

    rows: tuple[Asked, ...]
    yes: int
    no: int
    waiting: int

    @property
    def told(self) -> str:
        return _("%(yes)d yes, %(no)d no, %(waiting)d waiting") % {
            "yes": self.yes,
            "no": self.no,
            "waiting": self.waiting,
        }


@dataclass(frozen=True)
class CardWithAnswers:
    card: Card
    answers: Answers
    stands: str


def proposals_page(actor: Actor, form: BeginForm | None, number: str | None) -> dict[str, Any]:
    rows = Proposal.objects.with_state().filter(organisation=actor.organisation_id).select_related("term", "site")
    page = Paginator(rows.defer("problem", "best"), A_PAGE).get_page(number)
    terms = Term.objects.filter(organisation=actor.organisation_id)
    coming = terms.filter(ends_on__gte=timezone.localdate()).order_by("starts_on").first()
    return {
        "page": page,
        "lines": [_line(row) for row in page],
        "form": form or BeginForm(by=actor, initial={"term": coming}),
        "has_terms": terms.exists(),
    }


def _line(row: Proposal) -> Line:
    state = row.state or "arranged"
    groups = [place for place in row.places if place["members"]]
    told = ngettext("%(n)d group", "%(n)d groups", len(groups)) % {"n": len(groups)}
    children = sum(len(place["members"]) for place in groups)
    told += ", " + ngettext("%(n)d child", "%(n)d children", children) % {"n": children}
    title = f"{row.term.name} · {row.get_discipline_display()}"
    kind, icon = STATES[state]
    return Line(row, title, f"{row.site.name} · {told}", kind, icon, str(ProposalState.State(state).label))


def studio_page(row: Proposal) -> dict[str, Any]:
    """Everything on the page of one proposal, in whatever state it is."""
    board = board_of(row)
    state = row.state or "arranged"
    asked = asked_of(row) if state in ("asked", "published") else []
    kind, icon = STATES[state]
    history = list(row.states.select_related("by").order_by("-at", "-id"))
    placed = len(board.problem.children) - len(board.table.left_out)
    return {
        "proposal": row,
        "state": state,
        "state_chip": (kind, icon, str(ProposalState.State(state).label)),
        "lede": _lede(placed, len(board.problem.children)),
        "proof": proof_of(board),
        "asking": board.table.legal and placed > 0,
        "cards": [_with_answers(board, card, asked) for card in cards_of(board)],
        "answers": answers(asked),
        "left": left_out(board),
        "before": against_last_term(board),
        "changed": by_hand(board),
        "last_move": _last_move(board),
        "warnings": _warnings(board.warned),
        "history": history,
        "rows_of_points": points_of(board),
        **_forms(board, asked, state),
    }


def _forms(board: Board, asked: Sequence[Asked], state: str) -> dict[str, Any]:
    if state == "asked":
        return {"names_form": names_form(board, asked), "return_form": WhyForm(auto_id="back_%s")}
    if state != "arranged":
        return {}
    return {
        "wish_form": WishForm(names=child_choices(board)),
        "open_form": OpenForm(adults=tuple(board.adults.items()), rooms=tuple(board.rooms.items())),
        "drop_form": WhyForm(auto_id="drop_%s"),
    }


def child_choices(board: Board) -> list[tuple[str, str]]:
    return sorted(((child.id, board.names[child.id]) for child in board.problem.children), key=lambda pair: pair[1])


def names_form(board: Board, asked: Sequence[Asked], data: Any = None) -> NamesForm:
    """One name for each group in which enough families said yes."""
    standing = {row["id"] for row in standing_rows(board, asked)}
    places = [each.place for each in board.table.groups if each.place.id in standing]
    told = [(place.id, f"{capfirst(when(board.problem, place))}, {board.adults[place.staff]}") for place in places]
    there = TherapyGroup.objects.filter(term=board.proposal.term, site=board.proposal.site)
    return NamesForm(data, places=told, taken=set(there.values_list("name", flat=True)))


def standing_rows(board: Board, asked: Sequence[Asked]) -> list[dict[str, Any]]:
    """The groups as they would be with those who agreed, less those that are too small for a group."""
    agreed = {str(row.question.child_id) for row in asked if row.state == "yes"}
    rows = [row | {"members": [one for one in row["members"] if one in agreed]} for row in board.proposal.places]
    return [row for row in rows if len(row["members"]) >= board.problem.rules.size_min]


def answers(asked: Sequence[Asked]) -> Answers:
    counted = Counter(row.state for row in asked)
    return Answers(tuple(asked), counted["yes"], counted["no"], counted["waiting"])


def _with_answers(board: Board, card: Card, asked: Sequence[Asked]) -> CardWithAnswers:
    own = [row for row in asked if row.question.place == card.id]
    return CardWithAnswers(card, answers(own), _stands(board, card, own))


def _stands(board: Board, card: Card, own: Sequence[Asked]) -> str:
    """Whether the group can be real with those who agreed, in words; empty while nobody was asked."""
    if not own:
        return ""
    rows = standing_rows(board, own)
    row = next((row for row in rows if row["id"] == card.id), None)
    if row is None:
        return _("Too few said yes yet: it does not become real.")
    broken = judged(board.problem, [row], 0).groups[0].broken
    if broken:
        return _("With those who said yes a rule is broken. Take the proposal back, or wait.")
    names = list_in_words([board.names[one] for one in row["members"]])
    return _("Becomes real with %(names)s.") % {"names": names}


def _lede(placed: int, of: int) -> str:
    return ngettext(
        "%(placed)d of %(n)d child has a group.", "%(placed)d of %(n)d children have a group.", of
    ) % {"placed": placed, "n": of}  # fmt: skip


def _last_move(board: Board) -> str:
    """Whom Undo would put back."""
    if not board.proposal.moves:
        return ""
    last = board.proposal.moves[-1]
    return board.names.get(last["child"], "")


def _warnings(warned: Mapping[str, Sequence[str]]) -> list[str]:
    told = {name: list_in_words(sorted(found)) for name, found in warned.items() if found}
    return [str(WARNED[name]) % {"names": names} for name, names in told.items()]


def points_of(board: Board) -> tuple[str, str]:
    """The worth of the table, and the most that any plan can be worth; empty while that is not known."""
    proof = proof_of(board)
    return number_format(proof.here), number_format(proof.most) if proof.most is not None else ""
