"""What every address answers to everybody: one row an address, read by ``tests/test_addresses.py``.

To add an address: put its name into ``ADDRESSES`` with what a GET answers by role. ``answers(200, roles)`` reads: 200
to these roles, 403 to all others, 302 to the login to strangers; ``exceptions`` names what differs.
Arguments of the address come from ``place`` (see ``Place``), by the functions beside the row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

STRANGER = "stranger"  # not logged in
OUTSIDER = "outsider"  # lead official of a department that takes no part
FOREIGN = "foreign"  # lead official of another authority
PLANNING = (
    "lead_official",
    "unit_head",
    "consulted_official",
    "legal_counsel",
    "risk_assessor",
    "executing_official",
    "evaluator",
)
REGULATOR = "market_regulator"  # has reviewed fair competition, and reads the decision since
AUTHORITY = ("office_clerk", "executive_head", "meeting_member", "legality_reviewer", "archivist", "supervisor")
ELSEWHERE = (OUTSIDER, FOREIGN)
NOT_READING = ("pool_manager", "expert", "system_admin", "security_admin", "auditor")
ROLES = (STRANGER, *PLANNING, *AUTHORITY, REGULATOR, *NOT_READING, *ELSEWHERE)
LOGGED_IN = ROLES[1:]


@dataclass
class Place:
    """What addresses are about: a decision of 临江市 that waits for its legality review, and what lies around it."""

    decision: Any
    task: Any
    entry: Any
    material: Any
    file: Any
    reminder: Any
    unit: Any
    person: Any
    office: Any
    pack: Any


Arguments = Callable[[Place], list[Any]]


@dataclass(frozen=True)
class Address:
    """What an address answers by role, and its arguments."""

    expected: Mapping[str, int]
    arguments: Arguments = field(default=lambda _place: [])


def answers(
    usual: int,
    to: Iterable[str],
    others: int = 403,
    exceptions: Mapping[int, Iterable[str]] | None = None,
    *,
    stranger: int = 302,
    arguments: Arguments = lambda _place: [],
) -> Address:
    """Return a row: the usual answer to some roles, another to the rest, and exceptions."""
    expected = dict.fromkeys(LOGGED_IN, others) | dict.fromkeys(to, usual) | {STRANGER: stranger}
    for status, roles in (exceptions or {}).items():
        expected |= dict.fromkeys(roles, status)
    return Address(expected, arguments)


READERS = (*PLANNING, *AUTHORITY, REGULATOR)
DESK = (*READERS, *ELSEWHERE)  # whoever reads decisions has a desk


def of_decision(*more: Callable[[Place], Any]) -> Arguments:
    """Return arguments that begin with the decision."""
    return lambda place: [place.decision.pk, *(one(place) for one in more)]


def page_of_decision(*more: Callable[[Place], Any]) -> Address:
    """Return the row of a page about the decision."""
    return answers(200, READERS, exceptions={404: ELSEWHERE}, arguments=of_decision(*more))


def about_unit(place: Place) -> list[Any]:
    return [place.unit.pk]


def about_person(place: Place) -> list[Any]:
    return [place.person.pk]


def about_office(place: Place) -> list[Any]:
    return [place.office.pk]


def about_pack(place: Place) -> list[Any]:
    return [place.pack.pk]


def about_case(place: Place) -> list[Any]:
    return [place.decision.case_id]


def about_panel(place: Place) -> list[Any]:
    return [place.decision.panels.first().token]


def of_seat(*more: Any) -> Arguments:
    """Return arguments that begin with an expert's seat on the panel."""
    return lambda place: [place.decision.panels.first().seats.first().token, *more]


# Who reads the archive besides the desk.
ARCHIVE = ("lead_official", "office_clerk", "legality_reviewer", "archivist", "supervisor")


def of_case(arguments: Arguments = about_case) -> Address:
    """Return the row of a page about the decision's case."""
    return answers(200, ARCHIVE, exceptions={404: ELSEWHERE}, arguments=arguments)


