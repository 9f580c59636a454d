"""The filing scheme: what the file of a decision holds, A01 to M03, in filing order (Decree 713, art. 10 to 41).

The order and the codes are ours; the papers are those the articles name. A code says where a record belongs;
whether a conditional one is owed is determined case by case (``archive.models.Expectation``).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from archive.citation import in_words
from archive.filing_code import FilingCode, Producer, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archive.filing_code import Text


def code_of(code: str) -> FilingCode:
    """Return the entry of the scheme.

    Raises:
        KeyError: The scheme has no such code.
    """
    return SCHEME[code]


def codes_of(stage: Stage) -> tuple[FilingCode, ...]:
    """Return what a chapter holds, in filing order."""
    return tuple(entry for entry in SCHEME.values() if entry.stage is stage)


def cited(basis: Iterable[str]) -> str:
    """Return provisions as papers cite them: the decree's articles by their number alone, in words."""
    return "、".join(_cited(key) for key in basis)


def _cited(key: str) -> str:
    return in_words(key.removeprefix("713-")) if key.startswith("713-") else str(_ELSEWHERE.get(key, key))


# What does not rest on the decree, by the keys of the scheme.
_ELSEWHERE: Mapping[str, Text] = MappingProxyType(
    {
        "local": _("local rules"),
        "FCR-01": _("Fair Competition Review Regulation, art. 14"),
        "FCR-02": _("Fair Competition Review Regulation, art. 16"),
        "FCR-03": _("Fair Competition Review Regulation, art. 17"),
        "DUCHA-01": _("Government Supervision Regulation, art. 14 and 17"),
        "ARCHV-03": _("Archives Law, art. 37"),
    }
)


def _owed(
    code: str, title: Text, producer: Producer, *basis: str, access: str = "internal", is_bound: bool = False
) -> FilingCode:
    return FilingCode(
        code=code, title=title, producer=producer, is_mandatory=True, basis=basis, access=access, is_bound=is_bound
    )


def _where(
    condition: Text, code: str, title: Text, producer: Producer, *basis: str, access: str = "internal"
) -> FilingCode:
    return FilingCode(
        code=code, title=title, producer=producer, is_mandatory=False, basis=basis, access=access, condition=condition
    )


