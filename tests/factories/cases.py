"""An authority with everybody a decision needs, and the numbers it is judged by."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts import services as accounts
from accounts.models import Level, Membership, Unit, UnitKind, User
from decisions.statutes import services as statutes
from decisions.statutes.holidays import seed_year
from decisions.statutes.models import PackStatus, RulePack
from decisions.statutes.packs import FLOOR, shipped
from tests.factories.accounts import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

SINCE = date(2018, 1, 1)
CALENDAR_YEARS = (2025, 2026)
DEPARTMENT_GROUPS = (
    "lead_official",
    "unit_head",
    "consulted_official",
    "legal_counsel",
    "risk_assessor",
    "executing_official",
    "evaluator",
)
POSTS = {
    "lead_official": "综合科科长",
    "unit_head": "局长",
    "consulted_official": "办公室主任",
    "legal_counsel": "公职律师",
    "risk_assessor": "风险评估专员",
    "executing_official": "业务科科长",
    "evaluator": "评估专员",
    "office_clerk": "秘书科科长",
    "executive_head": "市长",
    "meeting_member": "副市长",
    "legality_reviewer": "合法性审查科科长",
    "market_regulator": "公平竞争审查科科长",
    "archivist": "档案管理员",
    "supervisor": "督查专员",
    "pool_manager": "专家库管理员",
}
SURNAMES = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("文清", "志远", "晓岚", "建平", "思源", "明哲", "雅琴", "国栋", "海燕", "立新", "书怡", "向东")


def pack_in_force(code: str, *, authority: Unit | None = None) -> RulePack:
    """Return a shipped pack in force, entered with all it builds on if it is not there yet."""
    held = RulePack.objects.filter(code=code, status=PackStatus.ACTIVE).first()
    if held is not None:
        return held
    file = shipped()[code]
    if file.parent:
        pack_in_force(file.parent)
    pack = statutes.review_pack(statutes.load_pack(file), by=None)
    return statutes.activate_pack(pack, authority=authority, on=max(SINCE, file.effective_from), by=None)


@dataclass
class World:
    """临江市: a government with its offices and departments, a county below it, and their officials.

    ``people[unit short name, group]`` is who holds that office; ``official`` finds whoever may do an act.
    """

    city: Unit
    office: Unit
    justice: Unit
    regulator: Unit
    supervision: Unit
    archives: Unit
    planning: Unit
    transport: Unit
    finance: Unit
    ecology: Unit
    county: Unit
    pack: RulePack
    people: dict[tuple[str, str], User] = field(default_factory=dict)

    @classmethod
    def create(cls) -> World:
        """Enter units, people, their offices, the national floor and the working days."""
        call_command("set_up_groups", verbosity=0)
        for year in CALENDAR_YEARS:
            seed_year(year)
        city = accounts.add_unit(
            name="临江市人民政府",
            short_name="市政府",
            kind=UnitKind.GOVERNMENT,
            level=Level.CITY,
            parent=None,
            is_authority=True,
            fonds_code="0101",
            by=None,
        )

        def below(parent: Unit, name: str, short: str, kind: str, level: str = Level.DEPARTMENT) -> Unit:
            return accounts.add_unit(name=name, short_name=short, kind=kind, level=level, parent=parent, by=None)

        county = accounts.add_unit(
            name="清河县人民政府",
            short_name="清河县政府",
            kind=UnitKind.GOVERNMENT,
            level=Level.COUNTY,
            parent=city,
            is_authority=True,
            fonds_code="0202",
            by=None,
        )
        # The letters before 〔2026〕 in their document numbers.
        for authority, letters in ((city, "临政"), (county, "清政")):
            authority.document_code = letters
            authority.save()
        world = cls(
            city=city,
            office=below(city, "临江市人民政府办公室", "市政府办", UnitKind.GOVERNMENT_OFFICE),
            justice=below(city, "临江市司法局", "市司法局", UnitKind.JUSTICE_BUREAU),
            regulator=below(city, "临江市市场监督管理局", "市市场监管局", UnitKind.MARKET_REGULATOR),
            supervision=below(city, "临江市人民政府督查室", "市政府督查室", UnitKind.SUPERVISION),
            archives=below(city, "临江市档案馆", "市档案馆", UnitKind.ARCHIVES),
            planning=below(city, "临江市发展和改革委员会", "市发改委", UnitKind.DEPARTMENT),
            transport=below(city, "临江市交通运输局", "市交通局", UnitKind.DEPARTMENT),
            finance=below(city, "临江市财政局", "市财政局", UnitKind.DEPARTMENT),
            ecology=below(city, "临江市生态环境局", "市生态环境局", UnitKind.DEPARTMENT),
            county=county,
            pack=pack_in_force(FLOOR),
        )
        county_office = below(county, "清河县人民政府办公室", "清河县政府办", UnitKind.GOVERNMENT_OFFICE)
        county_justice = below(county, "清河县司法局", "清河县司法局", UnitKind.JUSTICE_BUREAU)
        county_water = below(county, "清河县水务局", "清河县水务局", UnitKind.DEPARTMENT)
        world._appoint(
            {
                world.city: ("executive_head", "meeting_member"),
                world.office: ("office_clerk", "lead_official"),
                world.justice: ("legality_reviewer", "legal_counsel", "pool_manager", "consulted_official"),
                world.regulator: ("market_regulator", "lead_official", "consulted_official"),
                world.supervision: ("supervisor",),
                world.archives: ("archivist",),
                world.planning: DEPARTMENT_GROUPS,
                world.transport: DEPARTMENT_GROUPS,
                world.finance: DEPARTMENT_GROUPS,
                world.ecology: DEPARTMENT_GROUPS,
                world.county: ("executive_head",),
                county_office: ("office_clerk",),
                county_justice: ("legality_reviewer", "archivist"),
                county_water: ("lead_official", "consulted_official", "executing_official"),
            }
        )
        return world

    def person(self, unit: Unit, group: str) -> User:
        """Return who holds an office."""
        return self.people[unit.short_name, group]

    def everybody(self) -> Iterator[User]:
        """Return all officials, in the order in which they were entered."""
        return iter(self.people.values())

    def _appoint(self, offices: dict[Unit, tuple[str, ...]]) -> None:
        wanted = [(unit, group) for unit, groups in offices.items() for group in groups]
        names = itertools.cycle(itertools.product(GIVEN, SURNAMES))
        password = make_password(PASSWORD)
        users = User.objects.bulk_create(
            User(username=f"official{number}", name="".join(reversed(next(names))), password=password)
            for number, _office in enumerate(wanted, 1)
        )
        groups = {group.name: group for group in Group.objects.all()}
        Membership.objects.bulk_create(
            Membership(user=user, unit=unit, group=groups[group], post=POSTS[group], starts_on=SINCE)
            for user, (unit, group) in zip(users, wanted, strict=True)
        )
        self.people = {(unit.short_name, group): user for user, (unit, group) in zip(users, wanted, strict=True)}
