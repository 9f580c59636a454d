"""The matrix of risk points: five by five, each field of a level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decisions.risk.models import RiskPoint

SCALE = range(1, 6)
HIGH_FROM = 15
MEDIUM_FROM = 6


def level_of(likelihood: int, impact: int) -> str:
    """Return the level of a field: the product of likelihood and impact, cut at 6 and 15."""
    product = likelihood * impact
    if product >= HIGH_FROM:
        return "high"
    return "medium" if product >= MEDIUM_FROM else "low"


def likelihood_labels() -> dict[int, str]:
    """Return what each degree of likelihood is called."""
    return {
        5: _("5 almost certain"),
        4: _("4 likely"),
        3: _("3 possible"),
        2: _("2 unlikely"),
        1: _("1 rare"),
    }


def impact_labels() -> dict[int, str]:
    """Return what each degree of impact is called."""
    return {1: _("1 slight"), 2: _("2 minor"), 3: _("3 moderate"), 4: _("4 grave"), 5: _("5 severe")}


def matrix(points: Iterable[RiskPoint]) -> list[dict[str, Any]]:
    """Return the rows of the matrix with every point where it stands after its measure, and hollow where it stood."""
    fields: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for point in points:
        before = (point.likelihood, point.impact)
        after = (point.residual_likelihood, point.residual_impact)
        entry = {"number": point.position, "title": point.description, "url": ""}
        if before != after:
            fields.setdefault(before, []).append({**entry, "moved": True})
        fields.setdefault(after, []).append({**entry, "moved": False})
    return [
        {
            "likelihood": likelihood,
            "label": label,
            "cells": [
                {
                    "impact": impact,
                    "level": level_of(likelihood, impact),
                    "points": fields.get((likelihood, impact), []),
                }
                for impact in SCALE
            ],
        }
        for likelihood, label in likelihood_labels().items()
    ]
