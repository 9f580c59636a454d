"""Put on record what single members say: written opinions, the head's opening, confirmations of the record."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from decisions.deliberation.sql import MEMBERS_BACKWARD, MEMBERS_FORWARD


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0002_guards"),
        ("decisions", "0006_one_right_to_one_act"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MinutesConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[("confirmed", "Confirmed as recorded"), ("corrected", "Confirmed with a correction")],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("remark", models.TextField(blank=True, verbose_name="what is to be corrected")),
                ("is_own", models.BooleanField(verbose_name="given in the system by the member")),
                ("on", models.DateField(verbose_name="confirmed on")),
            ],
            options={
                "verbose_name": "confirmation of the record",
                "verbose_name_plural": "confirmations of the record",
                "ordering": ["attendance"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="WrittenView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="written opinion")),
                ("received_on", models.DateField(verbose_name="received on")),
            ],
            options={
                "verbose_name": "written opinion of an absent member",
                "verbose_name_plural": "written opinions of absent members",
                "ordering": ["attendance"],
                "default_permissions": (),
            },
        ),
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
                    ("confirm_minutes", "Confirm the record of a meeting"),
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
        migrations.AddField(
            model_name="decisionrecord",
            name="opening",
            field=models.CharField(
                blank=True,
                choices=[
                    ("none", "Said nothing on the matter"),
                    ("neutral", "Neutral, the words recorded"),
                    ("leaning", "Showed a leaning"),
                ],
                max_length=8,
                verbose_name="opening by who presides",
            ),
        ),
        migrations.AddField(
            model_name="decisionrecord",
            name="opening_words",
            field=models.TextField(blank=True, verbose_name="words of the opening"),
        ),
        migrations.AlterField(
            model_name="decision",
            name="status",
            field=models.CharField(
                choices=[
                    ("in_procedure", "In procedure"),
                    ("not_started", "Procedure not started"),
                    ("rejected", "Rejected"),
                    ("withdrawn", "Withdrawn"),
                    ("lapsed", "Lapsed"),
                    ("in_force", "In force"),
                    ("suspended", "Suspended"),
                    ("adjusted", "Replaced by an adjustment"),
                    ("terminated", "Terminated"),
                ],
                default="in_procedure",
                max_length=14,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="decisionrecord",
            name="result",
            field=models.CharField(
                choices=[
                    ("adopt", "Passed"),
                    ("adopt_with_changes", "Adopted with changes of wording"),
                    ("change_in_substance", "To be changed in substance and heard again"),
                    ("rediscuss", "To be discussed again"),
                    ("defer", "Deferred"),
                    ("shelve", "Shelved"),
                    ("reject", "Not passed"),
                ],
                max_length=20,
                verbose_name="outcome",
            ),
        ),
        migrations.AlterField(
            model_name="historicaldecision",
            name="status",
            field=models.CharField(
                choices=[
                    ("in_procedure", "In procedure"),
                    ("not_started", "Procedure not started"),
                    ("rejected", "Rejected"),
                    ("withdrawn", "Withdrawn"),
                    ("lapsed", "Lapsed"),
                    ("in_force", "In force"),
                    ("suspended", "Suspended"),
                    ("adjusted", "Replaced by an adjustment"),
                    ("terminated", "Terminated"),
                ],
                default="in_procedure",
                max_length=14,
                verbose_name="status",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opening", "neutral"), _negated=True),
                    models.Q(("opening_words", ""), _negated=True),
                    _connector="OR",
                ),
                name="record_opening_in_words",
                violation_error_message="Record the opening word for word, or that there was none.",
            ),
        ),
        migrations.AddField(
            model_name="minutesconfirmation",
            name="attendance",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmation",
                to="decisions.attendance",
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="minutesconfirmation",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="minutesconfirmation",
            name="material",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="archive.material",
                verbose_name="filed as",
            ),
        ),
        migrations.AddField(
            model_name="writtenview",
            name="attendance",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="written_view",
                to="decisions.attendance",
                verbose_name="absent member",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutesconfirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "corrected"), _negated=True),
                    models.Q(("remark", ""), _negated=True),
                    _connector="OR",
                ),
                name="confirmation_correction_in_words",
                violation_error_message="Say what is to be corrected.",
            ),
        ),
        migrations.AddConstraint(
            model_name="writtenview",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="written_view_says_something",
                violation_error_message="A written opinion says something.",
            ),
        ),
        migrations.AlterField(
            model_name="attendance",
            name="capacity",
            field=models.CharField(
                choices=[
                    ("member", "Member of the meeting"),
                    ("attending", "Attending"),
                    ("observer", "Observer"),
                ],
                max_length=10,
                verbose_name="capacity",
            ),
        ),
        migrations.AlterField(
            model_name="attendance",
            name="presence",
            field=models.CharField(
                choices=[("present", "Present"), ("absent", "Absent"), ("excused", "Absent with leave")],
                max_length=8,
                verbose_name="presence",
            ),
        ),
        migrations.RunSQL(MEMBERS_FORWARD, MEMBERS_BACKWARD),
    ]
