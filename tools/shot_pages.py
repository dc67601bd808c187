"""Which pages are photographed, as whom, and how to get there: a start address, then links to follow."""

from __future__ import annotations

from dataclasses import dataclass

ID = r"[0-9a-f-]{36}"


@dataclass(frozen=True)
class Shot:
    """`name` is the page's URL name (a second picture of it adds "-something"); `follow` are patterns of paths.

    `press` is a pattern of a button's or link's words, pressed at the end of the way.
    """

    name: str
    persona: str
    start: str
    follow: tuple[str, ...] = ()
    press: str = ""
    spanish: bool = False


CHILD = rf"/children/{ID}"
VISITOR, THERAPIST, LEAD, DESK, MANAGER, PARENT = "", "therapist", "lead", "front-desk", "manager", "parent"
MAYA = "/today"  # the child every persona knows is next on the therapist's day

SHOTS = (
    Shot("start", VISITOR, "/", spanish=True),
    Shot("demo", VISITOR, "/demo", spanish=True),
    Shot("account_login", VISITOR, "/accounts/login", spanish=True),
    Shot("account_reset_password", VISITOR, "/accounts/password/reset", spanish=True),
    Shot("account_signup", VISITOR, "/accounts/signup", spanish=True),
    Shot("help", VISITOR, "/", (r"/help/[\w-]+",), spanish=True),
    Shot("not-found", VISITOR, "/nothing-here", spanish=True),
    Shot("design", VISITOR, "/design"),
    Shot("today", THERAPIST, "/today"),
    Shot("children", THERAPIST, "/children"),
    Shot("child", THERAPIST, MAYA, (CHILD,)),
    Shot("about", THERAPIST, MAYA, (CHILD, rf"{CHILD}/about")),
    Shot("precautions", THERAPIST, MAYA, (CHILD, rf"{CHILD}/precautions")),
    Shot("team", LEAD, "/children", (CHILD, rf"{CHILD}/team")),
    Shot("sharing", THERAPIST, MAYA, (CHILD, rf"{CHILD}/sharing")),
    Shot("sharing_new", THERAPIST, MAYA, (CHILD, rf"{CHILD}/sharing", rf"{CHILD}/sharing/new")),
    Shot("sharing_party", THERAPIST, MAYA, (CHILD, rf"{CHILD}/sharing", rf"{CHILD}/sharing/{ID}")),
    Shot("carers", LEAD, "/children", (CHILD, rf"{CHILD}/carers")),
    Shot("carer", LEAD, "/children", (CHILD, rf"{CHILD}/carers", rf"{CHILD}/carers/{ID}")),
    Shot("details", THERAPIST, MAYA, (CHILD, rf"{CHILD}/details")),
    Shot("child_reports", THERAPIST, MAYA, (CHILD, rf"{CHILD}/reports")),
    Shot("report_new", THERAPIST, MAYA, (CHILD, rf"{CHILD}/reports", rf"{CHILD}/reports/new")),
    Shot("report_schedule_new", THERAPIST, MAYA, (CHILD, rf"{CHILD}/reports", rf"{CHILD}/reports/schedules/new")),
    Shot("report", THERAPIST, MAYA, (CHILD, rf"{CHILD}/reports", rf"/reports/{ID}")),
    Shot("report_draft", THERAPIST, MAYA, (CHILD, rf"{CHILD}/reports", rf"/reports/{ID}", rf"/reports/{ID}/draft")),
    Shot("reports", MANAGER, "/reports"),
    Shot("next_step", THERAPIST, MAYA, (CHILD, rf"{CHILD}/next-step")),
    Shot("evaluations", THERAPIST, MAYA, (CHILD, rf"{CHILD}/evaluations")),
    Shot("evaluation", THERAPIST, MAYA, (CHILD, rf"{CHILD}/evaluations", rf"/evaluations/{ID}")),
    Shot("evaluation_new", THERAPIST, MAYA, (CHILD, rf"{CHILD}/evaluations", rf"{CHILD}/evaluations/new")),
    Shot("plan", THERAPIST, MAYA, (CHILD, rf"{CHILD}/plan")),
    Shot("plan_edit", THERAPIST, MAYA, (CHILD, rf"{CHILD}/plan", rf"{CHILD}/plan/edit")),
    Shot("plan_version", THERAPIST, MAYA, (CHILD, rf"{CHILD}/plan", rf"/plans/{ID}")),
    Shot("priorities", THERAPIST, MAYA, (CHILD, rf"{CHILD}/plan", rf"{CHILD}/priorities")),
    Shot("goal_new", THERAPIST, MAYA, (CHILD, rf"{CHILD}/plan", rf"{CHILD}/goals/new")),
    Shot("goal_new-step", THERAPIST, MAYA, (CHILD, rf"{CHILD}/plan"), press="Add a step"),
    Shot("goal_edit", THERAPIST, MAYA, (CHILD, rf"{CHILD}/plan", rf"/goals/{ID}/edit")),
    Shot("goal", THERAPIST, MAYA, (CHILD, rf"/goals/{ID}")),
    Shot("goal_rule", THERAPIST, MAYA, (CHILD, rf"/goals/{ID}", rf"/goals/{ID}/rule")),
    Shot("goodbye", THERAPIST, MAYA, (CHILD, rf"{CHILD}/goodbye")),
    Shot("goodbye_edit", THERAPIST, MAYA, (CHILD, rf"{CHILD}/goodbye", rf"{CHILD}/goodbye/edit")),
    Shot("goodbyes", MANAGER, "/clinic", (r"/clinic/goodbyes",)),
    Shot("reviews", THERAPIST, "/reviews"),
    Shot("review", THERAPIST, MAYA, (CHILD, rf"{CHILD}/review")),
    Shot("how_it_goes", THERAPIST, MAYA, (CHILD, rf"{CHILD}/how-it-goes")),
    Shot("events", THERAPIST, MAYA, (CHILD, rf"{CHILD}/how-it-goes", rf"{CHILD}/events")),
    Shot("fidelity", THERAPIST, MAYA, (CHILD, rf"{CHILD}/home", rf"{CHILD}/fidelity")),
    Shot("home_programme", THERAPIST, MAYA, (CHILD, rf"{CHILD}/home")),
    Shot("home_activity_new", THERAPIST, MAYA, (CHILD, rf"{CHILD}/home", rf"{CHILD}/home/new")),
    Shot(
        "home_activity_new-own",
        THERAPIST,
        MAYA,
        (CHILD, rf"{CHILD}/home", rf"{CHILD}/home/new"),
        press="Write your own",
    ),
    Shot("home_activity_new-game", THERAPIST, MAYA, (CHILD, rf"{CHILD}/home", rf"{CHILD}/home/new"), press="Use this"),
    Shot("visit_new", THERAPIST, MAYA, (CHILD, rf"{CHILD}/visits/new")),
    Shot("visit", THERAPIST, "/today", (rf"/visits/{ID}",)),
    Shot("note", THERAPIST, "/today", (rf"/visits/{ID}/note",)),
    Shot("visit-finished", THERAPIST, MAYA, (CHILD, rf"/goals/{ID}", rf"/visits/{ID}")),
    Shot("note-signed", THERAPIST, MAYA, (CHILD, rf"/goals/{ID}", rf"/visits/{ID}", rf"/visits/{ID}/note")),
    Shot(
        "note_amendment",
        THERAPIST,
        MAYA,
        (CHILD, rf"/goals/{ID}", rf"/visits/{ID}", rf"/visits/{ID}/note", rf"/visits/{ID}/note/amendment"),
    ),
    Shot("visit-started", THERAPIST, "/today", press="Start the visit|Go on with the visit"),
    Shot("areas", THERAPIST, MAYA, (CHILD, rf"{CHILD}/areas")),
    Shot("area-sensory", THERAPIST, MAYA, (CHILD, rf"{CHILD}/areas", rf"{CHILD}/areas/sensory")),
    Shot("area-feeding", THERAPIST, MAYA, (CHILD, rf"{CHILD}/areas", rf"{CHILD}/areas/feeding")),
    Shot("area-fine-motor", THERAPIST, MAYA, (CHILD, rf"{CHILD}/areas", rf"{CHILD}/areas/fine_motor")),
    Shot("calm_plan", THERAPIST, MAYA, (CHILD, rf"{CHILD}/areas", rf"{CHILD}/calm-plan")),
    Shot("behaviour", THERAPIST, MAYA, (CHILD, rf"{CHILD}/areas", rf"{CHILD}/behaviour")),
    Shot("voice", THERAPIST, MAYA, (CHILD, rf"{CHILD}/areas", rf"{CHILD}/voice")),
    Shot("milestones", THERAPIST, MAYA, (CHILD, rf"{CHILD}/areas", rf"{CHILD}/milestones")),
    Shot("aac_devices", THERAPIST, "/voice/devices"),
    Shot("incidents", LEAD, "/incidents"),
    Shot("emergency", THERAPIST, "/emergency"),
    Shot("enquiries", DESK, "/enquiries"),
    Shot("enquiry", DESK, "/enquiries", (rf"/enquiries/{ID}",)),
    Shot("enquiry_child", DESK, "/enquiries", (rf"/enquiries/{ID}", rf"/enquiries/{ID}/child")),
    Shot("child-desk", DESK, "/children", (CHILD,)),
    Shot("clinic", MANAGER, "/clinic"),
    Shot("clinic-lead", LEAD, "/clinic"),
    Shot("calibration", MANAGER, "/clinic", ("/clinic/calibration",)),
    Shot("audit", "compliance", "/audit"),
    Shot("imports", "administrator", "/imports"),
    Shot("mfa_index", THERAPIST, "/accounts/2fa/"),
    Shot("account_logout", THERAPIST, "/accounts/logout"),
    Shot("account_set_password", THERAPIST, "/accounts/password/set"),
    Shot("week", PARENT, "/week", spanish=True),
    Shot("our-child", PARENT, "/our-child", spanish=True),
    Shot("about-parent", PARENT, "/our-child", (rf"{CHILD}/about",), spanish=True),
    Shot("precautions-parent", PARENT, "/our-child", (rf"{CHILD}/precautions",), spanish=True),
    Shot("priorities-parent", PARENT, "/our-child", (rf"{CHILD}/plan", rf"{CHILD}/priorities"), spanish=True),
    Shot("sharing-parent", PARENT, "/our-child", (rf"{CHILD}/sharing",), spanish=True),
    Shot("sharing_new-parent", PARENT, "/our-child", (rf"{CHILD}/sharing", rf"{CHILD}/sharing/new"), spanish=True),
    Shot("child_reports-parent", PARENT, "/our-child", (rf"{CHILD}/reports",), spanish=True),
    Shot("report-parent", PARENT, "/our-child", (rf"{CHILD}/reports", rf"/reports/{ID}"), spanish=True),
    Shot("reports-teacher", "teacher", "/reports"),
    Shot("report-teacher", "teacher", "/reports", (rf"/reports/{ID}",)),
    Shot("plan-parent", PARENT, "/our-child", (rf"{CHILD}/plan",), spanish=True),
    Shot("goal-parent", PARENT, "/our-child", (rf"/goals/{ID}",), spanish=True),
    Shot("areas-parent", PARENT, "/our-child", (rf"{CHILD}/areas",), spanish=True),
    Shot("area-parent", PARENT, "/our-child", (rf"{CHILD}/areas", rf"{CHILD}/areas/sensory"), spanish=True),
    Shot("calm_plan-parent", PARENT, "/our-child", (rf"{CHILD}/areas", rf"{CHILD}/calm-plan"), spanish=True),
    Shot(
        "behaviour_new",
        PARENT,
        "/our-child",
        (rf"{CHILD}/areas", rf"{CHILD}/behaviour", rf"{CHILD}/behaviour/new"),
        spanish=True,
    ),
    Shot(
        "behaviour_new-form",
        PARENT,
        "/our-child",
        (rf"{CHILD}/areas", rf"{CHILD}/behaviour", rf"{CHILD}/behaviour/new"),
        press="No, everyone is safe",
    ),
    Shot("food_diary", PARENT, "/our-child", (rf"{CHILD}/areas", rf"{CHILD}/foods/diary"), spanish=True),
    Shot("milestones-parent", PARENT, "/our-child", (rf"{CHILD}/areas", rf"{CHILD}/milestones"), spanish=True),
    Shot("calm_plan-teacher", "teacher", "/our-child", (rf"{CHILD}/calm-plan",)),
    Shot("how_it_goes-parent", PARENT, "/our-child", (rf"{CHILD}/how-it-goes",), spanish=True),
    Shot("events-parent", PARENT, "/our-child", (rf"{CHILD}/how-it-goes", rf"{CHILD}/events"), spanish=True),
    Shot("fidelity-parent", PARENT, "/week", (rf"{CHILD}/fidelity",), spanish=True),
    Shot("how_it_goes-teen", "teen", "/our-child", (rf"{CHILD}/how-it-goes",)),
    Shot("week-limited", "restricted-parent", "/week", spanish=True),
    Shot("child-teen", "teen", "/our-child"),
    Shot("child-teacher", "teacher", "/our-child"),
    Shot("goal-teacher", "teacher", "/our-child", (rf"/goals/{ID}",)),
    Shot("children-biller", "biller", "/children"),
)
