"""Sharing and reports of Maya's and Mateo's families: consents, questions, reports given, one that comes back."""

from __future__ import annotations

from datetime import datetime, timedelta

from maypole.access.actor import Actor
from maypole.access.middleware import actor_for
from maypole.people.consents import Terms, ask_consent, give_consent
from maypole.people.models import Carer, CarerRelation, Child, OutsideParty
from maypole.reports.actions import Wanted, ask_report, give_report, sign_report, write_report
from maypole.reports.models import ReportSchedule
from maypole.reports.schedules import plan_schedule

from .clinic import World

WORDS = {
    "school": {
        "summary": "Maya works hard on everything her hands do. Short steps and one clear sign help her most.",
        "ask": "Let her start with the first step, and wait before you help.\nA seat near the door when it gets loud.",
        "next": "Inés calls you after the break, and you look at the shoe-tying card together.",
    },
    "family": {
        "summary": "You play a lot at home, and it shows. The mornings are still the hardest part.",
        "next": "We go on with the goals you chose, and look together again at the next review.",
    },
    "payer": {
        "necessity": "Without skilled help she cannot dress or handle tools at the level her school day asks for.",
        "next": "Therapy as planned until the next review; a fading plan follows when two goals are reached.",
    },
    "es": {
        "summary": "Mateo busca cada vez más a otros niños. En casa juegan mucho, y se nota.",
        "next": "Seguimos con las metas que elegisteis y lo miramos juntos en la próxima revisión.",
    },
}


def write_papers(world: World) -> None:
    """How families are reached; Maya's school and payer; a family's report in Spanish."""
    reach_families(world)
    maya = world.children[0]
    lead = led(world, maya)
    rosa = carer_of(maya)
    signer = actor_of(rosa)
    teacher = OutsideParty.objects.filter(organisation=world.clinic, kind="teacher", user__isnull=False).first()
    if signer is None or teacher is None:
        return
    began = world.now - timedelta(days=40)
    reads = Terms(("reports",), "So that school and clinic do it the same way", world.today + timedelta(days=200))
    give_consent(by=signer, child=maya, party=teacher, terms=reads, now=began)
    payer = OutsideParty.objects.create(organisation=world.clinic, name="Birch Health Fund (demo)", kind="payer")
    give_consent(by=signer, child=maya, party=payer, terms=Terms(("reports",), "Paying for therapy"), now=began)
    doctor = OutsideParty.objects.create(
        organisation=world.clinic, name="Dr Lindqvist (demo)", kind="doctor", institution="Harbour practice (demo)"
    )
    asked = Terms(("reports", "goals"), "So that your doctor knows how it is going", world.today + timedelta(days=365))
    ask_consent(by=lead, child=maya, party=doctor, terms=asked, now=world.now - timedelta(days=2))
    for audience, party in (("school", teacher), ("payer", payer), ("family", None)):
        wanted = Wanted(audience, party, "en", world.today - timedelta(days=90), world.today - timedelta(days=20))
        give(lead, maya, wanted, WORDS[audience], world.now - timedelta(days=18))
    waiting = Wanted("school", teacher, "en", world.today - timedelta(days=20), world.today, world.today)
    ask_report(by=lead, child=maya, wanted=waiting, now=world.now - timedelta(days=3))
    comes_back = ReportSchedule(
        audience="school", party=teacher, first_on=world.today + timedelta(days=60), every_months=4
    )
    plan_schedule(by=lead, child=maya, schedule=comes_back, now=world.now)
    if len(world.children) > 1:
        mateo = world.children[1]
        own = Wanted("family", None, "es", world.today - timedelta(days=90), world.today - timedelta(days=20))
        give(led(world, mateo), mateo, own, WORDS["es"], world.now - timedelta(days=15))


def give(by: Actor, child: Child, wanted: Wanted, words: dict[str, str], at: datetime) -> None:
    """From asked to given within three days."""
    report = ask_report(by=by, child=child, wanted=wanted, now=at - timedelta(days=3))
    version = report.versions.get()
    version.report = report
    write_report(by=by, version=version, texts=words, chosen=None, edition=None)
    sign_report(by=by, version=version, edition=version.edition, now=at - timedelta(days=1))
    outside = report.party is not None and report.party.user_id is None
    give_report(by=by, version=version, how="paper" if outside else "here", now=at)


def reach_families(world: World) -> None:
    """Nearly every family has said how it likes to be reached; a few the clinic still has to ask."""
    ways = ("text", "phone", "email")
    carers = list(Carer.objects.filter(organisation=world.clinic).order_by("pk"))
    for number, carer in enumerate(carers):
        if number % 9 != 8:
            carer.contact_by = ways[number % 3] if carer.phone or number % 3 == 2 else "email"
            carer.best_times = "After four" if number % 4 == 0 else ""
    Carer.objects.bulk_update(carers, ["contact_by", "best_times"])


def led(world: World, child: Child) -> Actor:
    members = child.team.filter(ended_at__isnull=True).order_by("-leads", "pk").select_related("staff")
    return world.actor(members[0].staff)


def carer_of(child: Child) -> Carer:
    """The carer who was there first."""
    return CarerRelation.objects.filter(child=child).order_by("pk").select_related("carer__user")[0].carer


def actor_of(carer: Carer) -> Actor | None:
    return actor_for(carer.user) if carer.user else None