def public(status: int, arguments: Arguments = lambda _place: []) -> Address:
    """Return the row of a page of the portal."""
    return answers(status, LOGGED_IN, stranger=status, arguments=arguments)


ADDRESSES: dict[str, Address] = {
    "home": answers(302, LOGGED_IN),
    # The desk
    "decisions:ledger": answers(200, DESK),
    "decisions:export": answers(200, DESK),
    "decisions:bpmn": answers(200, DESK),
    "decisions:tasks": answers(200, DESK),
    "decisions:waiting": answers(200, DESK),
    "decisions:propose": answers(200, ("lead_official", "office_clerk", *ELSEWHERE)),
    "decisions:task": answers(
        200,
        ("legality_reviewer",),
        exceptions={404: (*ELSEWHERE, *NOT_READING)},
        arguments=lambda place: [place.task.pk],
    ),
    "decisions:claim": answers(405, DESK, arguments=lambda place: [place.task.pk]),
    "decisions:release": answers(405, DESK, arguments=lambda place: [place.task.pk]),
    "decisions:hand_over": answers(403, (), exceptions={404: ELSEWHERE}, arguments=lambda place: [place.task.pk]),
    "decisions:reminder_seen": answers(405, DESK, arguments=lambda place: [place.reminder.pk]),
    "decisions:decision": page_of_decision(),
    "decisions:drafts": page_of_decision(),
    "decisions:comparison": page_of_decision(),
    "decisions:materials": page_of_decision(),
    "decisions:material": page_of_decision(lambda place: place.material.pk),
    "decisions:material_file": page_of_decision(lambda place: place.material.pk, lambda place: place.file.sequence),
    "decisions:material_rendition": page_of_decision(lambda place: place.material.pk),
    "decisions:compliance": page_of_decision(),
    "decisions:adoption": page_of_decision(),
    "decisions:record": page_of_decision(),
    "decisions:process": page_of_decision(),
    "decisions:receipt": page_of_decision(lambda place: place.entry.sequence),
    # An act beside the flow: withdrawing is the lead unit's.
    "decisions:act": answers(
        200,
        ("lead_official", "unit_head"),
        exceptions={404: (*ELSEWHERE, *NOT_READING)},
        arguments=of_decision(lambda _place: "withdraw"),
    ),
    # Accounts
    "accounts:login": answers(302, LOGGED_IN, stranger=200),
    "accounts:logout": answers(405, LOGGED_IN, stranger=405),
    "accounts:password": answers(200, LOGGED_IN),
    "accounts:units": answers(200, ("system_admin",)),
    "accounts:unit_add": answers(200, ("system_admin",)),
    "accounts:unit": answers(200, ("system_admin",), arguments=about_unit),
    "accounts:unit_change": answers(200, ("system_admin",), arguments=about_unit),
    "accounts:unit_move": answers(200, ("system_admin",), arguments=about_unit),
    "accounts:unit_retire": answers(200, ("system_admin",), arguments=about_unit),
    "accounts:unit_restore": answers(200, ("system_admin",), arguments=about_unit),
    "accounts:people": answers(200, ("system_admin", "security_admin")),
    "accounts:person_add": answers(200, ("system_admin",)),
    "accounts:person": answers(200, ("system_admin", "security_admin"), arguments=about_person),
    "accounts:person_change": answers(200, ("system_admin",), arguments=about_person),
    "accounts:deactivate": answers(200, ("system_admin",), arguments=about_person),
    "accounts:reactivate": answers(200, ("system_admin",), arguments=about_person),
    "accounts:password_reset": answers(200, ("system_admin",), arguments=about_person),
    "accounts:appoint": answers(200, ("security_admin",), arguments=about_person),
    "accounts:office_end": answers(200, ("security_admin",), arguments=about_office),
    "accounts:locks": answers(200, ("security_admin",)),
    "accounts:logins": answers(200, ("auditor",)),
    "accounts:changes": answers(200, ("auditor",)),
    # Execution and evaluation
    "execution:board": answers(200, DESK),
    "execution:execution": page_of_decision(),
    "evaluation:schedule": answers(200, DESK),
    "evaluation:rounds": page_of_decision(),
    # Rule packs and working days: everybody here may read the law they work by
    "statutes:packs": answers(200, LOGGED_IN),
    "statutes:compare": answers(200, LOGGED_IN),
    "statutes:pack": answers(200, LOGGED_IN, arguments=about_pack),
    "statutes:add_pack": answers(200, ("legality_reviewer",)),
    "statutes:review_pack": answers(200, ("legality_reviewer",), arguments=about_pack),
    "statutes:activate_pack": answers(200, ("legality_reviewer",), arguments=about_pack),
    "statutes:retire_pack": answers(200, ("legality_reviewer",), arguments=about_pack),
    "statutes:calendar": answers(200, LOGGED_IN),
    "statutes:calendar_year": answers(404, LOGGED_IN, arguments=lambda _place: [2099]),
    "statutes:enter_year": answers(200, ("office_clerk", "legality_reviewer"), arguments=lambda _place: [2099]),
    # The archive
    "archive:cases": answers(200, (*ARCHIVE, *ELSEWHERE)),
    "archive:case": of_case(),
    "archive:ledger": of_case(),
    "archive:verification": answers(405, (*ARCHIVE, *ELSEWHERE), arguments=about_case),
    "archive:dossier": answers(200, ("archivist",), arguments=about_case),
    "archive:material": of_case(lambda place: [place.material.pk]),
    "archive:rendition": of_case(lambda place: [place.material.pk]),
    "archive:file": of_case(lambda place: [place.file.pk]),
    # Stages
    "participation:opinions": answers(200, READERS, 404, arguments=of_decision()),
    # Experts: what is one expert's is there for nobody else
    "experts:desk": answers(200, ("expert",), 404),
    "experts:invitation": answers(404, LOGGED_IN, arguments=of_seat()),
    "experts:declare": answers(404, LOGGED_IN, arguments=of_seat()),
    "experts:paper": answers(404, LOGGED_IN, arguments=of_seat(1)),
    "experts:sheet": answers(404, LOGGED_IN, arguments=of_seat("scores")),
    "experts:score": answers(404, LOGGED_IN, arguments=of_seat()),
    "experts:receipt": answers(404, LOGGED_IN, arguments=of_seat()),
    "experts:progress": answers(200, READERS, 404, arguments=about_panel),
    "experts:result": answers(200, READERS, 404, arguments=about_panel),
    "experts:pool": answers(200, ("pool_manager",)),
    "experts:enter": answers(200, ("pool_manager",)),
    "experts:expert": answers(
        200, ("pool_manager",), arguments=lambda place: [place.decision.panels.first().seats.first().expert.code]
    ),
    # The portal: the same to everybody; what is not published is not there
    "portal:home": public(200),
    "portal:results": public(200),
    "portal:decisions": public(200),
    "portal:look_up": public(200),
    "portal:consultation": public(200, lambda place: [place.decision.consultations.first().pk]),
    "portal:comment": public(200, lambda place: [place.decision.consultations.first().pk]),
    "portal:result": public(200, of_decision()),
    "portal:receipt": public(200, lambda place: [place.decision.opinions.first().tracking]),
    "portal:hearing": public(200, lambda place: [place.decision.hearings.first().pk]),
    "portal:sign_up": public(200, lambda place: [place.decision.hearings.first().pk]),
    "portal:decision": public(404, of_decision()),
    "portal:execution_opinion": public(404, of_decision()),
    "portal:material": public(404, lambda place: [place.material.pk]),
    "portal:file": public(404, lambda place: [place.material.pk, place.file.sequence]),
    "portal:rendition": public(404, lambda place: [place.material.pk]),
}
