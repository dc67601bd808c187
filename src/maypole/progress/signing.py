"""A signed plan names the day on which it is looked at together: signing plans that review."""

from __future__ import annotations

from django.db import transaction

from maypole.access.actor import Actor
from maypole.plan.actions import sign_plan
from maypole.plan.models import PlanSignature, PlanVersion

from .actions import plan_review


@transaction.atomic
def sign_plan_and_plan_review(*, by: Actor, version: PlanVersion, seen: str) -> PlanSignature:
    """Sign the draft that was read, and plan the review for the day it names. Raises what `sign_plan` raises."""
    signature = sign_plan(by=by, version=version, seen=seen)
    plan_review(by=by, child=version.child, on=version.review_on, now=signature.at)
    return signature
