"""Everything a person may be allowed to do, one name each."""

from enum import StrEnum


class Permission(StrEnum):
    SEE_CHILD = "see_child"
    SEE_GOALS = "see_goals"
    SEE_CLINICAL = "see_clinical"
    SEE_NOTES = "see_notes"
    SEE_HOME = "see_home"
    WRITE_PROFILE = "write_profile"
    SET_NEXT_STEP = "set_next_step"
    CHANGE_STATUS = "change_status"
    EVALUATE = "evaluate"
    WRITE_PLAN = "write_plan"
    SIGN_PLAN = "sign_plan"
    ACCEPT_PLAN = "accept_plan"
    RUN_VISIT = "run_visit"
    WRITE_NOTE = "write_note"
    SIGN_NOTE = "sign_note"
    SET_HOME = "set_home"
    LOG_HOME = "log_home"
    DECIDE = "decide"
    ASSIGN_TEAM = "assign_team"
    LEND_DEVICES = "lend_devices"
    REVIEW_INCIDENTS = "review_incidents"
    REVIEW_LATE = "review_late"
    MANAGE_ENQUIRIES = "manage_enquiries"
    SEE_CLINIC = "see_clinic"
    SEE_BILLING = "see_billing"
    SEE_AUDIT = "see_audit"
    BREAK_GLASS = "break_glass"
    KEEP_LIBRARY = "keep_library"
    KEEP_EQUIPMENT = "keep_equipment"
    MANAGE_PEOPLE = "manage_people"
    IMPORT_DATA = "import_data"
    CORRECT_DETAILS = "correct_details"
    MANAGE_CARERS = "manage_carers"
    SEE_SHARING = "see_sharing"
    GIVE_CONSENT = "give_consent"
    ARRANGE_SHARING = "arrange_sharing"
    WRITE_REPORT = "write_report"
    EXPORT_RECORD = "export_record"


class Right(StrEnum):
    """What one carer may do for one child; recorded per child, because a court may limit it."""

    SEE_PLAN = "see_plan"
    SEE_NOTES = "see_notes"
    SEE_HOME_LOG = "see_home_log"
    WRITE_HOME_LOG = "write_home_log"
    WRITE_PROFILE = "write_profile"
    ACCEPT_PLAN = "accept_plan"
    SEE_SCHEDULE = "see_schedule"
    SEE_BILLING = "see_billing"
    MESSAGE = "message"
    SIGN_CONSENT = "sign_consent"
    EXPORT = "export"


RIGHT_GIVES: dict[Right, frozenset[Permission]] = {
    Right.SEE_PLAN: frozenset({Permission.SEE_GOALS, Permission.SEE_CLINICAL, Permission.SEE_SHARING}),
    Right.SEE_NOTES: frozenset({Permission.SEE_NOTES}),
    Right.SEE_HOME_LOG: frozenset({Permission.SEE_HOME}),
    Right.WRITE_HOME_LOG: frozenset({Permission.SEE_HOME, Permission.LOG_HOME}),
    Right.WRITE_PROFILE: frozenset({Permission.WRITE_PROFILE}),
    Right.ACCEPT_PLAN: frozenset({Permission.ACCEPT_PLAN}),
    Right.SEE_SCHEDULE: frozenset(),
    Right.SEE_BILLING: frozenset({Permission.SEE_BILLING}),
    Right.MESSAGE: frozenset(),
    Right.SIGN_CONSENT: frozenset({Permission.SEE_SHARING, Permission.GIVE_CONSENT}),
    Right.EXPORT: frozenset({Permission.EXPORT_RECORD}),
}
"""What each right lets a carer do in the pages that exist."""
