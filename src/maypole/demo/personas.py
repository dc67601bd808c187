"""The people a visitor of the demo can be, each with one click."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Persona:
    slug: str
    name: str
    role: Promise
    sees: Promise

    @property
    def email(self) -> str:
        return f"{self.slug}@demo.example"


PERSONAS: tuple[Persona, ...] = (
    Persona(
        "therapist", "Inés Carvalho", _("Occupational therapist"), _("Today, her children, a visit with one thumb.")
    ),
    Persona("slp", "Jiho Park", _("Speech and language therapist"), _("His own children; nobody else’s record.")),
    Persona("lead", "Ruth Adeyemi", _("Clinical lead"), _("Every child, the reviews, and how the clinic is doing.")),
    Persona("assistant", "Ben Larsen", _("Therapy assistant"), _("Visits and drafts; a therapist signs.")),
    Persona(
        "front-desk", "Farah Haddad", _("Front desk"), _("Questions of families and next steps, no clinical text.")
    ),
    Persona("manager", "Marta Silva", _("Manager"), _("Who waits and why, what is overdue.")),
    Persona("biller", "George Mensah", _("Biller"), _("Names and coverage only.")),
    Persona("parent", "Rosa Carter", _("Maya’s mother"), _("This week’s games, Maya’s goals in her own words.")),
    Persona("parent-es", "Lucía García", _("Mateo’s mother, in Spanish"), _("The same week, in Spanish.")),
    Persona(
        "restricted-parent",
        "Daniel Carter",
        _("Maya’s father, with limited rights"),
        _("The home log and nothing more."),
    ),
    Persona("teen", "Sam Berg", _("A young person, 14"), _("His own goals and progress.")),
    Persona(
        "teacher", "Ngozi Okafor", _("Maya’s teacher, by consent"), _("Goals and progress while the consent lasts.")
    ),
    Persona(
        "compliance", "Clara Novak", _("Compliance officer"), _("Who opened whose record, and whether the trail holds.")
    ),
    Persona("administrator", "Arun Patel", _("Administrator"), _("Accounts and imports; no child’s record.")),
)
BY_SLUG = {persona.slug: persona for persona in PERSONAS}
