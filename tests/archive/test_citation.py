"""Provisions in words: the numbers of Chinese law, and English as it was."""

from __future__ import annotations

import pytest
from django.utils import translation

from archive.citation import in_words, numeral


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (16, "十六"),
        (20, "二十"),
        (43, "四十三"),
        (100, "一百"),
        (108, "一百〇八"),
        (110, "一百一十"),
        (999, "九百九十九"),
    ],
)
def test_numbers_are_written_as_laws_count(number, written):
    assert numeral(number) == written


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_what_no_law_reaches_is_refused(number):
    with pytest.raises(ValueError, match="no number"):
        numeral(number)


def test_a_place_is_said_in_the_language_of_the_reader():
    assert in_words("16(3)") == "第十六条第三款"
    assert in_words("32") == "第三十二条"
    assert in_words("3(1)[2]") == "第三条第一款第二项"
    with translation.override("en"):
        assert in_words("16(3)") == "art. 16(3)"
    with pytest.raises(ValueError, match="place"):
        in_words("local")
