"""What each page of the plan shows: a fixed number of queries, whatever the length of the plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery, prefetch_related_objects
from django.utils import timezone

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.evaluation.transfers import founded
from maypole.people.access import Reach
from maypole.people.models import AboutChild, CareTeamMember, Child

from .agreement import COPIED, FIRST_DOSE, REVIEW_AFTER, digest, in_order, open_goals
from .care_pages import carried_out, draft_parts, newest_assents, yes_needed
from .care_present import band, cosign_line
from .episodes import current_episode
from .models import FamilyPriority, Goal, GoalState, PlanAcceptance, PlanGoal, PlanSignature, PlanVersion
from .present import answer_line, answers, as_signed, changes, live, ribbons, signed_line, standing

Context = dict[str, Any]


def versions_of(child: Child) -> list[PlanVersion]:
    """Every version, newest first, with its signature, answers and goals."""
    newest = GoalState.objects.filter(goal=OuterRef("goal")).order_by("-at", "-id").values("state")[:1]
    held = PlanGoal.objects.select_related("goal").annotate(state=Subquery(newest)).order_by("order", "id")
    said = PlanAcceptance.objects.select_related("carer").order_by("at", "id")
    return list(
        PlanVersion.objects.filter(child=child)
        .select_related("signature__by", "signature__cosigner", "signature__cosignature__by", "amends")
        .prefetch_related(
            Prefetch("goals", queryset=held),
            Prefetch("acceptances", queryset=said),
            "acceptances__objections__held__goal",
            "acceptances__objections__outcome__by",
            "assents__by",
            "method_rows",
            "dose_rows",
            "people_rows",
        )
    )


def split(versions: list[PlanVersion]) -> tuple[PlanVersion | None, list[PlanVersion]]:
    """(the draft, the versions that hold: signed, and co-signed where that is asked for)."""
    draft = next((version for version in versions if not hasattr(version, "signature")), None)
    return draft, [version for version in versions if version.holds]


def not_cosigned(versions: list[PlanVersion]) -> PlanVersion | None:
    """The newest version, where it is signed and waits for a supervisor, or was sent back by one."""
    newest = next((version for version in versions if hasattr(version, "signature")), None)
    return newest if newest is not None and not newest.holds else None


def draft_or_next(child: Child) -> PlanVersion:
    """The draft, else an unsaved version that copies the newest one."""
    draft = PlanVersion.objects.drafts().filter(child=child).first()
    if draft is not None:
        return draft
    newest = PlanVersion.objects.filter(child=child).first()
    copied = {name: getattr(newest, name) for name in COPIED} if newest else dict(FIRST_DOSE)
    return PlanVersion(child=child, number=newest.number + 1 if newest else 1, review_on=_in_twelve_weeks(), **copied)


def staff_plan(actor: Actor, reached: Reach, today: date) -> Context:
    """The plan with goals as they stand now, so that what is not signed yet is seen."""
    versions = versions_of(reached.child)
    draft, signed = split(versions)
    waiting = not_cosigned(versions)
    current = signed[0] if signed else None
    every = list(Goal.objects.filter(child=reached.child).with_state())
    goals = _with_phases(in_order([goal for goal in every if goal.state == GoalState.State.OPEN]))
    return (
        _around(actor, reached)
        | {
            "current": current,
            "draft": draft,
            "state": standing(current, yes_needed(reached.child)),
            "line": signed_line(current) if current else "",
            "waiting": waiting,
            "waiting_line": cosign_line(waiting) if waiting else "",
            "may_amend": reached.can(Permission.SIGN_PLAN) and bool(versions) and current == versions[0],
            "answers": [(answer, answer_line(answer)) for answer in answers(current)] if current else [],
            "late": current is not None and current.review_on < today,
            "rows": live(reached.child, goals, current, _language(reached)),
            "rest": [goal for goal in every if goal.state != GoalState.State.OPEN],
            "ribbons": ribbons(goals),
            "history": _history(signed),
            "may_write": reached.can(Permission.WRITE_PLAN),
            "may_tell": reached.can(Permission.RUN_VISIT) and current is not None,
        }
        | carried_out(actor, reached.child, current, _language(reached))
    )


def family_plan(actor: Actor, reached: Reach) -> Context:
    """The newest signed version, in the family's words, and their answer to it."""
    _draft, signed = split(versions_of(reached.child))
    current = signed[0] if signed else None
    held = list(current.goals.all()) if current else []
    own = next((answer for answer in answers(current) if answer.carer_id == actor.carer_id), None) if current else None
    return (
        _around(actor, reached)
        | {
            "current": current,
            "line": signed_line(current) if current else "",
            "rows": as_signed(reached.child, held, _language(reached)),
            "ribbons": ribbons(one.goal for one in held),
            "changes": changes(signed[1] if len(signed) > 1 else None, current) if current else [],
            "answers": [(answer, answer_line(answer)) for answer in answers(current)] if current else [],
            "own": own,
            "history": _history(signed),
            "may_answer": current is not None and reached.can(Permission.ACCEPT_PLAN),
            "shorts": [one for one in held if one.goal.horizon == Goal.Horizon.SHORT],
        }
        | carried_out(actor, reached.child, current, _language(reached))
    )


