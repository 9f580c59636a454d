"""Official texts clause by clause, with keys that stay."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.statutes.clauses import ParsedClause, called, number_of, parse, rekey, render, without_marker

RULES = """云州市中心城区供水价格管理办法

第一章　总则
第一条　为了规范供水价格，保障用户合法权益，制定本办法。
第二条 【适用范围】本市中心城区的供水价格适用本办法。
第二章 价格
第三条　居民生活用水实行阶梯水价：
（一）第一阶梯每立方米2.85元；
（二）第二阶梯每立方米4.28元。
第三条之一　低收入家庭的减免由市民政局核定。
第四条　本办法自2026年9月1日起施行。
"""

PLAN = """为推进既有住宅加装电梯工作，制定本方案。
一、总体要求
坚持业主自愿、政府支持。
（一）主要目标。到2027年，完成加装电梯三百台。
（二）基本原则。坚持安全第一、因地制宜，坚持依法依规、公开透明，不得增加无关的前置条件和收费项目。
二、保障措施
1. 加强组织领导。
2. 落实资金。
"""


def test_articles_with_chapters_items_and_titles():
    clauses = parse(RULES)
    assert [(clause.key, clause.heading) for clause in clauses] == [
        ("preamble", ""),
        ("ch-1", "第一章　总则"),
        ("art-1", "第一条"),
        ("art-2", "第二条 【适用范围】"),
        ("ch-2", "第二章 价格"),
        ("art-3", "第三条"),
        ("art-3-1", "第三条之一"),
        ("art-4", "第四条"),
    ]
    assert clauses[5].text.splitlines()[1] == "（一）第一阶梯每立方米2.85元；"
    assert clauses[3].text == "本市中心城区的供水价格适用本办法。"


def test_sections_and_subsections_of_a_plan():
    clauses = parse(PLAN)
    assert [(clause.key, clause.heading) for clause in clauses] == [
        ("preamble", ""),
        ("s-1", "一、总体要求"),
        ("s-1-1", "（一）主要目标。"),
        ("s-1-2", "（二）基本原则。"),
        ("s-2", "二、保障措施"),
    ]
    assert clauses[4].text == "1. 加强组织领导。\n2. 落实资金。"


def test_a_text_without_numbers_falls_into_paragraphs():
    assert [clause.key for clause in parse("甲。\r\n\r\n　　乙。\n")] == ["p-1", "p-2"]
    assert parse("") == []


def test_numbering_that_starts_again_keeps_keys_apart():
    keys = [clause.key for clause in parse("第一条　甲。\n第二条　乙。\n附件\n第一条　丙。")]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("一百一十", 110),
        ("23", 23),
        ("两千", 2000),
    ],
)
def test_numerals(written, number):
    assert number_of(written) == number


def test_a_heading_without_its_number():
    assert without_marker("第五条 【罚则】") == "【罚则】"
    assert without_marker("（二）基本原则。") == "基本原则。"
    assert without_marker("附则") == "附则"


def test_an_inserted_article_renumbers_the_rest_and_keeps_their_keys():
    before = parse(RULES)
    text = RULES.replace("第四条　", "第四条　供水企业每季度公示水质，接受社会监督。\n第五条　")
    after = parse(text, previous=before)
    assert [clause.key for clause in after if clause.text.startswith("本办法自")] == ["art-4"]
    assert [clause.key for clause in after if clause.text.startswith("供水企业")] == ["art-4~2"]


def test_a_changed_article_keeps_its_key_and_a_rewritten_one_does_not():
    before = parse(RULES)
    changed = parse(RULES.replace("2.85元", "3.05元").replace("4.28元", "4.58元"), previous=before)
    assert [clause.key for clause in changed] == [clause.key for clause in before]
    rewritten = parse(RULES.replace("低收入家庭的减免由市民政局核定。", "水表每六年更换。"), previous=before)
    assert "art-3-1" not in {clause.key for clause in rewritten}


def test_a_key_once_used_never_comes_back_for_another_clause():
    first = parse("第一条　甲方应当按月缴纳水费，逾期加收滞纳金。\n第二条　本办法自公布之日起施行。")
    second = parse("第一条　本办法自公布之日起施行。", previous=first)
    third = parse(
        "第一条　城市绿地由园林主管部门养护。\n第二条　本办法自公布之日起施行。",
        previous=second,
        taken={clause.key for clause in first},
    )
    assert [clause.key for clause in second] == ["art-2"]
    assert third[0].key not in {clause.key for clause in first}


def test_a_clause_moved_and_changed_is_found_again():
    before = parse(
        "第一条　供水企业应当保证水质符合国家标准，每季度公示检测结果。\n"
        "第二条　用户应当按月缴纳水费。\n第三条　本办法自公布之日起施行。"
    )
    after = parse(
        "第一条　用户应当按月缴纳水费。\n第二条　本办法自公布之日起施行。\n"
        "第三条　供水企业应当保证水质符合国家标准，每月公示检测结果。",
        previous=before,
    )
    assert [clause.key for clause in after] == ["art-2", "art-3", "art-1"]


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "第一章　总则",
                "第一条",
                "第二条　甲。",
                "第十条 【名】乙",
                "一、总体要求",
                "（一）目标。到明年。",
                "一、",
                "（三）",
                "1. 子项",
            ]
        ),
        st.text(alphabet="甲乙丙丁第条一二（）、。 　【】A1", max_size=80),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(LINES)
def test_writing_and_parsing_again_gives_the_same_clauses(lines):
    clauses = parse("\n".join(lines))
    assert len({clause.key for clause in clauses}) == len(clauses)
    again = parse(render(clauses))
    assert [(clause.heading, clause.text) for clause in again] == [(clause.heading, clause.text) for clause in clauses]


@settings(deadline=None)
@given(LINES, LINES)
def test_no_character_is_lost_and_keys_stay_unique_across_versions(first, second):
    before = parse("\n".join(first))
    after = parse("\n".join(second), previous=before)
    assert len({clause.key for clause in after}) == len(after)
    assert _letters("".join(clause.heading + clause.text for clause in after)) == _letters("".join(second))
    assert rekey(before, before) == before


def test_two_hundred_articles_of_five_hundred_characters_take_no_time():
    letters = [chr(0x4E00 + code) for code in range(500)]
    before = [
        ParsedClause(f"art-{n}", f"第{n}条", "".join(letters[(n * 7 + k * (n % 13 + 1)) % 500] for k in range(500)))
        for n in range(1, 201)
    ]
    after = [clause._replace(text=clause.text[:200] + "修改" + clause.text[220:]) for clause in before]
    started = time.perf_counter()
    kept = rekey(before, after)
    assert [clause.key for clause in kept] == [clause.key for clause in before]
    assert time.perf_counter() - started < 2


def _letters(text):
    return "".join(text.split())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (RULES, ["引言", "第一章　总则", "第一条"]),
        ("为规范供水价格，现通知如下。\n请认真贯彻执行。", ["第1段", "第2段"]),
    ],
)
def test_readers_never_meet_a_key(text, names):
    assert [called(clause.key, clause.heading) for clause in parse(text)][: len(names)] == names
