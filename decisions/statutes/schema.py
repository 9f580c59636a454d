"""Every parameter a rule pack may set: the whole of what differs from place to place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from decisions.statutes.spec import Direction, Kind, Measure, Spec

if TYPE_CHECKING:
    from django.utils.functional import Promise

    Text = str | Promise

__all__ = ["GROUPS", "SCHEMA", "Direction", "Kind", "Measure", "Spec", "spec_of"]

GROUPS: dict[str, Text] = {
    "catalogue": _("Annual catalogue"),
    "public": _("Public participation"),
    "hearing": _("Hearing"),
    "expert": _("Expert argumentation"),
    "risk": _("Risk assessment"),
    "legality": _("Legality review"),
    "meeting": _("Collective discussion"),
    "publication": _("Publication"),
    "archive": _("Filing and archives"),
    "execution": _("Execution and supervision"),
    "posteval": _("Post-decision evaluation"),
}

SCHEMA: dict[str, Spec] = {}


def spec_of(key: str) -> Spec:
    """Return what the schema says of a key.

    Raises:
        KeyError: It says nothing; the key is misspelt or not a parameter.
    """
    try:
        return SCHEMA[key]
    except KeyError:
        msg = f"{key} is not a parameter of rule packs."
        raise KeyError(msg) from None


def _enter(key: str, label: Text, kind: Kind, direction: Direction, provision: str, **more: Any) -> None:
    SCHEMA[key] = Spec(key=key, label=label, kind=kind, direction=direction, provision=provision, **more)


def _least(key: str, label: Text, measure: Measure, provision: str, **more: Any) -> None:
    """Enter a number that must at least be reached."""
    _enter(key, label, Kind.INTEGER, Direction.UP, provision, measure=measure, **more)


def _most(key: str, label: Text, measure: Measure, provision: str, **more: Any) -> None:
    """Enter a number that must not be exceeded."""
    _enter(key, label, Kind.INTEGER, Direction.DOWN, provision, measure=measure, **more)


def _demand(key: str, label: Text, provision: str, *, unread: Text = "") -> None:
    """Enter a demand that is made or not."""
    _enter(key, label, Kind.BOOLEAN, Direction.TRUE, provision, default=False, unread=unread)


def _share(key: str, label: Text, provision: str, *, at_least: bool) -> None:
    """Enter a fraction and, beside it, its comparator: half or more, more than half."""
    comparator = f"{key}_comparator"
    direction = Direction.UP if at_least else Direction.DOWN
    _enter(key, label, Kind.SHARE, direction, provision, comparator=comparator)
    _enter(
        comparator,
        format_lazy("{}{}", label, _(" (comparison)")),
        Kind.CHOICE,
        Direction.RANK,
        provision,
        default=">=" if at_least else "<=",
        choices=(">=", ">") if at_least else ("<=", "<"),
        shares=key,
    )


def _day_type(key: str, label: Text, provision: str, choices: tuple[str, str], *, unread: Text = "") -> None:
    """Enter what a number of days counts; the choices go from the looser to the stricter."""
    _enter(key, label, Kind.CHOICE, Direction.RANK, provision, default=choices[0], choices=choices, unread=unread)


# Why a parameter is shown and compared, and nothing judges by it.
_EVERYWHERE = _("Held everywhere, whatever a place says: the rule makes no exception.")
_CATALOGUE = _("The annual catalogue is drawn up outside the system; a matter names its item in it.")
_FIELD = _("Which field of life a matter belongs to is not recorded; a poll that was run is, with who ran it.")
_BUSINESS = _("Whether a matter concerns business is for people to judge; who was heard is on the record.")
_LOTS = _("How participants were chosen is recorded in words; whether lots were drawn is read there, not computed.")
_SPOKEN = _("Statements at a hearing are kept in the words spoken, without a vote for or against to be counted.")
_NO_LAST_DAY = _("A review has a least time here and no last day, so that there is nothing to extend.")
_NO_OBJECTION = _(
    "An objection of the unit checked is no step of a check here; where one is made, its papers are filed."
)


# Article 3(3): catalogues are optional nationally; where one is kept the Party committee consents first.
_demand("catalogue.required", _("an annual catalogue is kept"), "3(3)")
_enter(
    "catalogue.publish_by",
    _("the catalogue is published by"),
    Kind.MONTH_DAY,
    Direction.DOWN,
    "3(3)",
    unread=_CATALOGUE,
)
_enter(
    "catalogue.compiler_role",
    _("who compiles the catalogue"),
    Kind.CHOICE,
    Direction.NONE,
    "3(3)",
    choices=("justice_bureau", "government_office"),
    unread=_CATALOGUE,
)
_demand(
    "catalogue.party_consent_required",
    _("the Party committee consents to the catalogue first"),
    "3(3)",
    unread=_CATALOGUE,
)
_enter(
    "catalogue.columns",
    _("columns of the catalogue"),
    Kind.LIST,
    Direction.SUPERSET,
    "3(3)",
    default=[],
    choices=("item", "lead_unit", "planned_time", "procedures", "hearing"),
    unread=_CATALOGUE,
)

# Articles 14, 15 and 18.
_least("public.min_days", _("period for public comments"), Measure.DAYS, "15(1)")
_day_type("public.day_type", _("days of the comment period are"), "15(1)", ("calendar", "working"))
_enter(
    "public.shortening_allowed",
    _("the comment period may be shortened for a published reason"),
    Kind.BOOLEAN,
    Direction.FALSE,
    "15(1)",
    default=True,
)
_demand("public.contact_required", _("the notice names a contact"), "15(1)", unread=_EVERYWHERE)
_enter(
    "public.poll_required_categories",
    _("matters that need an opinion poll"),
    Kind.LIST,
    Direction.SUPERSET,
    "14(2)",
    default=[],
    choices=("culture_education", "health", "resources", "ecology", "public_utilities"),
    unread=_FIELD,
)
_demand("public.poll_provider_independent", _("whoever runs a poll has no interest in the matter"), "14(2)")
_demand(
    "public.business_consultation",
    _("business and its associations are heard on matters that concern them"),
    "14",
    unread=_BUSINESS,
)
_most(
    "public.adoption_publish_days",
    _("what became of the opinions is published within"),
    Measure.DAYS,
    "18",
)
_day_type(
    "public.adoption_day_type",
    _("days for publishing what became of the opinions are"),
    "18",
    ("working", "calendar"),
)
_demand("public.rerun_on_substantive_change", _("a substantive change is put to the public again"), "18")

# Articles 16 and 17.
_least("hearing.notice_days", _("hearing notice, days before"), Measure.DAYS, "16(2)")
_least("hearing.list_days", _("list of participants published, days before"), Measure.DAYS, "16(3)")
_least("hearing.material_days", _("papers delivered to participants, days before"), Measure.DAYS, "16(3)")
_least("hearing.min_participants", _("participants at least"), Measure.PERSONS, "16(3)")
_share("hearing.min_interested_share", _("interested parties among the participants"), "16(3)", at_least=True)
_share(
    "hearing.min_public_share",
    _("interested parties and general public among the participants"),
    "16(3)",
    at_least=True,
)
_demand("hearing.interested_exceed_public", _("interested parties outnumber the general public"), "16(3)")
_share("hearing.quorum_share", _("participants present"), "17", at_least=True)
_least("hearing.panel_min", _("members of the hearing panel at least"), Measure.PERSONS, "17")
_demand("hearing.panel_odd", _("the hearing panel has an odd number of members"), "17")
_demand("hearing.civil_servant_excluded", _("serving civil servants are not representatives"), "16(3)")
_demand(
    "hearing.random_when_oversubscribed", _("representatives are drawn when too many apply"), "16(3)", unread=_LOTS
)
_demand("hearing.supervisor_required", _("a supervisor attends the hearing"), "17")
_demand("hearing.report_required", _("a hearing report is written"), "17")
_demand(
    "hearing.feedback_required",
    _("participants are told in writing what became of their opinions"),
    "18",
)
_demand(
    "hearing.opposition_needs_argument", _("a matter most participants oppose is argued again"), "18", unread=_SPOKEN
)

# Articles 19 to 21.
_least("expert.min", _("experts at least"), Measure.PERSONS, "19(1)")
_least("expert.min_complex", _("experts at least in a complex or contested matter"), Measure.PERSONS, "19(1)")
_demand("expert.odd", _("an odd number of experts"), "20(2)")
_share("expert.max_share_industry_dept", _("experts of the industry's own departments"), "20(2)", at_least=False)
_share("expert.max_share_subordinate", _("experts subordinate to the lead unit"), "20(2)", at_least=False)
_demand("expert.pool_mandatory", _("experts are taken from the pool"), "21")
_demand("expert.random_draw", _("experts are drawn by lot"), "20(2)")
_enter(
    "expert.dimensions",
    _("dimensions the experts argue"),
    Kind.LIST,
    Direction.SUPERSET,
    "19(1)",
    default=[],
    choices=("necessity", "feasibility", "soundness", "legality", "adverse_effects"),
)
_demand("expert.majority_dissent_reason", _("departing from most experts is explained"), "29(3)")
_share("expert.vote_share", _("experts in favour, where the panel votes"), "19(1)", at_least=True)
_least("expert.conflict_years", _("years back in which a relation counts as a conflict"), Measure.YEARS, "20(2)")
_enter(
    "expert.term_years",
    _("term of a member of the pool"),
    Kind.INTEGER,
    Direction.NONE,
    "21",
    measure=Measure.YEARS,
)
_most("expert.max_tasks_per_year", _("tasks of one expert a year"), Measure.ITEMS, "21")

# Articles 22 to 24: the Decree knows only controllable and not controllable.
for _level, _label in (
    ("high", _("high risk")),
    ("medium", _("medium risk")),
    ("low", _("low risk")),
):
    _enter(
        f"risk.policy_{_level}",
        _label,
        Kind.CHOICE,
        Direction.RANK,
        "24",
        default="by_controllability",
        choices=("by_controllability", "proceed_with_measures", "mitigate_and_reassess", "block"),
    )
_demand("risk.report_filed", _("the risk report is filed with the commission in charge"), "23(2)")

# Articles 25 to 28.
_least("legality.min_working_days", _("time for legality review"), Measure.WORKING_DAYS, "26(2)")
_most(
    "legality.max_extension_days",
    _("extension of legality review at most"),
    Measure.WORKING_DAYS,
    "26(2)",
    unread=_NO_LAST_DAY,
)
_enter(
    "legality.clock_stops",
    _("what stops the clock of legality review"),
    Kind.LIST,
    Direction.NONE,
    "26",
    default=[],
    choices=("supplement", "consult", "expert"),
)
_most(
    "legality.intake_forward_days",
    _("the office forwards the submission within"),
    Measure.WORKING_DAYS,
    "26(1)",
)
_enter(
    "legality.conclusions",
    _("conclusions of legality review"),
    Kind.LIST,
    Direction.NONE,
    "27",
    default=["lawful", "lawful_after_change", "unlawful"],
    choices=("lawful", "lawful_after_change", "unlawful", "defer"),
)
_demand("legality.internal_prereview", _("the lead unit's own legal body reviews first"), "26(1)")
_least("legality.counsel_min", _("signed opinions of counsel at least"), Measure.ITEMS, "28")

# Articles 29 and 30.
_share("meeting.quorum_share", _("members present"), "30(1)", at_least=True)
_least("meeting.paper_days", _("papers reach the members, days before"), Measure.DAYS, "29")
_enter(
    "meeting.outcomes",
    _("outcomes of a discussion"),
    Kind.LIST,
    Direction.NONE,
    "30",
    default=["adopt", "adopt_with_changes", "rediscuss", "defer", "reject"],
    choices=("adopt", "adopt_with_changes", "rediscuss", "defer", "reject", "shelve"),
)
_most("meeting.shelve_lapse_months", _("a shelved proposal lapses after"), Measure.MONTHS, "30")
_share("meeting.pass_share", _("members in favour for a proposal to pass"), "30(1)", at_least=True)
_enter(
    "meeting.majority_base",
    _("a majority is counted among the members"),
    Kind.CHOICE,
    Direction.NONE,
    "30(2)",
    default="expressed",
    choices=("expressed", "present", "all"),
)
_demand(
    "meeting.no_substitute", _("no circulation or countersigning instead of a meeting"), "30(1)", unread=_EVERYWHERE
)
_demand("meeting.head_neutral", _("the head shows no leaning before the discussion"), "30(2)")
_demand("meeting.lead_unit_attends", _("the lead unit attends"), "30")
_demand("meeting.legal_head_attends", _("the head of the legal body attends"), "30")
_enter(
    "meeting.written_opinions",
    _("an absent member may send a written opinion"),
    Kind.BOOLEAN,
    Direction.NONE,
    "30(2)",
    default=False,
)
_most("meeting.confirm_days", _("a member confirms the record within"), Measure.DAYS, "30(3)")

# Article 32, and article 26 of the information regulation.
_most("publication.max_days", _("the decision is published within"), Measure.DAYS, "32")
_day_type("publication.day_type", _("days until publication are"), "32", ("working", "calendar"))

# Article 33 and the implementing regulation of the Archives Law.
_most("archive.deadline_days", _("the dossier is filed within, days after the decision"), Measure.DAYS, "33")
_enter(
    "archive.deadline_day", _("the dossier is filed by, in the following year"), Kind.MONTH_DAY, Direction.DOWN, "33"
)
_enter(
    "archive.custodian_role",
    _("who keeps the dossier"),
    Kind.CHOICE,
    Direction.NONE,
    "33",
    default="lead_unit",
    choices=("lead_unit", "justice_bureau", "government_office", "archives"),
)
_most("archive.transfer_years_city", _("transfer to the archives, city and above"), Measure.YEARS, "33")
_most("archive.transfer_years_county", _("transfer to the archives, county"), Measure.YEARS, "33")
_enter(
    "archive.retention",
    _("retention period of the dossier"),
    Kind.CHOICE,
    Direction.NONE,
    "33",
    default="permanent",
    choices=("permanent", "30y", "10y"),
)

# Articles 34 and 35, and the regulation on government supervision.
_enter(
    "execution.report_cycle",
    _("execution is reported every"),
    Kind.CHOICE,
    Direction.RANK,
    "34",
    choices=("year", "half_year", "quarter", "month", "week"),
)
_most(
    "execution.final_report_days",
    _("final report within, days after execution ends"),
    Measure.DAYS,
    "34",
)
_most("execution.problem_report_days", _("a major problem is reported within"), Measure.DAYS, "35(1)")
_enter(
    "execution.objection_days",
    _("objection to a supervision conclusion within"),
    Kind.INTEGER,
    Direction.NONE,
    "34",
    measure=Measure.DAYS,
    unread=_NO_OBJECTION,
)
_most(
    "execution.objection_review_days", _("an objection is answered within"), Measure.DAYS, "34", unread=_NO_OBJECTION
)

# Article 36 leaves evaluation to the organ; many places make it a duty.
_most("posteval.mandatory_after_months", _("evaluation falls due after"), Measure.MONTHS, "36(1)")
_most("posteval.after_term_months", _("evaluation after a fixed term ends, within"), Measure.MONTHS, "36(1)")
_most("posteval.opinions_threshold", _("opinions received that call for an evaluation"), Measure.ITEMS, "36(1)")
_least("posteval.target_percent", _("attainment below which an evaluation is called for"), Measure.PERCENT, "36(1)")
_enter(
    "posteval.extra_triggers",
    _("further triggers of an evaluation"),
    Kind.LIST,
    Direction.SUPERSET,
    "36(1)",
    default=[],
    choices=("legal_basis_changed", "circumstance_changed"),
)
_demand("posteval.gate_on_change", _("no change or end without the evaluation that was due"), "36(4)")
_demand("posteval.experts_excluded", _("experts who argued the decision do not evaluate it"), "36(2)")
_demand("posteval.executor_independent", _("a third party is independent of the executing unit"), "36(2)")
_enter(
    "posteval.grades",
    _("grades of an evaluation"),
    Kind.LIST,
    Direction.NONE,
    "36",
    default=[],
    choices=("excellent", "good", "fair", "poor"),
)
