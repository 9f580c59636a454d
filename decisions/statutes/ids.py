"""Every rule id of the statute table: where it comes from, how it speaks, what it demands, where it is due.

The ids are permanent. What answers to each is in the register: a rule of the stage, or the reason why it is left to
human judgement; a test holds the two together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from decisions.statutes.demands import DEMANDS
from decisions.statutes.rule import Instrument, Provision, Strength

if TYPE_CHECKING:
    from django.utils.functional import Promise

    Text = str | Promise


@dataclass(frozen=True)
class Demand:
    """One id.

    Attributes:
        code: The id.
        provisions: Where it comes from, the first being the one shown.
        strength: How the law speaks; None where it attaches liability or refers onward and demands no act.
        package: The package whose rules or records answer for it.
        evidence: Codes of the filing scheme that prove it.
        text: What it demands, in our own words.
    """

    code: str
    provisions: tuple[Provision, ...]
    strength: Strength | None
    package: str
    evidence: tuple[str, ...]
    text: Text


IDS: dict[str, Demand] = {}

_PROVISION = re.compile(r"(?:([a-z-]+):)?(\d+)(?:\((\d+)\))?")


def _provision(written: str) -> Provision:
    found = _PROVISION.fullmatch(written)
    if found is None:
        msg = f"{written} is not a provision."
        raise ValueError(msg)
    instrument = Instrument(found[1]) if found[1] else Instrument.DECREE_713
    return Provision(int(found[2]), int(found[3]) if found[3] else None, instrument=instrument)


def _enter(code: str, provisions: str, strength: Strength | None, package: str, evidence: str = "") -> None:
    IDS[code] = Demand(
        code=code,
        provisions=tuple(_provision(written) for written in provisions.split()),
        strength=strength,
        package="experts" if package == "experts" else f"decisions.{package}",
        evidence=tuple(evidence.split()),
        text=DEMANDS[code],
    )


# Scope, catalogue, supervision (art. 2 to 4, 8, 9)
_enter("SCOPE-01", "2", Strength.MUST, "initiation", "A03")
_enter("SCOPE-02", "3(1)", Strength.MUST, "initiation", "A03")
_enter("SCOPE-03", "3(2)", Strength.BLOCK, "initiation", "A03")
_enter("CAT-01", "3(3)", Strength.COND, "initiation", "A06 A07")
_enter("NPC-01", "8(1)", Strength.COND, "deliberation", "H08")
_enter("SUP-01", "8(2)", Strength.MUST, "execution", "M01")
_enter("SUP-02", "9", Strength.MUST, "execution")
_enter("PARTY-00", "4", Strength.MUST, "deliberation", "H07")

# Initiation and drafting (art. 10 to 13)
_enter("INIT-01", "10(1)", Strength.MUST, "initiation", "A01 A02")
_enter("INIT-02", "10(2)", Strength.MUST, "initiation", "A01 A02")
_enter("INIT-03", "10(3)", Strength.MUST, "initiation", "A01 A02")
_enter("INIT-04", "10", Strength.MUST, "initiation", "A08")
_enter("LEAD-01", "11", Strength.MUST, "initiation", "A09")
_enter("LEAD-02", "11", Strength.COND, "initiation", "A09")
_enter("DRAFT-01", "12(1)", Strength.MUST, "drafting", "B01")
_enter("DRAFT-02", "12(2)", Strength.MUST, "drafting", "B02")
_enter("DRAFT-03", "12(3)", Strength.MAY, "drafting", "B03")
_enter("DRAFT-04", "12(4)", Strength.MAY, "drafting", "B04")
_enter("CONS-01", "13", Strength.MUST, "drafting", "B06 B07")
_enter("CONS-02", "13", Strength.COND, "drafting", "B08")

# Public participation and hearings (art. 14 to 18)
_enter("PUB-01", "14(1)", Strength.MUST, "participation", "C02 C04 C05")
_enter("PUB-02", "14(2)", Strength.MAY, "participation", "C02 C04 C05")
_enter("PUB-03", "14(3)", Strength.COND, "participation", "C06")
_enter("PUB-04", "15(1)", Strength.MUST, "participation", "C02")
_enter("PUB-05", "15(1)", Strength.SOFT, "participation", "C02")
_enter("PUB-06", "15(2)", Strength.MAY, "participation", "C07")
_enter("PUB-07", "18", Strength.MUST, "participation", "C15")
_enter("HEAR-01", "16(1)", Strength.COND, "participation", "C08")
_enter("HEAR-02", "16(2)", Strength.COND, "participation", "C09")
_enter("HEAR-03", "16(3)", Strength.COND, "participation", "C09 C10")
_enter("HEAR-04", "16(3)", Strength.COND, "participation", "C10")
_enter("HEAR-05", "16(3)", Strength.COND, "participation", "C11")
_enter("HEAR-06", "17", Strength.COND, "participation", "C12 C13")

# Expert argumentation (art. 19 to 21)
_enter("EXP-01", "19(1)", Strength.COND, "experts", "D01 D05 D07")
_enter("EXP-02", "19(2)", Strength.COND, "experts", "D03")
_enter("EXP-03", "19(2)", Strength.COND, "experts", "D05 D06")
_enter("EXP-04", "20(1)", Strength.MAY, "experts", "D04")
_enter("EXP-05", "20(2)", Strength.COND, "experts", "D02")
_enter("EXP-06", "20(2)", Strength.BLOCK, "experts", "D02 D03")
_enter("EXP-07", "21", Strength.MUST, "experts", "D02")

# Risk assessment (art. 22 to 24)
_enter("RISK-01", "22(1)", Strength.COND, "risk", "E01 E02")
_enter("RISK-02", "22(2)", Strength.MAY, "risk", "E01")
_enter("RISK-03", "23(1)", Strength.MAY, "risk", "E03")
_enter("RISK-04", "23(2)", Strength.COND, "risk", "E04 E05")
_enter("RISK-05", "23(3)", Strength.MAY, "risk", "E02")
_enter("RISK-06", "24", Strength.BLOCK, "risk", "E05 E07")

# Legality review (art. 25 to 28)
_enter("LEGAL-01", "25(1)", Strength.MUST, "legality", "G07")
_enter("LEGAL-02", "25(1)", Strength.BLOCK, "legality", "G07")
_enter("LEGAL-03", "25(2)", Strength.BLOCK, "legality", "G07")
_enter("LEGAL-03X", "25(2)", Strength.MAY, "legality", "G09")
_enter("LEGAL-04", "26(1)", Strength.MUST, "legality", "G02 G03 G04")
_enter("LEGAL-05", "26(2)", Strength.SOFT, "legality", "G02 G07")
_enter("LEGAL-06", "27", Strength.MUST, "legality", "G07")
_enter("LEGAL-07", "28", Strength.MUST, "legality", "G07")
_enter("LEGAL-08", "28", Strength.MUST, "legality", "G05")
_enter("LEGAL-09", "28", Strength.MUST, "legality", "G08")

# Submission, discussion, report, publication, filing (art. 29 to 33)
_enter("SUBMIT-01", "29(1)", Strength.MUST, "deliberation", "H01 H02 F03")
_enter("SUBMIT-02", "29(2)", Strength.COND, "deliberation", "C15")
_enter("SUBMIT-03", "29(3)", Strength.COND, "deliberation", "D08")
_enter("SUBMIT-04", "29(4)", Strength.COND, "deliberation", "E05")
_enter("SUBMIT-05", "29(5)", Strength.MUST, "deliberation", "G07")
_enter("SUBMIT-06", "29(6)", Strength.MUST, "deliberation", "H02")
_enter("DELIB-01", "30(1)", Strength.MUST, "deliberation", "H03 H04")
_enter("DELIB-02", "30(1)", Strength.MUST, "deliberation", "H04")
_enter("DELIB-03", "30(2)", Strength.MUST, "deliberation", "H04")
_enter("DELIB-04", "30(2)", Strength.COND, "deliberation", "H04")
_enter("DELIB-05", "30(3)", Strength.MUST, "deliberation", "H04")
_enter("PARTY-01", "31", Strength.MUST, "deliberation", "H07")
_enter("PUBL-01", "32", Strength.MUST, "publication", "J02")
_enter("PUBL-02", "32", Strength.COND, "publication", "J03")
_enter("ARCH-01", "33", Strength.MUST, "filing", "M03")

# Execution, evaluation, adjustment, liability (art. 34 to 43)
_enter("EXEC-01", "34", Strength.MUST, "execution", "K01 K03")
_enter("EXEC-02", "34", Strength.MUST, "execution", "K02")
_enter("EXEC-03", "35(1)", Strength.COND, "execution", "K04")
_enter("EXEC-04", "35(2)", Strength.MUST, "execution", "K05")
_enter("EVAL-01", "36(1)", Strength.MAY, "evaluation", "L01")
_enter("EVAL-02", "36(2)", Strength.BLOCK, "evaluation", "L01")
_enter("EVAL-03", "36(3)", Strength.COND, "evaluation", "L02 L03")
_enter("EVAL-04", "36(4)", Strength.MUST, "evaluation", "L05")
_enter("ADJ-01", "37", Strength.BLOCK, "evaluation", "L05")
_enter("ADJ-02", "37", Strength.MAY, "evaluation", "L06")
_enter("ADJ-03", "37", Strength.MUST, "evaluation", "L07")
_enter("LIAB-01", "38(1)", None, "execution", "M01")
_enter("LIAB-02", "38(2)", None, "execution", "M01")
_enter("LIAB-03", "38(3)", None, "execution", "H04 M01")
_enter("LIAB-04", "39", None, "execution", "M01")
_enter("LIAB-05", "40", None, "execution", "M01")
_enter("LIAB-06", "41", None, "experts", "D09 M01")
_enter("REF-01", "42 43", None, "initiation")

# Adjacent national rules
_enter("FCR-01", "fcr:14", Strength.COND, "competition", "F01 F03")
_enter("FCR-02", "fcr:16", Strength.COND, "competition", "F02")
_enter("FCR-03", "fcr:17 fcr:12", Strength.COND, "competition", "F03")
_enter("FCR-04", "fcr:18", Strength.BLOCK, "competition", "F03")
_enter("INFO-01", "info:26", Strength.MUST, "publication", "J02")
_enter("INFO-02", "info:14 info:15 info:16", Strength.COND, "publication", "C01")
_enter("BIZ-01", "business:62 business:63", Strength.SOFT, "participation", "C02 C16")
_enter("ARCHV-01", "archives-rules:20", Strength.MUST, "filing", "M03")
_enter("ARCHV-02", "archives-rules:19", Strength.MUST, "filing", "M03")
_enter(
    "ARCHV-03", "archives-law:37 archives-rules:38 archives-rules:39 archives-rules:40", Strength.MUST, "filing", "M03"
)
_enter("ARCHV-04", "33", Strength.MUST, "filing", "M03")
_enter("DUCHA-01", "supervision:14 supervision:17", Strength.MUST, "execution", "K03")
_enter("STAB-01", "stability:3 stability:4", Strength.COND, "risk", "E05 E06")
_enter("EXP-NAT", "experts-guidance:0", Strength.MUST, "experts", "D02 D09")

# Separation of duty
_enter("SOD-01", "20(2)", Strength.BLOCK, "experts", "D02 D03")
_enter("SOD-02", "36(2)", Strength.BLOCK, "evaluation", "L01")
_enter("SOD-03", "25(1)", Strength.BLOCK, "legality", "G07")
_enter("SOD-04", "28", Strength.MUST, "legality", "G05 G07")
_enter("SOD-05", "36(2)", Strength.COND, "evaluation", "L01")
_enter("SOD-06", "14(2)", Strength.COND, "participation", "C05")
_enter("SOD-07", "20(2)", Strength.COND, "experts", "D02")
_enter("SOD-08", "17", Strength.COND, "participation", "C12")
_enter("SOD-09", "30(3)", Strength.MUST, "deliberation", "H04")
_enter("SOD-10", "39", Strength.BLOCK, "filing", "M02")
_enter("SOD-11", "20(2)", Strength.MUST, "experts", "D02")
_enter("SOD-12", "36(3)", Strength.COND, "evaluation", "L02 L03")
_enter("SOD-13", "fcr:14", Strength.COND, "competition", "F03")
_enter("SOD-14", "33", Strength.MUST, "filing", "M02")
