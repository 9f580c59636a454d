"""Statute as code: a rule is an article, the material that proves it, and a predicate over facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.utils.translation import gettext_lazy as _

from archive.citation import in_words
from decisions.statutes.finding import Finding

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from decisions.statutes.pack import Pack

    Text = str | Promise

F = TypeVar("F")


class Instrument(StrEnum):
    """A law, regulation or document that rules cite."""

    DECREE_713 = "713"
    FAIR_COMPETITION = "fcr"
    INFORMATION = "info"
    ARCHIVES_RULES = "archives-rules"
    ARCHIVES_LAW = "archives-law"
    BUSINESS = "business"
    SUPERVISION = "supervision"
    STABILITY = "stability"
    EXPERTS_GUIDANCE = "experts-guidance"
    LOCAL = "local"

    @property
    def label(self) -> Text:
        """The instrument's name."""
        return {
            Instrument.DECREE_713: _("Interim Regulation on the procedure of major administrative decisions"),
            Instrument.FAIR_COMPETITION: _("Regulation on fair-competition review"),
            Instrument.INFORMATION: _("Regulation on the disclosure of government information"),
            Instrument.ARCHIVES_RULES: _("Implementing regulation of the Archives Law"),
            Instrument.ARCHIVES_LAW: _("Archives Law"),
            Instrument.BUSINESS: _("Regulation on improving the business environment"),
            Instrument.SUPERVISION: _("Regulation on government supervision work"),
            Instrument.STABILITY: _("Measures on social-stability risk assessment of investment projects"),
            Instrument.EXPERTS_GUIDANCE: _("Guidance on the conduct of experts in public decisions"),
            Instrument.LOCAL: _("Local rules"),
        }[self]


@dataclass(frozen=True)
class Provision:
    """A place in an instrument: article, paragraph, item. Article 0 is the instrument as a whole."""

    article: int
    paragraph: int | None = None
    item: int | None = None
    instrument: Instrument = Instrument.DECREE_713

    def __str__(self) -> str:
        """The short sign in the margin of pages and in the statute table: §16(3)[2]."""
        if not self.article:
            return "§–"
        paragraph = f"({self.paragraph})" if self.paragraph else ""
        item = f"[{self.item}]" if self.item else ""
        return f"§{self.article}{paragraph}{item}"

    @property
    def words(self) -> str:
        """The place as people cite it: 第十六条第三款, art. 16(3); nothing for the instrument as a whole."""
        return in_words(str(self)[1:]) if self.article else ""

    @property
    def citation(self) -> str:
        """Instrument and place. A rule of the place is cited by the article of the Decree that it fills in."""
        if not self.article:
            return str(self.instrument.label)
        if self.instrument is Instrument.LOCAL:
            return str(_("local rules to %(place)s of the Decree")) % {"place": self.words}
        return str(_("%(instrument)s, %(place)s")) % {"instrument": self.instrument.label, "place": self.words}

    @property
    def key(self) -> str:
        """The provision as the ledger writes it: ``713-15(1)``."""
        return f"{self.instrument.value}-{str(self)[1:]}"


class Strength(StrEnum):
    """How the law speaks, which decides how the software behaves."""

    BLOCK = "block"  # 不得: no way round but the exception the law itself makes
    MUST = "must"  # 应当: the step does not close without it
    SOFT = "soft"  # 一般: a written, filed reason excuses
    COND = "cond"  # 应当 if a recorded determination says so
    MAY = "may"  # 可以: never in the way; whether it was used is recorded


class Procedure(StrEnum):
    """A procedure that applies or not, as an act of determination says."""

    PARTICIPATION = "participation"
    HEARING = "hearing"
    EXPERTS = "experts"
    RISK = "risk"
    COMPETITION = "competition"
    CONGRESS = "congress"

    @property
    def label(self) -> Text:
        """The procedure's name."""
        return {
            Procedure.PARTICIPATION: _("Public participation"),
            Procedure.HEARING: _("Hearing"),
            Procedure.EXPERTS: _("Expert argumentation"),
            Procedure.RISK: _("Risk assessment"),
            Procedure.COMPETITION: _("Fair-competition review"),
            Procedure.CONGRESS: _("Report to the people's congress"),
        }[self]


@dataclass(frozen=True)
class Rule:
    """One rule of the register.

    Attributes:
        code: The permanent id of ``docs/statute.md``, such as ``PUB-05``; never reused.
        title: The demand in a few words.
        cites: The provisions it comes from, the first being the one shown.
        strength: How the law speaks.
        node: The flow node at which it is due.
        proved_by: Codes of the filing scheme that prove it.
        facts: The type of the facts it judges.
        procedure: The procedure whose determination can make it inapplicable.
        judge: The predicate.
    """

    # A template that names a rule wants its title, not a judgement without facts.
    do_not_call_in_templates: ClassVar[bool] = True

    code: str
    title: Text
    cites: tuple[Provision, ...]
    strength: Strength
    node: str
    proved_by: tuple[str, ...]
    facts: type
    procedure: Procedure | None
    judge: Callable[[Any, Pack], Finding]

    @property
    def provision(self) -> Provision:
        """The provision shown beside the rule."""
        return self.cites[0]

    def __call__(self, facts: object, pack: Pack) -> Finding:
        """Judge the facts by the numbers of the pack."""
        return self.judge(facts, pack)


@dataclass(frozen=True)
class Judgement:
    """A provision that software must not decide, and why; where it is recorded if it is."""

    code: str
    title: Text
    cites: tuple[Provision, ...]
    reason: Text
    recorded_in: tuple[str, ...] = ()


REGISTER: dict[str, Rule] = {}
JUDGEMENTS: dict[str, Judgement] = {}


def rule(
    code: str,
    *,
    title: Text,
    cites: Provision | tuple[Provision, ...],
    strength: Strength,
    node: str,
    facts: type[F],
    proved_by: tuple[str, ...] = (),
    procedure: Procedure | None = None,
) -> Callable[[Callable[[F, Pack], Finding]], Rule]:
    """Enter a predicate ``(facts, pack) -> Finding`` in the register.

    Raises:
        ValueError: The code is taken.
    """

    def enter(judge: Callable[[F, Pack], Finding]) -> Rule:
        entered = Rule(
            code=code,
            title=title,
            cites=cites if isinstance(cites, tuple) else (cites,),
            strength=strength,
            node=node,
            proved_by=proved_by,
            facts=facts,
            procedure=procedure,
            judge=judge,
        )
        if code in REGISTER or code in JUDGEMENTS:
            msg = f"Rule {code} is already in the register."
            raise ValueError(msg)
        REGISTER[code] = entered
        return entered

    return enter


def judgement(
    code: str,
    *,
    title: Text,
    cites: Provision | tuple[Provision, ...],
    reason: Text,
    recorded_in: tuple[str, ...] = (),
) -> Judgement:
    """List a provision as a matter of human judgement.

    Raises:
        ValueError: The code is taken.
    """
    if code in REGISTER or code in JUDGEMENTS:
        msg = f"Rule {code} is already in the register."
        raise ValueError(msg)
    JUDGEMENTS[code] = Judgement(
        code=code,
        title=title,
        cites=cites if isinstance(cites, tuple) else (cites,),
        reason=reason,
        recorded_in=recorded_in,
    )
    return JUDGEMENTS[code]
