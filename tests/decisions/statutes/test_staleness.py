"""An approval counts while its digest is the current one."""

from __future__ import annotations

from dataclasses import dataclass

from decisions.statutes.staleness import is_stale, stale, standing


@dataclass(frozen=True)
class Opinion:
    digest: str


def test_an_approval_of_another_content_is_stale():
    old, new = Opinion("a"), Opinion("b")
    assert stale([old, new], "b") == [old]
    assert standing([old, new], "b") == [new]


def test_what_its_issuer_confirmed_still_counts():
    old = Opinion("a")
    assert not is_stale(old, "b", confirmed={"a"})
    assert standing([old], "b", confirmed={"a"}) == [old]
    assert is_stale(old, "b", confirmed={"c"})
