"""The table of pictures names pages that exist, each once."""

from collections import Counter

import pytest
from django.urls import get_resolver

from tools.shot_pages import SHOTS, Shot

SENT_TO = """
    company_seen company_wish_end company_wishes transfer_withdrawal
    comeback goal_phases goal_word goodbye_completion move_confirmation move_refusal probe_end probes
    carer_invitation child_status demo_sign_in emergency_seen enquiry_answer enquiry_closure evaluation_signature
    goal_phase goal_state home_activity_end import_start language next_step_completion next_step_renewal note_remark
    note_signature observation_withdrawal observations organisation plan_acceptance plan_signature practice
    practice_withdrawal precaution_end precaution_renewal team_end theme visit_cancellation visit_finish visit_mood
    visit_start mfa_login_webauthn
    group_adult group_dates group_joining group_leaving group_note group_off
    group_scenario group_shared
    activity_photos activity_state approach_look equipment_check equipment_loans equipment_state equipment_trials
    feeling_removal feeling_scale game_adjustment game_place game_removal game_renewal loan_return photo_removal
    visit_equipment visit_equipment_removal visit_games
    aac_loan aac_return acceptance_rule behaviour_function behaviour_withdrawal capture_events card_away carer_rights
    consent_answer consent_withdrawal event_withdrawal fidelity_withdrawal goal_bank_end goal_reached goal_suggestions
    held_decision line_closure meal_withdrawal milestone_note objection_outcome plan_amendment plan_part_removal
    report_giving report_run_seen report_schedule_end report_signature sensory_end sensory_withdrawal service_end
    note_choice service_kind_end service_kind_new
    proposal_groups proposal_locks proposal_moves proposal_publication proposal_questions proposal_removal
    proposal_return proposal_solution proposal_undo
"""
"""Addresses that forms send to: they show no page of their own."""
ELSEWHERE = """
    visit_plan preparation_new paper_again
    calm_plan_edit capture_beside
    capture_day capture_manifest capture_session capture_worker evidence_review food_note incident measurements
    plan_assent plan_method report_pdf report_wording sensory_diary sensory_note voice_edit
    follow_up goodbye_certificate activity_edit equipment_new person_story photo place_story
    health help_sent evaluation_edit import job account_reset_password_from_key account_reset_password_from_key_done
    account_reset_password_done account_change_password account_email account_inactive account_confirm_email
    account_email_verification_sent account_reauthenticate mfa_authenticate mfa_reauthenticate
    mfa_reauthenticate_webauthn mfa_activate_totp mfa_deactivate_totp mfa_add_webauthn mfa_edit_webauthn
    mfa_list_webauthn mfa_remove_webauthn mfa_generate_recovery_codes mfa_view_recovery_codes
    mfa_download_recovery_codes
"""
"""Pages that need something sent first (most of them are seen in tests/system/test_loop.py), or are for machines."""


def test_every_page_is_pictured_or_named_here() -> None:
    named = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    pictured = {shot.name for shot in SHOTS} | {shot.name.partition("-")[0] for shot in SHOTS}

    assert sorted(named - pictured - {*SENT_TO.split(), *ELSEWHERE.split()}) == []


def test_every_picture_has_a_name_of_its_own() -> None:
    assert [name for name, count in Counter(shot.name for shot in SHOTS).items() if count > 1] == []


@pytest.mark.parametrize("shot", [shot for shot in SHOTS if shot.name != "not-found"], ids=lambda shot: shot.name)
def test_every_picture_is_of_a_page_that_exists(shot: Shot) -> None:
    named = {str(name) for name in get_resolver().reverse_dict}

    assert shot.name in named or shot.name.partition("-")[0] in named
