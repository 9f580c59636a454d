"""What a printed page looks like, as far as numbers say it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from archive import rendition
from archive.typesetting import breadth, columns, title_lines

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


def widths(head, body):
    return [float(one) for one in re.findall(r"width: ([\d.]+)%", columns(head, body))]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("会议纪要", ["会议纪要"]),
        ("专家个人论证意见书、评分表（专家01 王素琴）", ["专家个人论证意见书、", "评分表（专家01 王素琴）"]),
        (
            "关于《临江市中心城区供水价格调整方案（草案）》公开征求意见的公告",
            ["关于《临江市中心城区供水价格调整方案", "（草案）》公开征求意见的公告"],
        ),
        ("Public notice " * 4, ["Public notice " * 4]),
        ("无" * 50, ["无" * 17, "无" * 16, "无" * 17]),
    ],
)
def test_a_title_breaks_at_a_mark_or_in_like_parts(title, lines):
    assert title_lines(title, across=20) == lines
    assert "".join(title_lines(title, across=20)).replace(" ", "") == title.replace(" ", "")


def test_no_line_of_a_title_begins_with_a_closing_mark():
    for length in range(15, 40):
        for line in title_lines("关" * length + "》，" + "于" * length, across=20)[1:]:
            assert line[0] not in "》，"
            assert breadth(line) <= 20


def test_short_columns_take_what_they_need_and_the_long_one_the_rest():
    narrow, wide = widths(["态度", "意见内容"], [["同意", "赞成方案的主要内容，建议在公告中说明。" * 4]])
    assert narrow < 20
    assert narrow + wide == pytest.approx(100, abs=0.2)


def test_several_long_columns_share_by_what_they_hold():
    first, second = widths(["意见", "理由"], [["短一些的意见" * 5, "理由" * 100]])
    assert 15 < first < second


def test_a_table_of_short_cells_is_shared_by_need():
    assert sum(widths(["序号", "姓名"], [["1", "王素琴"], ["2"]])) == pytest.approx(100, abs=0.2)


@pytest.mark.parametrize(("characters", "pages"), [(22 * 28 - 2, 1), (22 * 28 - 1, 2), (3 * 22 * 28 - 2, 3)])
def test_a_page_holds_22_lines_of_28_characters(characters, pages):
    """GB/T 9704-2012, 5.2.2; the first line is indented by two."""
    html = f"<html lang='zh-CN'><body><p>{'政' * characters}</p></body></html>"
    assert rendition._print(html, on=AT, attached=None)[1] == pages


def test_what_has_no_place_to_break_stays_on_the_page():
    """A digest of 64 characters once ran over the margin."""
    html = f"<html lang='zh-CN'><body><div class='row'><b>摘要：</b>{'c' * 4000}</div></body></html>"
    assert rendition._print(html, on=AT, attached=None)[1] > 1
