"""Who may see and do what, written by hand and apart from the code that decides: the walker believes this table.

Names are those of the cast (tests/cast.py). `OF[child]` says which sections of that child's record each of them may
see; nobody else may see any. `PAGES` says who gets into each page of Maya, and `DOERS` who may send to it.
"""

from __future__ import annotations

SECTION = {
    "access.BreakGlass.why": "trail",
    "access.User.name": "people",
    "areas": "day",
    "areas.BehaviourEvent": "behaviour",
    "areas.FunctionHypothesis": "behaviour",
    "areas.IncidentReview": "incident",
    "areas.MealNote": "home",
    "areas.MilestoneAnswer": "milestones",
    "areas.MilestoneNote": "team",
    "areas.SensoryEvent": "home",
    "equipment": "things",
    "equipment.EquipmentLoan": "clinical",
    "equipment.EquipmentTrial": "clinical",
    "capture": "clinical",
    "capture.Device": "people",
    "evaluation": "clinical",
    "exchange": "import",
    "home": "home",
    "intake.Enquiry": "enquiry",
    "intake.EnquiryStatus": "enquiry",
    "intake.NextStep": "step",
    "jobs": "job",
    "people.Carer.best_times": "contact",
    "people.ConsentAnswer": "sharing",
    "people.ConsentRequest": "sharing",
    "people.AboutChild": "clinical",
    "people.Carer.email": "contact",
    "people.Carer.phone": "contact",
    "people.Carer.name": "people",
    "people.CarerRelation": "people",
    "people.Child": "who",
    "people.ChildStatus": "clinical",
    "people.Diagnosis": "clinical",
    "people.Licence": "people",
    "people.OutsideParty": "people",
    "people.Precaution": "clinical",
    "people.PrecautionEnd": "clinical",
    "people.StaffMember": "people",
    "discharge": "clinical",
    "mastery": "clinical",
    "plan": "clinical",
    "plan.AcceptanceRule": "methods",
    "plan.EvidenceReview": "methods",
    "plan.LineEntry": "school",
    "plan.LineGoal": "school",
    "plan.PlanAssent": "assent",
    "plan.ServiceLine": "line",
    "plan.Strategy": "methods",
    "planner": "clinical",
    "planner.Feeling": "home",
    "groups": "company",
    "planner.FeelingScale": "home",
    "planner.PersonStory": "games",
    "planner.PlaceStory": "games",
    "play": "games",
    "progress": "clinical",
    "reports": "report",
    "visits.Note": "notes",
    "visits.NoteSignature": "notes",
    "visits.NoteVersion": "notes",
    "visits.NoteVersion.family_summary": "clinical",
    "visits": "clinical",
}
"""The section of a field: by its own name, its model's, or its app's, whichever is named first."""

TEAM = {"who", "clinical", "notes", "home", "step", "contact", "day", "behaviour", "milestones", "team", "company"}
TEAM |= {"sharing", "report", "assent"}
DESK = {"who", "contact", "sharing"}
OF: dict[str, dict[str, set[str]]] = {
    "maya": {
        "ines": TEAM,
        "ada": TEAM,
        "lena": TEAM | {"incident", "line"},
        "fay": DESK,
        "mona": DESK,
        "bill": {"who", "contact"},
        "cora": {"who", "sharing"},
        "rosa": {
            "who",
            "clinical",
            "day",
            "behaviour",
            "milestones",
            "notes",
            "home",
            "step",
            "sharing",
            "report",
            "line",
            "school",
        },
        "daniel": {"who", "home", "play"},
        "okafor": {"who", "clinical", "report", "line", "school"},
        "maya": {"who", "clinical", "day", "home", "step", "assent"},
    },
    "noor": {
        "jiho": TEAM,
        "lena": TEAM | {"incident", "line"},
        "fay": DESK,
        "mona": DESK,
        "bill": {"who", "contact"},
        "cora": {"who", "sharing"},
    },
    "liam": {"eva": TEAM | {"incident", "line"}},
}
"""Sections of a child's record by member of the cast."""