def goals_only(actor: Actor, reached: Reach) -> Context:
    """The goals of the newest signed version and nothing else of it."""
    _draft, signed = split(versions_of(reached.child))
    held = list(signed[0].goals.all()) if signed else []
    own = actor.child_id == reached.child.pk
    said = [row for row in newest_assents(signed[0]) if row.by_id == actor.user_id] if signed and own else []
    return {
        "child": reached.child,
        "current": signed[0] if signed else None,
        "rows": as_signed(reached.child, held, _language(reached)),
        "ribbons": ribbons(one.goal for one in held),
        "may_say": own and bool(signed),
        "said": said[0] if said else None,
    }


def version_page(actor: Actor, reached: Reach, version: PlanVersion) -> Context:
    every = versions_of(reached.child)
    shown = next(one for one in every if one.pk == version.pk)
    before = next((one for one in every if one.number == shown.number - 1), None)
    held = list(shown.goals.all())
    return (
        _around(actor, reached)
        | {
            "version": shown,
            "line": signed_line(shown),
            "rows": as_signed(reached.child, held, _language(reached)),
            "ribbons": ribbons(one.goal for one in held),
            "changes": changes(before, shown),
            "answers": [(answer, answer_line(answer)) for answer in shown.acceptances.all()],
        }
        | carried_out(actor, reached.child, shown, _language(reached))
    )


def cosign_page(actor: Actor, signature: PlanSignature, record: str) -> Context:
    """A version as the supervisor reads it, with what it changed."""
    child = signature.version.child
    every = versions_of(child)
    shown = next(one for one in every if one.pk == signature.version_id)
    before = next((one for one in every if one.number < shown.number and one.holds), None)
    held = list(shown.goals.all())
    return {
        "child": child,
        "about": AboutChild.objects.filter(child=child).order_by("-at", "-id").first(),
        "precautions": child.precautions.told_to(actor).in_force(),
        "version": shown,
        "line": signed_line(shown),
        "rows": as_signed(child, held, record),
        "ribbons": ribbons(one.goal for one in held),
        "changes": changes(before, shown),
        "answered": not signature_waits(shown),
    } | carried_out(actor, child, shown, record)


def signature_waits(version: PlanVersion) -> bool:
    signature: PlanSignature | None = getattr(version, "signature", None)
    return signature is not None and signature.waits


def edit_page(actor: Actor, reached: Reach, opened: str | None) -> Context:
    """`opened` is the edition a refused form came with; None takes the newest."""
    versions = versions_of(reached.child)
    draft, _held = split(versions)
    signed = [version for version in versions if hasattr(version, "signature")]
    goals = _with_phases(open_goals(reached.child))
    return (
        _around(actor, reached)
        | {
            "draft": draft,
            "edition": opened if opened is not None else draft.edition if draft else 0,
            "seen": digest(draft) if draft else "",
            "number": draft.number if draft else len(signed) + 1,
            "rows": live(reached.child, goals, signed[0] if signed else None, _language(reached)),
            "ribbons": ribbons(goals),
            "changes": changes(signed[0], draft) if signed and draft else [],
            "wishes": FamilyPriority.objects.filter(child=reached.child).select_related("carer"),
            "may_sign": reached.can(Permission.SIGN_PLAN),
            "starts_from_nothing": not signed and not founded(reached.child.pk),
            "band": band(current_episode(reached.child)),
        }
        | draft_parts(reached, draft or next(iter(signed), None), _language(reached))
    )


def goal_page(actor: Actor, reached: Reach, goal: Goal | None, theirs: Goal | None, opened: str | None) -> Context:
    around = _around(actor, reached) | {
        "goal": goal,
        "theirs": theirs,
        "wishes": FamilyPriority.objects.filter(child=reached.child).select_related("carer"),
    }
    if goal is None:
        return around
    states = list(goal.states.select_related("by").order_by("-at", "-id"))
    stored = Goal.objects.get(pk=goal.pk)
    return around | {
        "goal_words": stored.family_words,
        "row": live(reached.child, _with_phases([stored]), None, _language(reached))[0],
        "edition": theirs.edition if theirs else opened if opened is not None else goal.edition,
        "state": states[0].state if states else "",
        "states": states,
        "phases": list(goal.phases.select_related("by")),
    }


def _around(actor: Actor, reached: Reach) -> Context:
    """What every page of a child's plan shows: strengths first, precautions, who is there."""
    child = reached.child
    team = CareTeamMember.objects.filter(child=child, ended_at__isnull=True).select_related("staff")
    return {
        "child": child,
        "about": AboutChild.objects.filter(child=child).order_by("-at", "-id").first(),
        "precautions": child.precautions.told_to(actor).in_force(),
        "team": team.order_by("-leads", "started_at"),
    }


def _history(signed: list[PlanVersion]) -> list[tuple[PlanVersion, str, list[str]]]:
    return [(one, signed_line(one), [answer_line(answer) for answer in answers(one)]) for one in signed]


def _with_phases(goals: list[Goal]) -> list[Goal]:
    prefetch_related_objects(goals, "phases")
    return goals


def _language(reached: Reach) -> str:
    """The language of the organisation's record, fetched once for a child."""
    return reached.child.organisation.language


def _in_twelve_weeks() -> date:
    return timezone.localdate() + REVIEW_AFTER
