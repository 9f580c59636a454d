"""An authority with its three administrators."""

from __future__ import annotations

import pytest

from accounts.groups import VERBS
from accounts.services import grant_verbs
from tests.factories.accounts import MembershipFactory, UnitFactory


@pytest.fixture
def groups(db):
    grant_verbs(VERBS)


@pytest.fixture
def city(groups):
    return UnitFactory(name="云州市人民政府", short_name="市政府", authority=True)


@pytest.fixture
def system_admin(city):
    return MembershipFactory(unit=city, group="system_admin", post="系统管理员").user


@pytest.fixture
def security_admin(city):
    return MembershipFactory(unit=city, group="security_admin", post="安全保密管理员").user


@pytest.fixture
def auditor(city):
    return MembershipFactory(unit=city, group="auditor", post="安全审计员").user
