"""The nine areas told plainly: to a family in everyday words, to the team in one line."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class AreaWords:
    family: Promise
    day: Promise
    team: Promise


WORDS: dict[str, AreaWords] = {
    "fine_motor": AreaWords(
        _("Small movements of the hands and fingers, and the eyes that guide them."),
        _("Buttons, zips, pencils, scissors, spoons, bricks."),
        _("Grasp, in-hand manipulation, bilateral use, tools, writing."),
    ),
    "gross_motor": AreaWords(
        _("Big movements: holding the body up, keeping balance, being strong."),
        _("Stairs, running, climbing, balls, sitting through a meal."),
        _("Posture, balance, strength, coordination, endurance."),
    ),
    "sensory": AreaWords(
        _("How your child takes in the world: what is too much, what is hardly felt, what feels good."),
        _("Noise, labels in clothes, haircuts, swings, crowds."),
        _("Profile by sense and response, with triggers and what helps."),
    ),
    "self_care": AreaWords(
        _("Looking after oneself, one step at a time."),
        _("Dressing, washing, brushing teeth, going to the toilet."),
        _("Steps of a task with the help each step needs."),
    ),
    "social_emotional": AreaWords(
        _("Feelings, being with others, and finding calm again."),
        _("Waiting, losing a game, making up, saying what one feels."),
        _("Regulation, frustration, peers, coping; the calm-down plan."),
    ),
    "cognitive_attention": AreaWords(
        _("Staying with something, remembering, finding a way, keeping order."),
        _("Morning routines, puzzles, packing a bag, homework."),
        _("Attention span, memory, problem solving, organisation."),
    ),
    "feeding": AreaWords(
        _("Eating and drinking: safely, calmly, and a little more of what is new."),
        _("Meals together, new foods, cups and spoons."),
        _("Repertoire, texture, mealtime; swallowing and allergies first."),
    ),
    "play": AreaWords(
        _("Play is how children learn almost everything. It needs no reason."),
        _("Alone, beside others, together; things, pretending, rules."),
        _("Level and initiation of play, partners, variety."),
    ),
    "speech_language": AreaWords(
        _("Understanding and being understood: with words, signs, pictures or a device. Every way counts."),
        _("Asking, telling, joking, saying no."),
        _("Sounds, words, sentences, social language, AAC."),
    ),
}
