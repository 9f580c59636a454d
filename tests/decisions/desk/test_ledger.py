"""The ledger of decisions: who sees what, what narrows it, what its numbers count, what is exported."""

import os
import shutil
from datetime import date
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from openpyxl import load_workbook

from decisions.cases.models import Decision
from decisions.cases.positions import Position
from decisions.desk import rates
from tests.procedure import Procedure

TODAY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def _counted_anew():
    cache.clear()


@pytest.fixture(scope="module")
def standing_two(standing_world, django_db_blocker, tmp_path_factory):
    """Two decisions, entered once below the savepoint of each test, and where their files lie."""
    root = tmp_path_factory.mktemp("two")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(ARCHIVE_ROOT=root, MEDIA_ROOT=str(root)):
            with Procedure(standing_world) as first:
                first.advance_to("draft")
            with Procedure(standing_world) as second:
                second.advance_to("review_legality")
        yield first.decision.pk, second.decision.pk, root
        transaction.set_rollback(True)


@pytest.fixture
def two(standing_two, world, archive_root):
    """One decision that is being drafted, one that waits for its review."""
    *keys, files = standing_two
    shutil.copytree(files, archive_root, copy_function=os.link, dirs_exist_ok=True)
    return tuple(Decision.objects.get(pk=key) for key in keys)


def seen(client, user, query=""):
    client.force_login(user)
    response = client.get(reverse("decisions:ledger") + query)
    assert response.status_code == 200
    return [row.decision.pk for row in response.context["rows"]]


def test_who_sees_what(world, two, client):
    first, second = (decision.pk for decision in two)
    assert seen(client, world.person(world.office, "office_clerk")) == [second, first]
    assert seen(client, world.person(world.planning, "lead_official")) == [second, first]
    assert seen(client, world.person(world.transport, "lead_official")) == []
    assert seen(client, world.people["清河县政府办", "office_clerk"]) == []
    Decision.objects.filter(pk=first).update(
        authority=world.county, proposing_unit=world.county, lead_unit=world.county, study_unit=world.county
    )
    assert seen(client, world.people["清河县政府办", "office_clerk"]) == [first]
    assert seen(client, world.person(world.office, "office_clerk")) == [second, first], (
        "a superior reads its inferiors'"
    )
    client.force_login(world.person(world.office, "office_clerk"))
    page = client.get(reverse("decisions:decision", args=[first]))
    assert page.status_code == 200
    assert page.context["mine"] == [], "and only reads"


def test_filters_and_orders(world, two, client):
    first, second = two
    clerk = world.person(world.office, "office_clerk")
    Position.objects.filter(decision=second).update(due_on=date(2020, 1, 1))
    Decision.objects.filter(pk=second.pk).update(title="农村公路提升行动实施方案")
    assert seen(client, clerk, "?stage=legality") == [second.pk]
    assert seen(client, clerk, "?stage=drafting") == [first.pk]
    assert seen(client, clerk, "?light=late") == [second.pk]
    assert seen(client, clerk, "?light=none") == [first.pk]
    assert seen(client, clerk, "?q=农村公路") == [second.pk]
    assert seen(client, clerk, "?words=农村公路") == [second.pk]
    assert seen(client, clerk, f"?unit={world.planning.pk}&year=2026&category={first.category}") == [
        second.pk,
        first.pk,
    ]
    assert seen(client, clerk, "?sort=number") == [first.pk, second.pk]
    assert seen(client, clerk, "?sort=due") == [second.pk, first.pk]
    assert seen(client, clerk, "?stage=nonsense&light=nonsense&sort=nonsense&page=nonsense") == [second.pk, first.pk]


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"), [(0, 0, "—"), (37, 37, "100%"), (104, 106, "98.1%"), (999, 1000, "99.9%")]
)
def test_a_rate_is_never_rounded_up(numerator, denominator, value):
    rate = rates.Rate(key="reviewed", label="", numerator=numerator, denominator=denominator, unit="")
    assert rate.value == value


def test_each_number_leads_to_its_rows(world, two, client):
    clerk = world.person(world.office, "office_clerk")
    first, second = two
    Position.objects.filter(decision=first).update(
        reviewed_on=None,
        tabled_on=date(2026, 5, 1),
        filing_due_on=date(2026, 6, 1),
        problems_raised=3,
        problems_handled=2,
    )
    Position.objects.filter(decision=second).update(
        reviewed_on=date(2026, 4, 1),
        tabled_on=date(2026, 5, 1),
        discussed_on=date(2026, 5, 2),
        issued_on=date(2026, 5, 3),
        filing_due_on=date(2026, 6, 1),
        filed_on=date(2026, 5, 20),
    )
    client.force_login(clerk)
    found = {rate.key: rate for rate in client.get(reverse("decisions:ledger")).context["rates"].rates}
    assert (found["reviewed"].numerator, found["reviewed"].denominator) == (1, 2)
    assert (found["problems"].numerator, found["problems"].denominator) == (2, 3)
    assert (found["discussed"].numerator, found["discussed"].denominator) == (1, 1)
    assert (found["filed"].numerator, found["filed"].denominator) == (1, 2)
    assert seen(client, clerk, "?rate=reviewed-open") == [first.pk]
    assert seen(client, clerk, "?rate=problems-open") == [first.pk]
    assert seen(client, clerk, "?rate=discussed-open") == []
    assert seen(client, clerk, "?rate=filed-open") == [first.pk]
    assert seen(client, clerk, "?rate=filed") == [second.pk, first.pk]


def test_the_spreadsheet_holds_the_rows_shown(world, two, client):
    Decision.objects.filter(pk=two[0].pk).update(title="=1+1")
    client.force_login(world.person(world.office, "office_clerk"))
    response = client.get(reverse("decisions:export") + "?sort=number")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 3
    assert [row[1] for row in rows[1:]] == [decision.number for decision in two]
    assert rows[1][2] == "'=1+1"


def test_the_commands_say_the_same(two, capsys):
    call_command("list_decisions")
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == [item.number for item in two]
    call_command("list_decisions", "--json")
    assert '"review_legality"' in capsys.readouterr().out
    call_command("compliance", two[1].number, "--json")
    assert '"SCOPE-01"' in capsys.readouterr().out
    call_command("compliance", str(two[1].pk))
    assert "《重大行政决策程序暂行条例》第三条第一款\t" in capsys.readouterr().out