_ENTRIES = (
    _owed("A01", _("Proposal of the matter"), Producer.PROPOSER, "713-10"),
    _owed("A02", _("Report of study on the proposal"), Producer.LEAD, "713-10"),
    _owed("A03", _("Screening of significance"), Producer.LEAD, "713-2", "713-3"),
    _where(_("a catalogue is kept"), "A04", _("Entry for the annual catalogue"), Producer.LEAD, "713-3"),
    _where(
        _("a catalogue is kept"), "A05", _("Draft catalogue, opinions asked and review"), Producer.COMPILER, "local"
    ),
    _where(
        _("the catalogue is published"),
        "A06",
        _("Party committee's consent to the catalogue"),
        Producer.PARTY,
        "713-3(3)",
    ),
    _where(
        _("the catalogue is published"),
        "A07",
        _("Annual catalogue as published, with adjustments"),
        Producer.OFFICE,
        "713-3",
        access="public",
    ),
    _owed("A08", _("Approval to start the procedure"), Producer.ORGAN, "713-10"),
    _owed("A09", _("Designation of the lead unit"), Producer.ORGAN, "713-11"),
    _owed(
        "A10",
        _("Determination of applicable procedures"),
        Producer.LEAD,
        "713-8",
        "713-14",
        "713-16",
        "713-19",
        "713-22",
        "713-29",
    ),
    _owed("B01", _("Investigation plan, report and figures"), Producer.LEAD, "713-12"),
    _owed("B02", _("Compilation of the legal and policy basis"), Producer.LEAD, "713-12(2)", access="public"),
    _where(_("needed"), "B03", _("Cost and benefit analysis"), Producer.LEAD, "713-12(3)"),
    _where(
        _("views diverge strongly"), "B04", _("Alternative plans and their comparison"), Producer.LEAD, "713-12(4)"
    ),
    _owed("B05", _("Draft of the decision and drafting notes"), Producer.LEAD, "713-12", "713-15"),
    _where(
        _("other units are concerned"),
        "B06",
        _("Letters to the units consulted and their replies"),
        Producer.LEAD,
        "713-13",
    ),
    _where(_("other units are concerned"), "B07", _("Units' opinions and what was adopted"), Producer.LEAD, "713-13"),
    _where(_("opinions stay divided"), "B08", _("Statement of divergent opinions"), Producer.LEAD, "713-13"),
    _where(
        _("the matter is not public"),
        "C01",
        _("Review opinion against disclosure"),
        Producer.LEAD,
        "713-14",
        access="restricted",
    ),
    _where(
        _("comments are invited"),
        "C02",
        _("Notice inviting public comments"),
        Producer.LEAD,
        "713-15",
        access="public",
    ),
    _where(_("comments are invited"), "C03", _("Public comments as received"), Producer.LEAD, "713-18"),
    _where(
        _("held"), "C04", _("Records of discussion meetings, visits and written inquiries"), Producer.LEAD, "713-14"
    ),
    _where(_("held"), "C05", _("Questionnaires and opinion polls"), Producer.LEAD, "713-14"),
    _where(
        _("a particular group is concerned"),
        "C06",
        _("Records of consultation with particular groups"),
        Producer.LEAD,
        "713-14(3)",
    ),
    _where(
        _("widely watched or technical"),
        "C07",
        _("Expert interviews and explanations to the public"),
        Producer.LEAD,
        "713-15(2)",
        access="public",
    ),
    _where(
        _("a hearing is considered"), "C08", _("Determination whether a hearing is needed"), Producer.LEAD, "713-16"
    ),
    _where(
        _("a hearing is held"),
        "C09",
        _("Notice of the hearing and how participants are chosen"),
        Producer.HEARING,
        "713-16",
        access="public",
    ),
    _where(
        _("a hearing is held"), "C10", _("Sign-up, selection and list of participants"), Producer.HEARING, "713-16"
    ),
    _where(_("a hearing is held"), "C11", _("Proofs of delivery of the hearing papers"), Producer.HEARING, "713-16"),
    _where(
        _("a hearing is held"),
        "C12",
        _("Agenda, chair's script and recordings of the hearing"),
        Producer.HEARING,
        "713-17",
    ),
    _where(_("a hearing is held"), "C13", _("Signed record of the hearing"), Producer.HEARING, "713-17"),
    _where(
        _("a hearing is held and local rules ask for it"),
        "C14",
        _("Report of the hearing"),
        Producer.HEARING,
        "local",
        access="public",
    ),
    _where(
        _("the public was heard"),
        "C15",
        _("Public opinions and what was adopted"),
        Producer.LEAD,
        "713-18",
        "713-29(2)",
        access="public",
    ),
    _where(
        _("local rules ask for it"),
        "C16",
        _("Publication of what was adopted"),
        Producer.LEAD,
        "local",
        access="public",
    ),
    _owed("D01", _("Statement on the applicability of expert argumentation"), Producer.LEAD, "713-19"),
    _where(_("a technical matter"), "D02", _("Selection of experts and check of conflicts"), Producer.LEAD, "713-20"),
    _where(
        _("a technical matter"),
        "D03",
        _("Experts' undertakings and declarations of interest"),
        Producer.EXPERT,
        "713-19",
        "713-20",
    ),
    _where(
        _("a technical matter"),
        "D04",
        _("Notice, papers, attendance and records of the argumentation"),
        Producer.LEAD,
        "713-20",
    ),
    _where(
        _("a technical matter"),
        "D05",
        _("Signed opinions and score sheets of each expert"),
        Producer.EXPERT,
        "713-19(2)",
    ),
    _where(
        _("an institution is commissioned"),
        "D06",
        _("Commission and report of a professional institution"),
        Producer.BODY,
        "713-19(2)",
        "713-20",
    ),
    _where(_("a technical matter"), "D07", _("Result of the expert argumentation"), Producer.LEAD, "713-19"),
    _where(
        _("a technical matter"),
        "D08",
        _("Experts' opinions and what was adopted"),
        Producer.LEAD,
        "713-29(3)",
        access="public",
    ),
    _where(_("local rules ask for it"), "D09", _("Appraisal of the experts' work"), Producer.LEAD, "713-21"),
    _owed("E01", _("Statement on the applicability of risk assessment"), Producer.LEAD, "713-22"),
    _where(
        _("adverse effects are possible"),
        "E02",
        _("Assessment plan and designation of the assessor"),
        Producer.ASSESSOR,
        "713-22",
        "713-23",
    ),
    _where(
        _("adverse effects are possible"), "E03", _("Inquiries of the risk assessment"), Producer.ASSESSOR, "713-23"
    ),
    _where(
        _("adverse effects are possible"),
        "E04",
        _("Opinions of the departments concerned on the risks"),
        Producer.DEPARTMENTS,
        "713-23(2)",
    ),
    _where(_("adverse effects are possible"), "E05", _("Risk assessment report"), Producer.ASSESSOR, "713-23"),
    _where(
        _("local rules ask for it"),
        "E06",
        _("Review and registration of the risk report"),
        Producer.COMMISSION,
        "local",
    ),
    _where(
        _("the risk is uncontrollable"),
        "E07",
        _("Adjustment of an uncontrollable risk and re-assessment"),
        Producer.LEAD,
        "713-24",
    ),
    _where(
        _("market activity is concerned"),
        "F01",
        _("Drafting unit's first review of fair competition"),
        Producer.LEAD,
        "FCR-01",
    ),
    _where(
        _("market activity is concerned"),
        "F02",
        _("Opinions of interested parties on fair competition"),
        Producer.LEAD,
        "FCR-02",
    ),
    _where(
        _("market activity is concerned"),
        "F03",
        _("Conclusion of the fair-competition review"),
        Producer.REGULATOR,
        "FCR-03",
    ),
    _where(_("local rules ask for it"), "G01", _("Review by the lead unit's own legal body"), Producer.LEAD, "local"),
    _owed("G02", _("Letter of submission for review and list of papers"), Producer.LEAD, "713-26"),
    _owed("G03", _("Statement on the procedure carried out"), Producer.LEAD, "713-26"),
    _owed("G04", _("Notice of acceptance, supplement or return"), Producer.LEGAL, "713-26"),
    _owed("G05", _("Counsel's legal opinions"), Producer.COUNSEL, "713-28"),
    _where(_("held"), "G06", _("Record of the review meeting"), Producer.LEGAL, "local"),
    _owed("G07", _("Legality review opinion"), Producer.LEGAL, "713-27", "713-28"),
    _owed("G08", _("Statement on the review opinion's adoption"), Producer.LEAD, "713-28"),
    _where(
        _("an exploratory reform"), "G09", _("Legal risk statement of an exploratory reform"), Producer.LEAD, "713-25"
    ),
    _where(_("changed after the review"), "G10", _("Opinion of the second review"), Producer.LEGAL, "local"),
    _owed("H01", _("Request for deliberation"), Producer.LEAD, "713-29"),
    _owed("H02", _("List of the papers for deliberation"), Producer.LEAD, "713-29"),
    _owed("H03", _("Notice, agenda and attendance of the meeting"), Producer.OFFICE, "713-30"),
    _owed("H04", _("Record of the meeting"), Producer.OFFICE, "713-30"),
    _owed("H05", _("Minutes of the meeting"), Producer.OFFICE, "713-30"),
    _where(
        _("the meeting asked for changes"),
        "H06",
        _("Changes after the meeting and final text"),
        Producer.LEAD,
        "local",
    ),
    _owed("H07", _("Report to the Party committee and its reply"), Producer.PARTY_GROUP, "713-31"),
    _where(
        _("the law asks for it"), "H08", _("Report to the people's congress and its opinion"), Producer.ORGAN, "713-8"
    ),
    _owed("J01", _("The decision as issued"), Producer.ORGAN, "713-32", access="public"),
    _owed("J02", _("Record of publication"), Producer.OFFICE, "713-32", access="public"),
    _where(
        _("widely watched or technical"),
        "J03",
        _("Interpretation and press material"),
        Producer.LEAD,
        "713-32",
        access="public",
    ),
    _owed("K01", _("Designation of executing units and division of tasks"), Producer.ORGAN, "713-34"),
    _owed("K02", _("Reports on execution"), Producer.EXECUTOR, "713-34"),
    _owed("K03", _("Supervision of the execution"), Producer.SUPERVISOR, "713-34", "DUCHA-01"),
    _where(
        _("serious problems or changes arise"),
        "K04",
        _("Report of serious problems or changes"),
        Producer.EXECUTOR,
        "713-35",
    ),
    _where(
        _("opinions are received"),
        "K05",
        _("Public opinions on the execution and their handling"),
        Producer.EXECUTOR,
        "713-35",
    ),
    _where(
        _("an evaluation is started"),
        "L01",
        _("Decision to evaluate and designation of the evaluator"),
        Producer.ORGAN,
        "713-36",
    ),
    _where(_("an evaluation is started"), "L02", _("Evaluation plan and team"), Producer.EVALUATOR, "713-36"),
    _where(
        _("an evaluation is started"),
        "L03",
        _("Inquiries and opinions of the evaluation"),
        Producer.EVALUATOR,
        "713-36",
    ),
    _where(_("an evaluation is started"), "L04", _("Evaluation report"), Producer.EVALUATOR, "713-36"),
    _where(
        _("an evaluation is started"),
        "L05",
        _("Decision on the evaluation's result"),
        Producer.ORGAN,
        "713-36",
        "713-37",
    ),
    _where(_("urgent"), "L06", _("Decision to suspend execution"), Producer.HEAD, "713-35", "713-37"),
    _where(_("major adjustment"), "L07", _("Reference to the case of the major adjustment"), Producer.LEAD, "713-37"),
    _where(
        _("supervised or held to account"),
        "M01",
        _("Audit, supervision and accountability papers"),
        Producer.SUPERVISOR,
        "713-8",
        "713-38",
        "713-39",
        "713-40",
        "713-41",
        access="restricted",
    ),
    _owed("M02", _("Journal of the whole procedure"), Producer.SYSTEM, "713-33", "ARCHV-03", is_bound=True),
    _owed(
        "M03",
        _("Catalogue, note sheet, transfer list and check report"),
        Producer.ARCHIVIST,
        "ARCHV-03",
        is_bound=True,
    ),
)
SCHEME: Mapping[str, FilingCode] = MappingProxyType({entry.code: entry for entry in _ENTRIES})