PLAY = {"people.Precaution.title", "people.Precaution.advice", "plan.Goal.title"}
"""What a game at home cannot be given without: what to watch for, and what it is for. Section "play" is these alone."""

HOUSE: dict[str, set[str]] = {
    "ines": {"things", "games", "methods"},
    "jiho": {"things", "games", "methods"},
    "ada": {"things", "games"},
    "lena": {"enquiry", "things", "games", "methods"},
    "fay": {"enquiry", "things"},
    "mona": {"enquiry", "things", "games", "methods"},
    "cora": {"trail"},
    "adam": {"import"},
    "eva": {"enquiry", "things", "games", "methods"},
}
"""Sections of what belongs to an organisation and to no child. Names of people who work here, and of the families one
knows, may be seen by everybody signed in to the same organisation (section "people"), jobs by who asked for them."""

HOME = {"maya": "birch", "noor": "birch", "liam": "stranger"}
"""The clinic of each child."""

CLINIC = {"ines", "jiho", "ada", "lena", "fay", "bill", "mona", "cora", "adam", "rosa", "daniel", "okafor", "maya"}
EVERYONE = CLINIC | {"eva"}

KNOWS = set(OF["maya"])
FAMILY = {"rosa", "daniel", "okafor", "maya"}
TREATS = {"ines", "ada", "lena"}
LEADS = {"ines", "lena"}
ORGANISES = {"ines", "ada", "lena", "fay", "mona"}
SHARES = {"ines", "lena", "fay", "mona"}
READS = {"ines", "ada", "lena", "rosa", "okafor", "maya"}
AT_HOME = {"ines", "ada", "lena", "rosa", "daniel", "maya"}
DAY = READS - {"okafor"}
DIARISTS = TREATS | {"rosa", "maya"}
LENDS = {"ines", "ada", "lena", "mona"}
DESKS = {"lena", "fay", "mona", "eva"}
TELLS = TREATS | {"rosa", "maya"}
PLAYS = {"ines", "jiho", "ada", "lena"}
TIDIES = PLAYS | {"fay", "mona"}


def section(field: str) -> str:
    """The section of `app.Model.field`."""
    model = field.rsplit(".", 1)[0]
    for key in (field, model, model.split(".")[0]):
        if key in SECTION:
            return SECTION[key]
    raise AssertionError(f"{field} has no section: say in expect.py who may see it")


Doors = tuple[set[str], set[str]]
"""Who gets an answer to GET, and who to POST; everybody else is refused, and nothing is written."""

