"""Provisions in words, as people cite them: 第十六条第三款第二项 in Chinese, art. 16(3) in English.

The ledger keeps provisions as keys (``713-16(3)``). Whatever is read as prose, on pages, on paper and on the command
line, takes its words from here; the short sign in the margin of a page (§16(3)) is ``Provision``'s own.
"""

from __future__ import annotations

import re

from django.utils.translation import get_language

_PLACE = re.compile(r"(\d+)(?:\((\d+)\))?(?:\[(\d+)\])?")
_DIGITS = "〇一二三四五六七八九"
_TEN, _HUNDRED, _END = 10, 100, 1000


def in_words(place: str) -> str:
    """Return a place in an instrument in words of the active language.

    Args:
        place: Article, paragraph and item as a key writes them, such as ``16(3)[2]``.

    Raises:
        ValueError: It is not such a place.
    """
    found = _PLACE.fullmatch(place)
    if found is None:
        msg = f"{place} is not a place in an instrument."
        raise ValueError(msg)
    if not (get_language() or "").startswith("zh"):
        return f"art. {place}"
    parts = zip(found.groups(), "条款项", strict=True)
    return "".join(f"第{numeral(int(number))}{unit}" for number, unit in parts if number)


def numeral(number: int) -> str:
    """Return a number below a thousand as Chinese law writes it: 八, 十六, 三十, 一百〇八.

    Raises:
        ValueError: It is not one to 999.
    """
    if not 0 < number < _END:
        msg = f"{number} is no number of an article."
        raise ValueError(msg)
    hundreds, rest = divmod(number, _HUNDRED)
    tens, ones = divmod(rest, _TEN)
    said = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        said += "〇"
    return said + (_DIGITS[ones] if ones else "")
