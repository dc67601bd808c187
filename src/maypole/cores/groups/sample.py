"""``--sample``: a made-up caseload with the shape of a real one; the same seed gives the same caseload.

The shares and hours below are plausible, not measured: after-school windows for pupils, mornings for preschoolers, one
adult per fifteen children or so, most children known from last term.
"""

import random
from typing import TypeVar

from maypole.cores.groups.problem import DAYS, clock

Json = dict[str, object]
Value = TypeVar("Value")

DISCIPLINES = ("SLP", "OT", "PT", "ABA", "AAC", "FEED")
SKILLS = {
    "SLP": "turn_taking conversation requesting wh_questions following_directions storytelling speech_sounds "
    "vocabulary joint_attention greetings staying_on_topic fluency asking_for_help commenting "
    "sentence_length past_tense voice_volume inferences repairing_misunderstanding describing "
    "phonological_awareness categories eye_gaze refusing",
    "OT": "sharing_space fine_motor handwriting self_regulation sensory_play dressing scissors joining_play "
    "waiting motor_planning table_manners transitions shoe_laces pencil_grip bilateral_tasks drawing "
    "organising_tools personal_space losing_well following_a_routine keyboarding buttoning cleaning_up "
    "visual_search",
    "PT": "balance ball_skills jumping running stairs core_strength coordination team_games cycling endurance "
    "climbing posture hopping skipping throwing catching kicking crawling_games obstacle_courses "
    "swimming_readiness rope_games stopping floor_to_stand gentle_contact",
}
WEEKDAYS = DAYS[:5]
AFTER_SCHOOL = (("14:00", "15:30"), ("14:30", "16:00"), ("15:15", "16:45"), ("15:30", "17:30"), ("16:30", "18:00"))
MORNINGS = (("08:00", "09:30"), ("08:30", "10:30"), ("09:30", "11:00"), ("10:00", "11:30"), ("10:30", "12:00"))
SHIFTS = (("08:00", "12:00"), ("13:30", "18:00"), ("09:00", "17:00"), ("14:00", "18:00"))
# Largest group as payers and plans cap it; 0: no cap.
MOST_SIZES = (2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 0, 0, 0)
CHILDREN_PER_ADULT = 15


