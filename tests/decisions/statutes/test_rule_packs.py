"""Rule packs: stricter is welcome, looser is refused, and what has been reviewed stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from decisions.statutes import packs as files
from decisions.statutes import selectors, services
from decisions.statutes.models import PackStatus, RulePack, RuleParameter
from decisions.statutes.pack import Pack, Share
from decisions.statutes.packs import PackFile, ParameterFile, loosened
from decisions.statutes.schema import SCHEMA, Direction, Kind
from decisions.statutes.sql import HISTORY_TABLES
from decisions.statutes.strictness import Order, compare_values
from tests.decisions.statutes.conftest import in_force
from tests.factories.accounts import UnitFactory


def pack_file(code="yunzhou", parent="national", version="1", **values):
    """A pack file with ``public__min_days=45`` written as a keyword."""
    parameters = tuple(
        ParameterFile(key.replace("__", "."), value, "试行办法 第一条") for key, value in values.items()
    )
    return PackFile(code, version, "云州市", parent, date(2026, 1, 1), parameters)


def with_value(key, value, comparator=None):
    values = {key: value}
    if comparator:
        values[SCHEMA[key].comparator] = comparator
    return Pack("x", "1", "x", values)


# The files


def test_every_shipped_pack_is_well_formed_and_no_looser_than_what_it_builds_on():
    assert len(files.shipped()) >= 10
    for file in files.shipped().values():
        for item in file.parameters:
            SCHEMA[item.key].check(item.value)
            assert item.source
        if file.parent:
            assert loosened(files.place(file.parent), file.as_layer()) == []


def test_the_floor_says_what_the_decree_says():
    floor = files.floor()
    assert (floor["public.min_days"], floor["hearing.material_days"], floor["legality.min_working_days"]) == (30, 7, 7)
    assert (floor["publication.max_days"], floor["publication.day_type"]) == (20, "working")
    assert "第十五条" in floor.source("public.min_days")
    # Decree 713 has no number for these.
    for key in ("expert.min", "hearing.min_participants", "archive.deadline_days", "posteval.mandatory_after_months"):
        assert floor[key] is None
    assert floor.share("meeting.quorum_share") is None


def test_a_city_inherits_through_its_province():
    shenzhen = files.place("shenzhen")
    assert shenzhen["archive.deadline_days"] == 30
    assert shenzhen["hearing.min_participants"] == 8
    assert shenzhen["public.min_days"] == 30
    assert "第303号" in shenzhen.source("catalogue.columns")


def test_a_key_the_schema_does_not_know_is_an_error():
    with pytest.raises(KeyError, match="public.max_dais"):
        files.floor()["public.max_dais"]


def test_half_and_more_than_half_differ():
    """半数以上 includes exactly half, 过半数 does not."""
    assert Share(Fraction(1, 2), ">=").admits(5, 10)
    assert not Share(Fraction(1, 2), ">").admits(5, 10)
    assert Share(Fraction(1, 3), "<=").admits(3, 9)
    assert not Share(Fraction(1, 3), "<").admits(3, 9)
    assert not Share(Fraction(1, 3), "<=").admits(0, 0)
    assert files.place("chizhou").share("meeting.quorum_share") == Share(Fraction(1, 2), ">=")


# Strictness


@pytest.mark.parametrize(
    ("key", "old", "new", "order"),
    [
        ("public.min_days", 30, 45, Order.STRICTER),
        ("public.min_days", 30, 20, Order.LOOSER),
        ("publication.max_days", 20, 10, Order.STRICTER),
        ("publication.max_days", None, 10, Order.STRICTER),
        ("archive.deadline_days", 30, None, Order.LOOSER),
        ("public.shortening_allowed", True, False, Order.STRICTER),
        ("expert.odd", True, False, Order.LOOSER),
        ("public.day_type", "calendar", "working", Order.STRICTER),
        ("publication.day_type", "working", "calendar", Order.STRICTER),
        ("catalogue.publish_by", "06-30", "04-30", Order.STRICTER),
        ("catalogue.columns", ["item"], ["item", "hearing"], Order.STRICTER),
        ("catalogue.columns", ["item"], ["hearing"], Order.APART),
        ("execution.report_cycle", "quarter", "month", Order.STRICTER),
        ("archive.custodian_role", "lead_unit", "justice_bureau", Order.APART),
    ],
)
def test_which_way_is_stricter(key, old, new, order):
    assert compare_values(key, with_value(key, old), with_value(key, new)) is order


@pytest.mark.parametrize(
    ("old", "new", "order"),
    [
        (("1/2", ">="), ("1/2", ">"), Order.STRICTER),
        (("1/2", ">"), ("1/2", ">="), Order.LOOSER),
        (("1/2", ">"), ("2/3", ">="), Order.STRICTER),
        (("1/2", ">="), ("2/4", ">="), Order.SAME),
        ((None, ">="), ("1/2", ">="), Order.STRICTER),
    ],
)
def test_a_fraction_is_judged_with_its_comparator(old, new, order):
    key = "meeting.quorum_share"
    assert compare_values(key, with_value(key, *old), with_value(key, *new)) is order


def test_two_thirds_or_more_may_replace_more_than_half():
    key = "meeting.quorum_share"
    assert loosened(with_value(key, "1/2", ">"), with_value(key, "2/3", ">=")) == []
    found = loosened(with_value(key, "1/2", ">"), with_value(key, "1/2", ">="))
    assert key in {item.key for item in found}


def values_of(spec):
    none = [st.none()] if spec.default is None else []
    if spec.kind is Kind.INTEGER:
        return st.one_of(st.integers(0, 60), *none)
    if spec.kind is Kind.BOOLEAN:
        return st.booleans()
    if spec.kind is Kind.SHARE:
        return st.one_of(st.sampled_from(["1/3", "1/2", "2/4", "2/3", "1/1"]), *none)
    if spec.kind is Kind.MONTH_DAY:
        return st.one_of(st.sampled_from(["04-30", "06-30", "12-31"]), *none)
    if spec.kind is Kind.LIST:
        return st.lists(st.sampled_from(spec.choices), unique=True)
    return st.one_of(st.sampled_from(spec.choices), *none)


KEYS = sorted(key for key, spec in SCHEMA.items() if spec.direction is not Direction.NONE and not spec.shares)
OPPOSITE = {
    Order.STRICTER: Order.LOOSER,
    Order.LOOSER: Order.STRICTER,
    Order.SAME: Order.SAME,
    Order.APART: Order.APART,
}


@given(st.data(), st.sampled_from(KEYS))
def test_strictness_is_an_order(data, key):
    """Turned round it is the opposite, of equals it is the same, and it passes on."""
    spec = SCHEMA[key]
    a, b, c = (
        with_value(
            key, data.draw(values_of(spec)), data.draw(values_of(SCHEMA[spec.comparator])) if spec.comparator else ""
        )
        for _ in range(3)
    )
    assert compare_values(key, a, a) is Order.SAME
    assert compare_values(key, b, a) is OPPOSITE[compare_values(key, a, b)]
    if compare_values(key, a, b) is Order.STRICTER and compare_values(key, b, c) is Order.STRICTER:
        assert compare_values(key, a, c) is Order.STRICTER


@given(st.data(), st.sampled_from(KEYS))
def test_a_child_is_refused_exactly_when_it_is_looser(data, key):
    spec = SCHEMA[key]
    parent, child = with_value(key, data.draw(values_of(spec))), with_value(key, data.draw(values_of(spec)))
    looser = compare_values(key, parent, child) in {Order.LOOSER, Order.APART}
    assert (key in {item.key for item in loosened(parent, child)}) is looser


# Loading


@pytest.mark.django_db
def test_load_packs_is_idempotent(packs):
    before = list(RulePack.objects.values_list("code", "version", "status").order_by("pk"))
    history = RuleParameter.history.count()
    call_command("load_packs", verbosity=0)
    assert list(RulePack.objects.values_list("code", "version", "status").order_by("pk")) == before
    assert RuleParameter.history.count() == history
    assert {status for _code, _version, status in before} == {PackStatus.ACTIVE}


@pytest.mark.django_db
def test_resolved_is_what_the_files_say(packs):
    for code, pack in packs.items():
        held, shipped = pack.resolved, files.place(code)
        assert {key: held[key] for key in SCHEMA} == {key: shipped[key] for key in SCHEMA}
        assert held.source("public.min_days") == shipped.source("public.min_days")


@pytest.mark.django_db
def test_resolved_is_kept_once_nothing_can_change(packs, django_assert_num_queries):
    _ = packs["shenzhen"].resolved
    with django_assert_num_queries(1):
        assert RulePack.objects.get(code="shenzhen").resolved["hearing.min_participants"] == 8


@pytest.mark.django_db
def test_a_looser_child_is_refused_with_parameter_both_values_and_article(floor, english):
    """Seven days of comments where the Decree generally asks for thirty."""
    with pytest.raises(services.TooLoose) as caught:
        services.load_pack(pack_file(public__min_days=7, hearing__material_days=5))
    (days, material) = sorted(caught.value.messages, key=lambda message: "hearing" in message)
    assert "public.min_days" in days
    assert "7 days" in days
    assert "30 days" in days
    assert "第十五条" in days
    assert "第十六条" in material
    assert not RulePack.objects.filter(code="yunzhou").exists()


@pytest.mark.django_db
def test_a_grandchild_answers_to_its_parent_and_the_floor(floor):
    in_force(pack_file(public__min_days=45))
    with pytest.raises(services.TooLoose, match="public.min_days"):
        services.load_pack(pack_file("yunzhou-east", parent="yunzhou", public__min_days=40))
    assert services.load_pack(pack_file("yunzhou-east", parent="yunzhou", public__min_days=45)).pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"public__max_dais": 3}, "not a parameter"),
        ({"public__min_days": "45"}, "kind expected"),
        ({"public__min_days": True}, "kind expected"),
        ({"public__min_days": None}, None),
        ({"expert__odd": None}, "a value is needed"),
        ({"meeting__quorum_share": "0.5"}, "kind expected"),
        ({"meeting__quorum_share": "3/2"}, "kind expected"),
        ({"catalogue__publish_by": "06-31x"}, "kind expected"),
        ({"catalogue__columns": ["item", "lead_unit", "colour"]}, "kind expected"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(floor, english, values, says):
    with pytest.raises(ValidationError) as caught:
        services.load_pack(pack_file(**values))
    assert says is None or any(says in message for message in caught.value.messages)


@pytest.mark.django_db
def test_a_pack_whose_parent_is_not_loaded_is_refused(db, english):
    with pytest.raises(ValidationError, match="not loaded"):
        services.load_pack(pack_file())


@pytest.mark.django_db
def test_a_draft_follows_its_file_and_a_reviewed_version_does_not(floor, english):
    pack = services.load_pack(pack_file(public__min_days=45, expert__min=5))
    services.load_pack(pack_file(public__min_days=40))
    assert dict(pack.parameters.values_list("key", "value")) == {"public.min_days": 40}
    services.review_pack(pack, by=None)
    assert services.load_pack(pack_file(public__min_days=40)) == pack
    with pytest.raises(ValidationError, match=r"public\.min_days"):
        services.load_pack(pack_file(public__min_days=45))


@pytest.mark.django_db
def test_load_packs_names_what_is_wrong_with_a_file(tmp_path, floor):
    path = tmp_path / "x.toml"
    path.write_text(
        'code = "x"\nversion = "1"\nname = "x"\neffective_from = 2026-01-01\n'
        '[[parameter]]\nkey = "public.min_days"\nvalue = 7\nsource = "x"\n',
        encoding="utf-8",
    )
    with pytest.raises(CommandError, match="public.min_days"):
        call_command("load_packs", str(path))
    path.write_text('code = "x"', encoding="utf-8")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_packs", str(path))
    path.write_text(
        'code = "x"\nversion = "1"\nname = "x"\neffective_from = 2026-01-01\n'
        '[[parameter]]\nkey = "public.min_days"\nvalue = 40\nsource = ""\n',
        encoding="utf-8",
    )
    with pytest.raises(CommandError, match="no source"):
        call_command("load_packs", str(path))


# Activation


@pytest.mark.django_db
def test_a_new_version_retires_the_one_before_and_leaves_pinned_ones_standing(floor):
    first = in_force(pack_file(public__min_days=45))
    second = in_force(replace(pack_file(public__min_days=40), version="2"))
    first.refresh_from_db()
    assert (first.status, second.status) == (PackStatus.RETIRED, PackStatus.ACTIVE)
    assert first.resolved["public.min_days"] == 45
    assert second.resolved["public.min_days"] == 40


@pytest.mark.django_db
def test_activation_is_refused_before_review_and_before_its_day(floor, english):
    pack = services.load_pack(pack_file(public__min_days=45))
    with pytest.raises(ValidationError, match="Only a reviewed version"):
        services.activate_pack(pack, authority=None, on=date(2026, 2, 1), by=None)
    services.review_pack(pack, by=None)
    with pytest.raises(ValidationError, match="comes into force on 2026-01-01"):
        services.activate_pack(pack, authority=None, on=date(2025, 12, 31), by=None)
    with pytest.raises(ValidationError, match="Only a draft"):
        services.review_pack(pack, by=None)


@pytest.mark.django_db
def test_the_floor_cannot_be_retired(floor, english):
    with pytest.raises(ValidationError, match="floor stays"):
        services.retire_pack(floor, on=date(2026, 2, 1), by=None)


@pytest.mark.django_db
def test_a_draft_cannot_carry_another_pack(floor, english):
    services.load_pack(pack_file())
    child = services.load_pack(pack_file("yunzhou-east", parent="yunzhou"))
    with pytest.raises(ValidationError, match="still a draft"):
        services.review_pack(child, by=None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions_ruleparameter SET value = '7' WHERE key = 'public.min_days'",
        "DELETE FROM decisions_ruleparameter WHERE key = 'public.min_days'",
        """INSERT INTO decisions_ruleparameter (pack_id, key, value, source, note)
        SELECT id, 'expert.min', '1', 'x', '' FROM decisions_rulepack""",
        "UPDATE decisions_rulepack SET status = 'draft'",
        "UPDATE decisions_rulepack SET version = '9'",
        "UPDATE decisions_rulepack SET effective_from = '2020-01-01'",
        "DELETE FROM decisions_rulepack",
    ],
)
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_nobody_changes_a_reviewed_pack_in_the_database(floor, statement, role):
    """Not by SQL, and not with triggers switched off for replication either."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL session_replication_role = {role}")
        with pytest.raises(DatabaseError, match="no longer a draft"), transaction.atomic():
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.django_db
def test_the_database_refuses_two_active_versions_and_a_rootless_pack(floor):
    with pytest.raises(IntegrityError), transaction.atomic():
        RulePack.objects.create(
            code="national", version="2", name="x", status=PackStatus.ACTIVE, effective_from=date(2026, 1, 1)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        RulePack.objects.create(code="orphan", version="1", name="x", effective_from=date(2026, 1, 1))


# Which pack a new decision gets


@pytest.mark.django_db
def test_an_authority_gets_its_own_pack_else_its_superiors_else_the_floor(floor):
    province = UnitFactory(authority=True)
    city = UnitFactory(authority=True, parent=province)
    county = UnitFactory(authority=True, parent=city)
    elsewhere = UnitFactory(authority=True)
    above = in_force(pack_file("shengqu", public__min_days=31), authority=province)
    own = in_force(pack_file(parent="shengqu", public__min_days=45), authority=city)
    on = date(2026, 3, 1)
    assert selectors.pack_for(province, on=on) == above
    assert selectors.pack_for(city, on=on) == own
    assert selectors.pack_for(county, on=on) == own
    assert selectors.pack_for(elsewhere, on=on) == floor
    services.retire_pack(own, on=on, by=None)
    assert selectors.pack_for(county, on=on) == above


@pytest.mark.django_db
def test_without_any_pack_a_decision_cannot_begin(english):
    with pytest.raises(ValidationError, match="not even the national floor"):
        selectors.pack_for(UnitFactory(authority=True), on=date(2026, 3, 1))


# Comparing


@pytest.mark.django_db
def test_two_packs_side_by_side(packs, english):
    rows = {row.spec.key: row for row in selectors.compare(packs["national"], packs["quzhou"])}
    assert (rows["expert.min"].left, rows["expert.min"].right) == ("no rule", "5 persons")
    assert rows["expert.min"].order is Order.STRICTER
    assert "衢州" in rows["expert.min"].right_source
    assert rows["expert.max_share_industry_dept"].right == "1/3 or less"
    differences = selectors.compare(packs["national"], packs["quzhou"], only_differences=True)
    assert {row.spec.key for row in differences} == {
        "public.contact_required",
        "expert.min",
        "expert.odd",
        "expert.max_share_industry_dept",
    }


@pytest.mark.django_db
def test_settings_say_where_each_value_comes_from(packs):
    settings = {item.spec.key: item for _group, rows in selectors.settings_of(packs["shenzhen"]) for item in rows}
    assert settings["archive.deadline_days"].origin == str(packs["shenzhen"])
    assert settings["hearing.min_participants"].origin == str(packs["guangdong"])
    assert settings["public.min_days"].origin == str(packs["national"])
    assert not settings["meeting.quorum_share"].is_set


@pytest.mark.django_db
@pytest.mark.parametrize("table", HISTORY_TABLES)
def test_the_history_of_packs_and_calendar_cannot_be_rewritten(floor, year_2026, table):
    for statement in (f"UPDATE {table} SET history_type = '~'", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
