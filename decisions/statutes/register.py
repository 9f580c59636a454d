"""The register as a whole: what answers to each id, by node, by stage, by article."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from decisions.statutes.ids import IDS, Demand
from decisions.statutes.rule import JUDGEMENTS, REGISTER, Instrument, Judgement, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decisions.statutes.rule import Provision

STAGES = tuple(dict.fromkeys(demand.package for demand in IDS.values()))


def load_all() -> None:
    """Import every module that enters something in the register.

    A stage that has no rules of its own is passed over.
    """
    import_module("decisions.statutes.judgements")
    for stage in ("decisions.cases", *STAGES, "decisions.catalogue"):
        if find_spec(stage) is not None and find_spec(f"{stage}.rules") is not None:
            import_module(f"{stage}.rules")


@dataclass(frozen=True)
class Entry:
    """One id with what answers to it: a rule, a judgement left to people, or nothing yet."""

    demand: Demand
    rule: Rule | None
    judgement: Judgement | None

    @property
    def is_answered(self) -> bool:
        """Whether the register has it."""
        return self.rule is not None or self.judgement is not None


def entries() -> list[Entry]:
    """Return every id of the statute table in its order, then the rules stages have made beyond it."""
    load_all()
    beyond = [_beyond(code) for code in sorted({*REGISTER, *JUDGEMENTS} - {*IDS})]
    return [
        Entry(demand, REGISTER.get(demand.code), JUDGEMENTS.get(demand.code)) for demand in (*IDS.values(), *beyond)
    ]


def unanswered() -> list[str]:
    """Return the ids for which there is neither a rule nor a reason why people judge them."""
    return [entry.demand.code for entry in entries() if not entry.is_answered]


def _beyond(code: str) -> Demand:
    """Describe a rule that is in no table but the register, such as one a place's parameters call for."""
    rule = REGISTER.get(code)
    answer = rule or JUDGEMENTS[code]
    return Demand(
        code=code,
        provisions=answer.cites,
        strength=rule.strength if rule else None,
        package=package_of(rule) if rule else "",
        evidence=rule.proved_by if rule else (),
        text=answer.title,
    )


def misquoted() -> list[str]:
    """Return the ids whose rule or judgement does not cite the article the statute table gives.

    Ids of separation of duty are partly our own inference and may rest on another article.
    """
    wrong = []
    for entry in entries():
        answer = entry.rule or entry.judgement
        if answer is None or entry.demand.code.startswith("SOD-") or entry.demand.code not in IDS:
            continue
        cited = {(provision.instrument, provision.article) for provision in answer.cites}
        first = entry.demand.provisions[0]
        if (first.instrument, first.article) not in cited:
            wrong.append(entry.demand.code)
    return wrong


def at_node(node: str) -> list[Rule]:
    """Return the rules due at a node of the flow, in the order of the law."""
    return _in_order(rule for rule in REGISTER.values() if rule.node == node)


def of_stage(package: str) -> list[Rule]:
    """Return the rules of a stage, such as ``decisions.participation``, in the order of the law."""
    return _in_order(rule for rule in REGISTER.values() if package_of(rule) == package)


def of_article(article: int, *, instrument: Instrument = Instrument.DECREE_713) -> list[Rule | Judgement]:
    """Return whatever cites an article, rules first."""

    def cites(provisions: tuple[Provision, ...]) -> bool:
        return any(item.instrument is instrument and item.article == article for item in provisions)

    return [
        *_in_order(rule for rule in REGISTER.values() if cites(rule.cites)),
        *(item for item in JUDGEMENTS.values() if cites(item.cites)),
    ]


def package_of(rule: Rule) -> str:
    """Return the package a rule is written in, however many modules its rules fill."""
    package, is_divided, _module = rule.judge.__module__.partition(".rules.")
    return package if is_divided else package.rpartition(".")[0]


def _in_order(rules: Iterable[Rule]) -> list[Rule]:
    rank = {code: position for position, code in enumerate(IDS)}
    return sorted(rules, key=lambda rule: (rank.get(rule.code, len(rank)), rule.code))
