"""Two versions of a draft beside each other."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.statutes.clauses import ParsedClause, parse
from decisions.statutes.comparison import Change, Mark, compare, counts, segments

TEXT = st.text(alphabet="的一是不了在人有我他这中大来上国0123.A，。\n", max_size=120)


@settings(deadline=None)
@given(TEXT, TEXT)
def test_the_pieces_make_both_sides(old, new):
    pieces = segments(old, new)
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.INSERTED) == old
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.DELETED) == new
    assert all(piece.text for piece in pieces)
    if old == new:
        assert all(piece.mark is Mark.EQUAL for piece in pieces)


def test_a_number_is_replaced_as_a_whole():
    pieces = [
        (piece.mark, piece.text) for piece in segments("每立方米2.85元，按月缴纳。", "每立方米2.95元，按月缴纳。")
    ]
    assert pieces == [
        (Mark.EQUAL, "每立方米"),
        (Mark.DELETED, "2.85"),
        (Mark.INSERTED, "2.95"),
        (Mark.EQUAL, "元，按月缴纳。"),
    ]


def test_short_agreements_inside_a_change_belong_to_it():
    pieces = segments("由市发展改革部门负责核定", "由市财政部门会同核定")
    assert [piece.mark for piece in pieces].count(Mark.DELETED) <= 2
    assert not any(piece.mark is Mark.EQUAL and len(piece.text) == 1 for piece in pieces[1:-1])


def draft(*clauses):
    return [ParsedClause(key, heading, text) for key, heading, text in clauses]


OLD = draft(
    ("a", "第一条", "甲。"),
    ("b", "第二条", "乙，三十日。"),
    ("c", "第三条", "丙。"),
    ("d", "第四条", "丁。"),
    ("e", "第五条", "戊。"),
)


def test_added_removed_changed_moved_unchanged():
    new = draft(
        ("a", "第一条", "甲。"),
        ("n", "第二条", "新。"),
        ("b", "第三条", "乙，四十五日。"),
        ("e", "第四条", "戊。"),
        ("d", "第五条", "丁。"),
    )
    changes = compare(OLD, new)
    assert [(change.key, change.change) for change in changes] == [
        ("a", Change.UNCHANGED),
        ("n", Change.ADDED),
        ("b", Change.CHANGED),
        ("c", Change.REMOVED),
        ("e", Change.UNCHANGED),
        ("d", Change.MOVED),
    ] or {change.key for change in changes if change.change is Change.MOVED} in ({"e"}, {"d"})
    assert counts(changes)[Change.ADDED] == counts(changes)[Change.REMOVED] == 1
    assert {change.key for change in changes} == set("abcden")


def test_another_number_alone_is_no_change():
    new = draft(("n", "第一条", "新。"), *((key, f"第{n}条", text) for n, (key, _heading, text) in enumerate(OLD, 2)))
    assert counts(compare(OLD, new)) == {
        Change.UNCHANGED: 5,
        Change.CHANGED: 0,
        Change.MOVED: 0,
        Change.ADDED: 1,
        Change.REMOVED: 0,
    }


def test_another_title_is_a_change():
    (change,) = compare(draft(("a", "第一条 【目的】", "甲。")), draft(("a", "第一条 【依据】", "甲。")))
    assert change.change is Change.CHANGED


def test_what_was_removed_first_comes_first():
    changes = compare(OLD, OLD[1:])
    assert (changes[0].key, changes[0].change) == ("a", Change.REMOVED)
    assert compare([], OLD)[0].change is Change.ADDED
    assert compare([], []) == []


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), TEXT), unique_by=lambda item: item[0]),
    st.lists(st.tuples(st.sampled_from("abcdefgh"), TEXT), unique_by=lambda item: item[0]),
)
def test_both_versions_can_be_read_off_the_comparison(old, new):
    before, after = draft(*((key, "", text) for key, text in old)), draft(*((key, "", text) for key, text in new))
    changes = compare(before, after)
    assert {c.key: c.old_text for c in changes if c.change is not Change.ADDED} == dict(old)
    assert [(c.key, c.new_text) for c in changes if c.change is not Change.REMOVED] == new


def test_a_comparison_of_pasted_texts():
    old = parse("第一条　公开征求意见的期限不少于三十日。\n第二条　本办法自公布之日起施行。")
    new = parse(
        "第一条　公开征求意见的期限不少于四十五日。\n第二条　听证会提前十日公告。\n第三条　本办法自公布之日起施行。",
        previous=old,
    )
    assert [change.change for change in compare(old, new)] == [Change.CHANGED, Change.ADDED, Change.UNCHANGED]


def test_two_hundred_changed_articles_take_no_time():
    letters = [chr(0x4E00 + code) for code in range(500)]
    before = [
        ParsedClause(str(n), f"第{n}条", "".join(letters[(n * 7 + k * (n % 13 + 1)) % 500] for k in range(500)))
        for n in range(200)
    ]
    after = [
        clause._replace(text=clause.text[:100] + "改" + clause.text[110:300] + "修订" + clause.text[300:])
        for clause in before
    ]
    started = time.perf_counter()
    assert counts(compare(before, after))[Change.CHANGED] == 200
    assert time.perf_counter() - started < 2