NOBODY: set[str] = set()
ROUTES: dict[str, Doors] = {
    "acceptance_rule": (NOBODY, {"lena", "mona", "eva"}),
    "card": (TELLS - {"maya"}, NOBODY),
    "card_away": (NOBODY, LEADS),
    "card_edit": (LEADS, LEADS),
    "card_new": (LEADS, LEADS),
    "cards": (TELLS - {"maya"}, NOBODY),
    "cosignature": ({"lena"}, {"lena"}),
    "episode": (LEADS, LEADS),
    "evidence_review": (NOBODY, LEADS | {"jiho", "eva"}),
    "measurements": ({"lena", "rosa"}, NOBODY),
    "line": ({"rosa", "okafor"}, {"okafor"}),
    "line_closure": (NOBODY, {"lena", "mona"}),
    "line_new": ({"lena", "mona"}, {"lena", "mona"}),
    "lines": (EVERYONE - {"rosa", "daniel", "maya"}, NOBODY),
    "objection_outcome": (NOBODY, LEADS),
    "plan_amendment": (NOBODY, LEADS),
    "plan_assent": (NOBODY, TREATS | {"maya"}),
    "plan_method": (NOBODY, LEADS),
    "plan_part_removal": (NOBODY, LEADS),
    "plan_parts": (LEADS, LEADS),
    "plans": ({"lena", "mona", "eva"}, NOBODY),
    "service_end": (NOBODY, TELLS - {"maya"}),
    "services": (TELLS - {"maya"}, TELLS - {"maya"}),
    "strategies": (LEADS | {"jiho", "mona", "eva"}, NOBODY),
    "strategy_new": (LEADS | {"jiho", "eva"}, LEADS | {"jiho", "eva"}),
    "supervision": ({"lena", "mona", "eva"}, {"lena", "mona", "eva"}),
    "to_cosign": (LEADS | {"jiho", "eva"}, NOBODY),
    "activities": (EVERYONE, NOBODY),
    "activity": (EVERYONE, NOBODY),  # each clinic has a game of its own under this number
    "activity_edit": (PLAYS | {"eva"}, PLAYS | {"eva"}),
    "activity_new": (PLAYS | {"eva"}, PLAYS | {"eva"}),
    "activity_photos": (NOBODY, PLAYS | {"eva"}),
    "activity_state": (NOBODY, PLAYS | {"eva"}),
    "approach": (TREATS | {"rosa"}, TREATS),
    "approach_incidents": ({"lena", "mona", "eva"}, NOBODY),
    "approach_look": (NOBODY, {"lena"}),
    "child_equipment": (TREATS | {"rosa"}, NOBODY),
    "equipment": (TIDIES | {"eva"}, NOBODY),
    "equipment_check": (NOBODY, TIDIES),
    "equipment_item": (TIDIES, NOBODY),
    "equipment_loans": (NOBODY, TREATS),
    "equipment_new": (TIDIES | {"eva"}, TIDIES | {"eva"}),
    "equipment_state": (NOBODY, TIDIES),
    "equipment_trials": (NOBODY, TREATS),
    "feeling_removal": (NOBODY, LEADS),
    "feeling_scale": (NOBODY, TREATS | {"rosa"}),
    "feelings": (AT_HOME, TREATS | {"rosa", "maya"}),
    "game_adjustment": (NOBODY, TREATS),
    "game_place": (NOBODY, TREATS),
    "game_removal": (NOBODY, TREATS),
    "game_renewal": (NOBODY, TREATS),
    "loan_return": (NOBODY, ORGANISES),
    "person_story": (LEADS, LEADS),
    "photo": (CLINIC, NOBODY),
    "photo_removal": (NOBODY, PLAYS),
    "place_story": (PLAYS, PLAYS),
    "preparation": (TREATS | {"rosa"}, NOBODY),
    "preparation_new": (TREATS, TREATS),
    "preparation_story": (TREATS | {"rosa"}, NOBODY),
    "stories": (PLAYS | {"eva"}, NOBODY),
    "company": (TREATS | {"rosa"}, NOBODY),
    "company_how": (LEADS, LEADS),
    "company_seen": (NOBODY, TREATS),
    "company_skills": (LEADS, LEADS),
    "company_step": (LEADS, LEADS),
    "company_times": (TREATS, TREATS),
    "company_wish_end": (NOBODY, {"lena"}),  # a wish names two children: only who may know of both ends it
    "company_wishes": (NOBODY, TREATS),
    "transfer_new": (LEADS, LEADS),
    "transfer_withdrawal": (NOBODY, LEADS),
    "visit_equipment": (NOBODY, TREATS),
    "visit_equipment_removal": (NOBODY, TREATS),
    "visit_games": (NOBODY, TREATS),
    "visit_plan": (TREATS, NOBODY),
    "aac_devices": (LENDS | {"jiho", "eva"}, LENDS | {"jiho", "eva"}),
    "aac_loan": (NOBODY, LENDS | {"jiho"}),
    "aac_return": (NOBODY, LENDS),
    "about": (TREATS | {"rosa"}, TREATS | {"rosa"}),
    "area": (DAY, NOBODY),
    "areas": (DAY, NOBODY),
    "audit": ({"cora"}, NOBODY),
    "behaviour": (TREATS | {"rosa"}, NOBODY),
    "behaviour_function": (LEADS, LEADS),
    "behaviour_new": (TREATS | {"rosa"}, TREATS | {"rosa"}),
    "behaviour_withdrawal": (NOBODY, TREATS),
    "calibration": ({"lena", "mona", "eva"}, NOBODY),
    "carer": (ORGANISES, ORGANISES),
    "carer_rights": (NOBODY, {"lena", "mona"}),
    "carers": (ORGANISES, NOBODY),
    "consent_answer": (NOBODY, {"rosa"}),
    "consent_withdrawal": (NOBODY, SHARES | {"rosa"}),
    "details": (ORGANISES, ORGANISES),
    "sharing": (ORGANISES | {"cora", "rosa"}, NOBODY),
    "sharing_new": (SHARES | {"rosa"}, SHARES | {"rosa"}),
    "sharing_party": (SHARES | {"rosa"}, SHARES | {"rosa"}),
    "calm_plan": (DAY, NOBODY),
    "calm_plan_edit": (LEADS, LEADS),
    "carer_invitation": (NOBODY, {"lena", "fay", "mona"}),
    "child": (KNOWS, NOBODY),
    "child_status": (NOBODY, LEADS | {"fay", "mona"}),
    "capture_beside": (TREATS, NOBODY),
    "capture_day": (TREATS | {"jiho", "eva"}, NOBODY),
    "capture_events": (NOBODY, NOBODY),  # the batch names a clinic; here it names none
    "capture_session": (TREATS | {"jiho", "eva"}, NOBODY),
    "children": (KNOWS - FAMILY | {"jiho", "eva"}, NOBODY),
    "clinic": ({"lena", "mona", "eva"}, NOBODY),
    "devices": ({"lena", "mona", "eva"}, NOBODY),
    "emergency": ({"ines", "jiho"}, {"ines", "jiho"}),
    "emergency_seen": (NOBODY, {"cora"}),
    "enquiries": (DESKS, NOBODY),
    "enquiry": (DESKS - {"eva"}, NOBODY),
    "enquiry_answer": (NOBODY, DESKS - {"eva"}),
    "enquiry_child": (DESKS - {"eva"}, DESKS - {"eva"}),
    "enquiry_closure": (NOBODY, DESKS - {"eva"}),
    "evaluation": (TREATS | {"rosa"}, NOBODY),
    "event_withdrawal": (NOBODY, TREATS),
    "events": (TELLS, TELLS),
    "fidelity": (TELLS, TELLS),
    "fidelity_withdrawal": (NOBODY, {"ines"}),
    "evaluation_edit": (LEADS, LEADS),
    "evaluation_new": (LEADS, LEADS),
    "evaluation_signature": (NOBODY, LEADS),
    "evaluations": (TREATS | {"rosa"}, NOBODY),
    "food_diary": (AT_HOME, DIARISTS),
    "food_note": (TREATS, TREATS),
    "goal": (READS, NOBODY),
    "goal_bank": (LEADS | {"jiho", "eva"}, LEADS | {"jiho", "eva"}),
    "goal_bank_end": (NOBODY, LEADS | {"jiho"}),
    "goal_edit": (LEADS, LEADS),
    "agreement": (TREATS, NOBODY),
    "goal_rule": (READS, LEADS),
    "goal_phases": (NOBODY, LEADS),
    "probes": (NOBODY, LEADS),
    "probe_end": (NOBODY, LEADS),
    "move_confirmation": (NOBODY, LEADS),
    "move_refusal": (NOBODY, LEADS),
    "goodbye": (READS - {"okafor"}, NOBODY),
    "goodbye_certificate": (READS - {"okafor"}, NOBODY),
    "goodbye_edit": (LEADS, LEADS),
    "goodbye_completion": (NOBODY, LEADS),
    "comeback": (NOBODY, LEADS),
    "follow_up": (LEADS, LEADS),
    "goal_word": (NOBODY, LEADS | {"rosa"}),
    "goodbyes": ({"lena", "mona", "eva"}, NOBODY),
    "goal_new": (LEADS, LEADS),
    "goal_phase": (NOBODY, LEADS),
    "goal_reached": (NOBODY, LEADS),
    "goal_suggestions": (LEADS, NOBODY),
    "goal_state": (NOBODY, LEADS),
    "held": ({"lena", "eva"}, NOBODY),
    "held_decision": (NOBODY, {"lena"}),
    "home_activity_end": (NOBODY, LEADS),
    "home_activity_new": (LEADS, LEADS),
    "home_programme": (AT_HOME, NOBODY),
    "how_it_goes": (TELLS, TELLS),
    "import": ({"adam"}, NOBODY),
    "import_start": (NOBODY, {"adam"}),
    "imports": ({"adam"}, {"adam"}),
    "incident": ({"lena"}, {"lena"}),
    "incidents": ({"lena", "eva"}, NOBODY),
    "job": ({"ines"}, NOBODY),
    "meal_withdrawal": (NOBODY, TREATS),
    "milestone_note": (NOBODY, TREATS),
    "milestones": (TREATS | {"rosa"}, TREATS | {"rosa"}),
    "next_step": (ORGANISES, ORGANISES),
    "next_step_completion": (NOBODY, ORGANISES),
    "next_step_renewal": (NOBODY, ORGANISES),
    "note": (TREATS | {"rosa"}, TREATS),
    "note_amendment": (LEADS, LEADS),
    "note_remark": (NOBODY, TREATS),
    "note_signature": (NOBODY, LEADS),
    "observation_withdrawal": (NOBODY, TREATS),
    "observations": (NOBODY, TREATS),
    "organisation": (NOBODY, NOBODY),
    "our-child": (EVERYONE, NOBODY),
    "plan": (READS, NOBODY),
    "plan_acceptance": ({"rosa"}, NOBODY),  # the form names the version that was read; here it names none
    "plan_edit": (LEADS, LEADS),
    "plan_signature": (NOBODY, LEADS),
    "plan_version": (TREATS | {"rosa"}, NOBODY),
    "practice": (NOBODY, {"rosa", "maya"}),
    "practice_withdrawal": (NOBODY, {"rosa", "maya"}),
    "precaution_end": (NOBODY, TREATS),
    "precaution_renewal": (NOBODY, TREATS),
    "precautions": (AT_HOME, TREATS | {"rosa"}),
    "priorities": (TREATS | {"rosa"}, TREATS | {"rosa"}),
    "child_reports": (TREATS | {"rosa"}, NOBODY),
    "report": (TREATS | {"rosa", "okafor"}, NOBODY),
    "report_draft": (LEADS, LEADS),
    "report_giving": (NOBODY, LEADS),
    "report_new": (LEADS, LEADS),
    "report_pdf": (TREATS | {"rosa", "okafor"}, NOBODY),
    "report_run_seen": (NOBODY, LEADS),
    "report_schedule_end": (NOBODY, LEADS),
    "report_schedule_new": (LEADS, LEADS),
    "report_signature": (NOBODY, LEADS),
    "report_wording": (NOBODY, LEADS),
    "reports": (LEADS | FAMILY | {"jiho", "mona", "eva"}, NOBODY),
    "review": (LEADS, LEADS),
    "reviews": (LEADS | {"jiho", "eva"}, NOBODY),
    "sensory_diary": (AT_HOME, DIARISTS),
    "sensory_end": (NOBODY, TREATS),
    "sensory_note": (TREATS, TREATS),
    "sensory_withdrawal": (NOBODY, TREATS),
    "team": ({"lena", "mona"}, {"lena", "mona"}),
    "team_end": (NOBODY, {"lena", "mona"}),
    "today": (TREATS | {"jiho", "eva"}, NOBODY),
    "visit": (TREATS | {"rosa"}, NOBODY),
    "visit_cancellation": (NOBODY, TREATS),
    "visit_finish": (NOBODY, TREATS),
    "visit_mood": (NOBODY, TREATS),
    "visit_new": (TREATS, TREATS),
    "visit_start": (NOBODY, TREATS),
    "voice": (DAY, NOBODY),
    "voice_edit": (TREATS, TREATS),
    "week": ({"rosa", "daniel", "maya"}, NOBODY),
}
"""Doors of every page about Maya and of the house, for the people of the cast."""

OPEN = {
    "capture", "capture_worker", "capture_manifest",
    "start", "health", "demo", "demo_sign_in", "design", "help", "help_sent", "language", "theme",
}  # fmt: skip
"""Pages for anyone, signed in or not; they may show no token but the names a clinic shows the public."""


def is_open(route: str) -> bool:
    """Public pages, and the account pages everybody has for themselves."""
    return route in OPEN or route.startswith(("account_", "mfa_"))
