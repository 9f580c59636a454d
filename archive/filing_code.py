"""What an entry of the filing scheme is: its chapter, its producer, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

    Text = str | Promise


class Stage(StrEnum):
    """A chapter of the file, by its letter."""

    INITIATION = "A"
    DRAFTING = "B"
    PARTICIPATION = "C"
    EXPERTS = "D"
    RISK = "E"
    COMPETITION = "F"
    LEGALITY = "G"
    DELIBERATION = "H"
    PUBLICATION = "J"
    EXECUTION = "K"
    EVALUATION = "L"
    FILING = "M"

    @property
    def label(self) -> Text:
        """The chapter's title."""
        return _STAGE_LABELS[self]

    @property
    def folder(self) -> str:
        """Its folder in a dossier; initiation and drafting share one, as they share a section of the decree."""
        return _STAGE_FOLDERS[self]


class Producer(StrEnum):
    """Who makes a record, as a role."""

    PROPOSER = "proposer"
    LEAD = "lead"
    COMPILER = "compiler"
    PARTY = "party"
    PARTY_GROUP = "party_group"
    OFFICE = "office"
    ORGAN = "organ"
    HEAD = "head"
    HEARING = "hearing"
    EXPERT = "expert"
    BODY = "body"
    ASSESSOR = "assessor"
    DEPARTMENTS = "departments"
    COMMISSION = "commission"
    REGULATOR = "regulator"
    LEGAL = "legal"
    COUNSEL = "counsel"
    EXECUTOR = "executor"
    SUPERVISOR = "supervisor"
    EVALUATOR = "evaluator"
    SYSTEM = "system"
    ARCHIVIST = "archivist"

    @property
    def label(self) -> Text:
        """The role's name."""
        return _PRODUCER_LABELS[self]


@dataclass(frozen=True, kw_only=True)
class FilingCode:
    """One kind of record.

    Attributes:
        code: Such as ``C02``.
        title: What the record is called.
        producer: Who makes it.
        is_mandatory: Whether every file owes it unless determined otherwise.
        condition: When a conditional record is owed.
        basis: The provisions it rests on, spelled as the ledger spells them.
        access: The access class where the act does not say.
        is_bound: Whether binding the dossier makes it, so that nobody has to file it.
    """

    code: str
    title: Text
    producer: Producer
    is_mandatory: bool
    basis: tuple[str, ...]
    access: str
    condition: Text = ""
    is_bound: bool = False

    @property
    def stage(self) -> Stage:
        """The chapter it belongs to."""
        return Stage(self.code[0])

    @property
    def folder(self) -> str:
        """Its folder in a dossier."""
        # Suspending and adjusting belong to the execution, whatever the letter says.
        return Stage.EXECUTION.folder if self.code in {"L06", "L07"} else self.stage.folder


_STAGE_LABELS: Mapping[Stage, Text] = {
    Stage.INITIATION: _("Start of the procedure"),
    Stage.DRAFTING: _("Drafting"),
    Stage.PARTICIPATION: _("Public participation"),
    Stage.EXPERTS: _("Expert argumentation"),
    Stage.RISK: _("Risk assessment"),
    Stage.COMPETITION: _("Fair-competition review"),
    Stage.LEGALITY: _("Legality review"),
    Stage.DELIBERATION: _("Collective discussion and decision"),
    Stage.PUBLICATION: _("Publication and interpretation"),
    Stage.EXECUTION: _("Execution and its supervision"),
    Stage.EVALUATION: _("Evaluation and adjustment"),
    Stage.FILING: _("Oversight and filing"),
}
_STAGE_FOLDERS: Mapping[Stage, str] = {
    Stage.INITIATION: "01_决策启动",
    Stage.DRAFTING: "01_决策启动",
    Stage.PARTICIPATION: "02_公众参与",
    Stage.EXPERTS: "03_专家论证",
    Stage.RISK: "04_风险评估",
    Stage.COMPETITION: "05_公平竞争审查",
    Stage.LEGALITY: "06_合法性审查",
    Stage.DELIBERATION: "07_集体讨论决定",
    Stage.PUBLICATION: "08_决策公布",
    Stage.EXECUTION: "09_决策执行与调整",
    Stage.EVALUATION: "10_决策后评估",
    Stage.FILING: "99_卷末",
}
_PRODUCER_LABELS: Mapping[Producer, Text] = {
    Producer.PROPOSER: _("Proposer"),
    Producer.LEAD: _("Lead unit"),
    Producer.COMPILER: _("Compiler of the catalogue"),
    Producer.PARTY: _("Party committee of the same level"),
    Producer.PARTY_GROUP: _("Government's Party group"),
    Producer.OFFICE: _("Government office"),
    Producer.ORGAN: _("Decision organ"),
    Producer.HEAD: _("Head of the organ"),
    Producer.HEARING: _("Hearing organiser"),
    Producer.EXPERT: _("Expert"),
    Producer.BODY: _("Professional institution"),
    Producer.ASSESSOR: _("Assessor"),
    Producer.DEPARTMENTS: _("Departments concerned"),
    Producer.COMMISSION: _("Political and legal commission"),
    Producer.REGULATOR: _("Market regulation department"),
    Producer.LEGAL: _("Legal office"),
    Producer.COUNSEL: _("Legal counsel"),
    Producer.EXECUTOR: _("Executing unit"),
    Producer.SUPERVISOR: _("Supervision body"),
    Producer.EVALUATOR: _("Evaluating unit"),
    Producer.SYSTEM: _("System"),
    Producer.ARCHIVIST: _("Archivist"),
}
