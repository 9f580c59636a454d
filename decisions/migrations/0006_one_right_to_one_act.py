"""Dossiers are exported by the archive's right; the second right of the same name goes."""

from django.db import migrations


def forget(apps, schema_editor):
    """Take the right from whoever holds it; Django itself keeps the rows of rights that are no more."""
    permission = apps.get_model("auth", "Permission")
    permission.objects.filter(content_type__app_label="decisions", codename="export_dossier").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("decisions", "0005_lists_in_order"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="decision",
            options={
                "ordering": ["-year", "-pk"],
                "permissions": [
                    ("read_authority_decisions", "Read the decisions of the authority"),
                    ("read_unit_decisions", "Read the decisions one's unit takes part in"),
                    ("propose", "Propose a matter"),
                    ("study", "Study a proposal"),
                    ("initiate", "Decide whether to start the procedure"),
                    ("revise_determination", "Revise which procedures apply"),
                    ("withdraw", "Withdraw a matter"),
                    ("hand_over_charge", "Hand a decision to another official in charge"),
                    ("move_rule_pack", "Move a decision to another version of the rules"),
                    ("draft", "Draw up a draft"),
                    ("consult_units", "Consult units"),
                    ("reply_as_unit", "Reply as a consulted unit"),
                    ("finalise_draft", "Finalise the draft"),
                    ("open_consultation", "Invite public comments"),
                    ("enter_opinion", "Enter opinions received on paper, by telephone or in person"),
                    ("record_participation", "Record meetings, visits, polls and talks"),
                    ("answer_opinions", "Answer the opinions"),
                    ("announce_hearing", "Announce a hearing"),
                    ("register_participants", "Register the participants of a hearing"),
                    ("postpone_hearing", "Postpone a hearing"),
                    ("record_delivery", "Record the delivery of hearing papers"),
                    ("hold_hearing", "Hold a hearing"),
                    ("manage_pool", "Manage the pool of experts"),
                    ("convene_panel", "Convene an expert panel"),
                    ("declare_conflicts", "Declare conflicts of interest"),
                    ("score", "Argue and score"),
                    ("replace_expert", "Replace an expert"),
                    ("extend_scoring", "Give the experts more time"),
                    ("open_sheets", "Open the sealed score sheets"),
                    ("conclude_panel", "Conclude the expert argumentation"),
                    ("assess_risk", "Assess risks"),
                    ("find_risk", "Find whether a risk is controllable"),
                    ("preliminary_competition_review", "Review fair competition first, as the drafting unit"),
                    ("review_competition", "Review fair competition"),
                    ("submit_for_review", "Submit for legality review"),
                    ("accept_submission", "Check a submission"),
                    ("give_legal_opinion", "Give a legal opinion as counsel"),
                    ("pause_review", "Record an interruption of a review"),
                    ("review_legality", "Review legality"),
                    ("respond_to_review", "Act on a review opinion"),
                    ("submit_for_deliberation", "Submit for collective discussion"),
                    ("admit", "Admit to the agenda"),
                    ("deliberate", "Record the collective discussion"),
                    ("correct_minutes", "Correct minutes by an addendum"),
                    ("report_to_party", "Report to the Party committee"),
                    ("report_to_congress", "Report to the people's congress"),
                    ("publish", "Issue and publish"),
                    ("file_dossier", "File a dossier"),
                    ("supplement_dossier", "File a late paper"),
                    ("assign_execution", "Name the executing unit"),
                    ("report_execution", "Report on the execution"),
                    ("report_problem", "Report a problem of the execution"),
                    ("enter_execution_opinion", "Enter opinions on the execution"),
                    ("handle_execution_opinion", "Answer opinions on the execution"),
                    ("supervise", "Check the execution"),
                    ("suspend", "Suspend the execution in urgency"),
                    ("resume", "Resume a suspended execution"),
                    ("trigger_evaluation", "Report a ground for evaluation"),
                    ("decide_evaluation", "Decide on an evaluation"),
                    ("evaluate", "Evaluate a decision"),
                    ("apply_evaluation", "Apply the result of an evaluation"),
                    ("manage_rule_packs", "Manage rule packs"),
                    ("manage_calendar", "Keep the calendar of working days"),
                    ("hand_over_tasks", "Hand over tasks"),
                ],
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
            },
        ),
        # Back again, the right is made by Django after migrating and given by ``set_up_groups``.
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
