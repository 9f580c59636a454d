"""Reading the tree and the offices."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import Unit, UnitKind
from accounts.selectors import (
    authorities_of,
    depths_within,
    office_in,
    office_line,
    offices_of,
    unit_of_kind,
    units_below,
    units_of,
    users_with,
)
from accounts.services import grant_verbs
from tests.factories.accounts import MembershipFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 7, 1)


@pytest.fixture
def province():
    return UnitFactory(name="省人民政府", short_name="省政府", authority=True)


@pytest.fixture
def county(city):
    return UnitFactory(name="东县人民政府", short_name="县政府", authority=True, parent=city)


def justice(parent, short_name="市司法局"):
    return UnitFactory(name=f"{parent.name}司法局", short_name=short_name, kind=UnitKind.JUSTICE_BUREAU, parent=parent)


def test_the_line_is_unit_and_post(city):
    user = MembershipFactory(unit=justice(city), post="审查一科科长").user
    assert office_line(user, city) == "市司法局 审查一科科长"


def test_the_line_of_nobody_is_empty(city):
    assert office_line(None, city) == ""
    assert office_line(UserFactory(), city) == ""
    assert office_line(UserFactory(), None) == ""
    assert office_line(MembershipFactory(ends_on=date(2021, 1, 1)).user, city) == ""


def test_the_line_names_the_office_that_belongs_to_the_authority(city, county, province):
    user = MembershipFactory(unit=justice(city), post="局长", starts_on=date(2020, 1, 1)).user
    MembershipFactory(user=user, unit=justice(county, "县司法局"), post="顾问", starts_on=date(2022, 1, 1))
    MembershipFactory(user=user, unit=province, post="参事", starts_on=date(2023, 1, 1))
    assert office_line(user, city) == "市司法局 局长"
    assert office_line(user, county) == "县司法局 顾问"
    assert office_line(user, province) == "省政府 参事"
    assert office_line(user, UnitFactory(authority=True)) == "省政府 参事", "elsewhere the latest"


def test_the_line_is_of_the_day(city):
    user = MembershipFactory(unit=city, post="科员", ends_on=date(2023, 12, 31)).user
    MembershipFactory(user=user, unit=city, group="unit_head", post="科长", starts_on=date(2024, 1, 1))
    assert office_line(user, city, date(2023, 6, 1)).endswith("科员")
    assert office_line(user, city).endswith("科长")


def test_offices_first_and_last_day_count(city):
    office = MembershipFactory(unit=city, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30))
    held = [bool(offices_of(office.user, day)) for day in (date(2025, 12, 31), office.starts_on, office.ends_on, DAY)]
    assert held == [False, True, True, False]
    assert office_in(office.user, city, office.ends_on) == office
    assert office_in(office.user, city, DAY) is None
    assert office_in(office.user, UnitFactory(parent=city), office.ends_on) is None


def test_units_below_are_those_of_the_tree_only(city, county):
    bureau = justice(county)
    assert list(units_below(city)) == [city, county, bureau]
    assert list(units_below(county)) == [county, bureau]


def test_the_order_is_that_of_the_tree_whatever_the_keys(city):
    """Key 10 below key 1 comes after all that stands below key 1: the strokes count in the order."""
    for _number in range(12):
        UnitFactory(parent=UnitFactory(parent=city))
    paths = list(Unit.objects.values_list("path", flat=True))
    parents = [path.rsplit("/", 2)[0] + "/" for path in paths]
    for position, parent in enumerate(parents[1:], 1):
        assert paths[position - 1] == parent or parents[position - 1].startswith(parent)


def test_units_and_authorities_of_a_person(city, county):
    user = MembershipFactory(unit=justice(county)).user
    MembershipFactory(user=user, unit=city)
    MembershipFactory(user=user, unit=UnitFactory())
    assert units_of(user, DAY).count() == 3
    assert set(authorities_of(user, DAY)) == {city, county}
    assert not authorities_of(UserFactory(), DAY)


def test_the_justice_bureau_of_an_authority_is_its_own(city, county):
    theirs = justice(county)
    assert unit_of_kind(city, UnitKind.JUSTICE_BUREAU) is None
    ours = justice(city)
    assert unit_of_kind(city, UnitKind.JUSTICE_BUREAU) == ours
    assert unit_of_kind(county, UnitKind.JUSTICE_BUREAU) == theirs
    assert unit_of_kind(city, UnitKind.GOVERNMENT) == city


def test_users_with_a_right(city, county):
    grant_verbs({"auth.view_group": ["legality_reviewer"]})
    reviewer = MembershipFactory(unit=justice(city), group="legality_reviewer").user
    MembershipFactory(unit=justice(county), group="legality_reviewer", user__is_active=False)
    MembershipFactory(unit=city, group="legality_reviewer", ends_on=date(2021, 1, 1))
    MembershipFactory(unit=city, group="expert")
    for right in ("legality_reviewer", "auth.view_group"):
        assert list(users_with(right, None, DAY)) == [reviewer]
        assert list(users_with(right, units_below(city), DAY)) == [reviewer]
        assert list(users_with(right, [county], DAY)) == []


def test_depth_counts_from_the_top_of_the_reach(city, county):
    town = UnitFactory(parent=county, name="某镇人民政府", authority=True)
    reach = units_below(city)
    assert depths_within(reach, [city, county, town]) == {city.pk: 0, county.pk: 1, town.pk: 2}
    assert depths_within(units_below(county), [town]) == {town.pk: 1}, "the second page of a list knows what is above"
