"""Rows come in order within their parents; the parents' own order is not asked for with each of them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0010_judged_at_the_act"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="application",
            options={
                "ordering": ["decision_id", "pk"],
                "verbose_name": "decision on the result of an evaluation",
                "verbose_name_plural": "decisions on results of evaluations",
            },
        ),
        migrations.AlterModelOptions(
            name="approval",
            options={
                "ordering": ["decision_id", "kind", "pk"],
                "verbose_name": "approval",
                "verbose_name_plural": "approvals",
            },
        ),
        migrations.AlterModelOptions(
            name="attendance",
            options={
                "ordering": ["item_id", "pk"],
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
            },
        ),
        migrations.AlterModelOptions(
            name="basisitem",
            options={
                "ordering": ["preparation_id", "position"],
                "verbose_name": "item of the basis",
                "verbose_name_plural": "items of the basis",
            },
        ),
        migrations.AlterModelOptions(
            name="channel",
            options={
                "ordering": ["publication_id", "on", "pk"],
                "verbose_name": "channel of publication",
                "verbose_name_plural": "channels of publication",
            },
        ),
        migrations.AlterModelOptions(
            name="clause",
            options={"ordering": ["draft_id", "position"], "verbose_name": "clause", "verbose_name_plural": "clauses"},
        ),
        migrations.AlterModelOptions(
            name="competitionreview",
            options={
                "ordering": ["decision_id", "round"],
                "verbose_name": "fair-competition review",
                "verbose_name_plural": "fair-competition reviews",
            },
        ),
        migrations.AlterModelOptions(
            name="consultation",
            options={
                "ordering": ["decision_id", "round"],
                "verbose_name": "public consultation",
                "verbose_name_plural": "public consultations",
            },
        ),
        migrations.AlterModelOptions(
            name="counselopinion",
            options={
                "ordering": ["decision_id", "pk"],
                "verbose_name": "opinion of counsel",
                "verbose_name_plural": "opinions of counsel",
            },
        ),
        migrations.AlterModelOptions(
            name="deliberationrequest",
            options={
                "ordering": ["decision_id", "round"],
                "verbose_name": "request for deliberation",
                "verbose_name_plural": "requests for deliberation",
            },
        ),
        migrations.AlterModelOptions(
            name="determination",
            options={
                "ordering": ["decision_id", "procedure", "revision"],
                "verbose_name": "applicability determination",
                "verbose_name_plural": "applicability determinations",
            },
        ),
        migrations.AlterModelOptions(
            name="draft",
            options={"ordering": ["decision_id", "version"], "verbose_name": "draft", "verbose_name_plural": "drafts"},
        ),
        migrations.AlterModelOptions(
            name="draftoption",
            options={
                "ordering": ["preparation_id", "position"],
                "verbose_name": "option of a draft",
                "verbose_name_plural": "options of drafts",
            },
        ),
        migrations.AlterModelOptions(
            name="earlierassessment",
            options={
                "ordering": ["assessment_id", "pk"],
                "verbose_name": "earlier assessment",
                "verbose_name_plural": "earlier assessments",
            },
        ),
        migrations.AlterModelOptions(
            name="evaluation",
            options={
                "ordering": ["decision_id", "pk"],
                "verbose_name": "evaluation",
                "verbose_name_plural": "evaluations",
            },
        ),
        migrations.AlterModelOptions(
            name="evaluationmember",
            options={
                "ordering": ["evaluation_id", "pk"],
                "verbose_name": "member of an evaluation",
                "verbose_name_plural": "members of evaluations",
            },
        ),
        migrations.AlterModelOptions(
            name="evaluationorder",
            options={
                "ordering": ["decision_id", "round"],
                "verbose_name": "decision on an evaluation",
                "verbose_name_plural": "decisions on evaluations",
            },
        ),
        migrations.AlterModelOptions(
            name="evaluationtrigger",
            options={
                "ordering": ["decision_id", "on", "pk"],
                "verbose_name": "ground for an evaluation",
                "verbose_name_plural": "grounds for evaluations",
            },
        ),
        migrations.AlterModelOptions(
            name="executingunit",
            options={
                "ordering": ["decision_id", "-is_principal", "pk"],
                "verbose_name": "executing unit",
                "verbose_name_plural": "executing units",
            },
        ),
        migrations.AlterModelOptions(
            name="executionopinion",
            options={
                "ordering": ["decision_id", "received_on", "pk"],
                "verbose_name": "opinion on the execution",
                "verbose_name_plural": "opinions on the execution",
            },
        ),
        migrations.AlterModelOptions(
            name="executionreport",
            options={
                "ordering": ["decision_id", "on", "pk"],
                "verbose_name": "report on the execution",
                "verbose_name_plural": "reports on the execution",
            },
        ),
        migrations.AlterModelOptions(
            name="executiontask",
            options={
                "ordering": ["decision_id", "position"],
                "verbose_name": "task of the execution",
                "verbose_name_plural": "tasks of the execution",
            },
        ),
        migrations.AlterModelOptions(
            name="hearing",
            options={
                "ordering": ["decision_id", "number"],
                "verbose_name": "hearing",
                "verbose_name_plural": "hearings",
            },
        ),
        migrations.AlterModelOptions(
            name="hearingapplicant",
            options={
                "ordering": ["hearing_id", "applied_at", "pk"],
                "verbose_name": "applicant for a hearing",
                "verbose_name_plural": "applicants for hearings",
            },
        ),
        migrations.AlterModelOptions(
            name="hearingdelivery",
            options={
                "ordering": ["participant_id", "delivered_on", "pk"],
                "verbose_name": "delivery of hearing papers",
                "verbose_name_plural": "deliveries of hearing papers",
            },
        ),
        migrations.AlterModelOptions(
            name="hearingparticipant",
            options={
                "ordering": ["hearing_id", "pk"],
                "verbose_name": "participant of a hearing",
                "verbose_name_plural": "participants of hearings",
            },
        ),
        migrations.AlterModelOptions(
            name="hearingparty",
            options={
                "ordering": ["hearing_id", "pk"],
                "verbose_name": "party to a hearing",
                "verbose_name_plural": "parties to hearings",
            },
        ),
        migrations.AlterModelOptions(
            name="indicator",
            options={
                "ordering": ["evaluation_id", "pk"],
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
            },
        ),
        migrations.AlterModelOptions(
            name="leadunit",
            options={
                "ordering": ["decision_id", "-is_principal", "pk"],
                "verbose_name": "lead unit",
                "verbose_name_plural": "lead units",
            },
        ),
        migrations.AlterModelOptions(
            name="minutesaddendum",
            options={
                "ordering": ["record_id", "sequence"],
                "verbose_name": "addendum to the minutes",
                "verbose_name_plural": "addenda to the minutes",
            },
        ),
        migrations.AlterModelOptions(
            name="operatoropinion",
            options={
                "ordering": ["review_id", "pk"],
                "verbose_name": "opinion of an operator",
                "verbose_name_plural": "opinions of operators",
            },
        ),
        migrations.AlterModelOptions(
            name="opinionanswer",
            options={
                "ordering": ["decision_id", "pk"],
                "verbose_name": "answer to opinions",
                "verbose_name_plural": "answers to opinions",
            },
        ),
        migrations.AlterModelOptions(
            name="packmove",
            options={
                "ordering": ["decision_id", "pk"],
                "verbose_name": "move to another rule pack",
                "verbose_name_plural": "moves to other rule packs",
            },
        ),
        migrations.AlterModelOptions(
            name="participationrecord",
            options={
                "ordering": ["decision_id", "held_on", "pk"],
                "verbose_name": "record of participation",
                "verbose_name_plural": "records of participation",
            },
        ),
        migrations.AlterModelOptions(
            name="pause",
            options={
                "ordering": ["submission_id", "starts_on"],
                "verbose_name": "interruption of a review",
                "verbose_name_plural": "interruptions of reviews",
            },
        ),
        migrations.AlterModelOptions(
            name="preliminaryreview",
            options={
                "ordering": ["decision_id", "pk"],
                "verbose_name": "preliminary fair-competition review",
                "verbose_name_plural": "preliminary fair-competition reviews",
            },
        ),
        migrations.AlterModelOptions(
            name="problemreport",
            options={
                "ordering": ["decision_id", "on", "pk"],
                "verbose_name": "report of a problem",
                "verbose_name_plural": "reports of problems",
            },
        ),
        migrations.AlterModelOptions(
            name="publicopinion",
            options={
                "ordering": ["decision_id", "number"],
                "verbose_name": "public opinion",
                "verbose_name_plural": "public opinions",
            },
        ),
        migrations.AlterModelOptions(
            name="reviewproblem",
            options={
                "ordering": ["review_id", "position"],
                "verbose_name": "problem named by a review",
                "verbose_name_plural": "problems named by reviews",
            },
        ),
        migrations.AlterModelOptions(
            name="reviewsubmission",
            options={
                "ordering": ["decision_id", "round"],
                "verbose_name": "submission for review",
                "verbose_name_plural": "submissions for review",
            },
        ),
        migrations.AlterModelOptions(
            name="riskassessment",
            options={
                "ordering": ["decision_id", "round"],
                "verbose_name": "risk assessment",
                "verbose_name_plural": "risk assessments",
            },
        ),
        migrations.AlterModelOptions(
            name="riskopinion",
            options={
                "ordering": ["assessment_id", "pk"],
                "verbose_name": "opinion of a department on the risks",
                "verbose_name_plural": "opinions of departments on the risks",
            },
        ),
        migrations.AlterModelOptions(
            name="riskpoint",
            options={
                "ordering": ["assessment_id", "position"],
                "verbose_name": "risk point",
                "verbose_name_plural": "risk points",
            },
        ),
        migrations.AlterModelOptions(
            name="ruleparameter",
            options={"ordering": ["pack_id", "key"], "verbose_name": "parameter", "verbose_name_plural": "parameters"},
        ),
        migrations.AlterModelOptions(
            name="snapshot",
            options={
                "ordering": ["decision_id", "sequence"],
                "verbose_name": "snapshot",
                "verbose_name_plural": "snapshots",
            },
        ),
        migrations.AlterModelOptions(
            name="spokenview",
            options={
                "ordering": ["item_id", "sequence"],
                "verbose_name": "view expressed",
                "verbose_name_plural": "views expressed",
            },
        ),
        migrations.AlterModelOptions(
            name="standing",
            options={
                "ordering": ["decision_id", "snapshot_id", "procedure"],
                "verbose_name": "standing of a procedure",
                "verbose_name_plural": "standings of procedures",
            },
        ),
        migrations.AlterModelOptions(
            name="supervision",
            options={
                "ordering": ["decision_id", "check_number", "pk"],
                "verbose_name": "step of supervision",
                "verbose_name_plural": "steps of supervision",
            },
        ),
        migrations.AlterModelOptions(
            name="suspension",
            options={
                "ordering": ["decision_id", "pk"],
                "verbose_name": "suspension",
                "verbose_name_plural": "suspensions",
            },
        ),
        migrations.AlterModelOptions(
            name="taskprogress",
            options={
                "ordering": ["report_id", "task__position"],
                "verbose_name": "progress of a task",
                "verbose_name_plural": "progress of tasks",
            },
        ),
        migrations.AlterModelOptions(
            name="unitopinion",
            options={
                "ordering": ["reply_id", "pk"],
                "verbose_name": "opinion of a unit",
                "verbose_name_plural": "opinions of units",
            },
        ),
        migrations.AlterModelOptions(
            name="unitrequest",
            options={
                "ordering": ["draft_id", "pk"],
                "verbose_name": "request to a unit",
                "verbose_name_plural": "requests to units",
            },
        ),
    ]