def sample(children: int, sites: int = 1, disciplines: int = 1, seed: int = 0) -> Json:
    """A problem document. All draws go through ``random()``, which is the same on every machine."""
    draw = _Draw(seed)
    site_names = [f"site{number + 1:02d}" for number in range(sites)]
    names = [DISCIPLINES[number % 6] + ("" if number < 6 else str(number // 6)) for number in range(disciplines)]
    pools = [(site, discipline) for site in site_names for discipline in names]
    made = [_child(draw, number, *pools[number % len(pools)]) for number in range(children)]
    staff = [person for pool in pools for person in _staff(draw, *pool, -(-children // len(pools)))]
    staff = [{"id": f"t{number + 1:03d}", **person} for number, person in enumerate(staff)]
    _wishes(draw, made)
    _last_term(draw, made, staff)
    rooms = _rooms(draw, site_names, len(staff) / sites)
    return {"version": 1, "children": made, "staff": staff, "rooms": rooms}


class _Draw:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed).random  # noqa: S311 - not secret

    def chance(self, share: float) -> bool:
        return self.random() < share

    def whole(self, low: int, high: int) -> int:
        return low + int(self.random() * (high - low + 1))

    def one(self, values: tuple[Value, ...] | list[Value]) -> Value:
        return values[int(self.random() * len(values))]

    def some(self, values: tuple[Value, ...] | list[Value], count: int) -> list[Value]:
        """Without repeats, in the order of the list."""
        left = list(range(len(values)))
        chosen = sorted(left.pop(int(self.random() * len(left))) for _ in range(min(count, len(values))))
        return [values[index] for index in chosen]

    def popular(self, values: list[str], count: int) -> list[str]:
        """As ``some``, but the first of the list come up more often, as some goals do in a clinic."""
        left = list(values)
        return [left.pop(int(self.random() ** 1.6 * len(left))) for _ in range(count)]


def _child(draw: _Draw, number: int, site: str, discipline: str) -> Json:
    age = 24 + int(120 * (draw.random() + draw.random()) / 2)
    ability = draw.whole(1, 4)
    skills = SKILLS[discipline if discipline in SKILLS else "SLP"].split()
    goals = [
        {"skill": skill, "level": max(1, min(5, ability + draw.whole(-1, 1)))}
        for skill in draw.popular(skills, draw.whole(1, 3))
    ]
    child: Json = {
        "id": f"c{number + 1:04d}",
        "site": site,
        "discipline": discipline,
        "age_months": age,
        "goals": goals,
        "available": _child_week(draw, age),
        "noise_tolerance": draw.one(("low", "medium", "medium", "high")),
        "languages": ["en"] if draw.chance(0.7) else draw.one([["en", "es"], ["es"]]),
        "priority": draw.one((0, 0, 0, 1, 1, 2)),
        "waiting_weeks": draw.whole(0, 20) if draw.chance(0.5) else 0,
        "family": f"f{number + 1:04d}",
        "needs_support": draw.chance(0.08),
        "aggression": draw.chance(0.06),
        "group_allowed": draw.chance(0.96),
    }
    most = draw.one(MOST_SIZES)
    if most:
        child["max_size"] = most
    return child


def _child_week(draw: _Draw, age: int) -> Json:
    choices = MORNINGS if age < 60 else AFTER_SCHOOL
    week = {day: [list(draw.one(choices))] for day in draw.some(WEEKDAYS, draw.whole(1, 3))}
    return dict(week)


def _staff(draw: _Draw, site: str, discipline: str, children: int) -> list[Json]:
    return [
        {
            "disciplines": [discipline],
            "sites": [site],
            "languages": ["en", "es"] if draw.chance(0.3) else ["en"],
            "available": {day: [list(draw.one(SHIFTS))] for day in draw.some(WEEKDAYS, draw.whole(4, 5))},
            "max_groups": draw.whole(6, 10),
        }
        for _ in range(max(1, -(-children // CHILDREN_PER_ADULT)))
    ]


def _rooms(draw: _Draw, sites: list[str], staff_per_site: float) -> list[Json]:
    hours = {day: [["08:00", "18:00"]] for day in WEEKDAYS}
    count = max(1, round(staff_per_site * 0.8))
    places = [(site, number) for site in sites for number in range(count)]
    return [
        {"id": f"{site}-r{number + 1}", "site": site, "capacity": draw.one((4, 6, 6, 8)), "available": hours}
        for site, number in places
    ]


def _wishes(draw: _Draw, children: list[Json]) -> None:
    """A few pairs who had better not meet (always from both sides), and a few friends."""
    step = max(1, len({(child["site"], child["discipline"]) for child in children}))
    for index, child in enumerate(children):
        other = index + step * draw.whole(1, 4)
        if other >= len(children):
            continue
        if draw.chance(0.03):
            _name(child, "avoid", children[other])
            _name(children[other], "avoid", child)
        elif draw.chance(0.06):
            _name(child, "together", children[other])


def _name(child: Json, key: str, other: Json) -> None:
    names = child.setdefault(key, [])
    if isinstance(names, list) and other["id"] not in names:
        names.append(other["id"])


def _last_term(draw: _Draw, children: list[Json], staff: list[Json]) -> None:
    """Most children were in a group last term, with neighbours in age, led by someone of their pool."""
    pools: dict[tuple[object, object], list[Json]] = {}
    for child in children:
        if draw.chance(0.6):
            pools.setdefault((child["site"], child["discipline"]), []).append(child)
    number = 0
    for (site, discipline), known in pools.items():
        leaders = [person for person in staff if person["sites"] == [site] and person["disciplines"] == [discipline]]
        known.sort(key=lambda child: (str(child["age_months"]).zfill(4), str(child["id"])))
        for first in range(0, len(known), 3):
            number += 1
            members = known[first : first + 3]
            day = draw.one(sorted(_days(members[0])))
            start = clock(draw.one((14 * 60 + 30, 15 * 60, 15 * 60 + 30, 9 * 60)))
            place = {"group": f"g{number}", "staff": draw.one(leaders)["id"], "day": day, "start": start}
            for member in members:
                member["previous"] = dict(place)


def _days(child: Json) -> list[str]:
    week = child["available"]
    return [str(day) for day in week] if isinstance(week, dict) else []
