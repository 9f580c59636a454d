"""What experts are asked about: the dimensions of article 19(1) and those a place adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decisions.statutes.pack import Pack


# The nodes whose acts the rules of experts govern.
CONVENE, CONCLUDE = "convene_panel", "conclude_panel"

# Article 19(1) names three; a pack may add to them.
DIMENSIONS = {
    "necessity": _("necessity"),
    "feasibility": _("feasibility"),
    "soundness": _("scientific soundness"),
    "legality": _("legality"),
    "adverse_effects": _("adverse effects and risks"),
}
STATUTORY = ("necessity", "feasibility", "soundness")


def asked_dimensions(pack: Pack) -> frozenset[str]:
    """Return the dimensions experts have to argue: the three of the article and those of the pack."""
    return frozenset(STATUTORY) | frozenset(pack["expert.dimensions"])


def in_words(names: Iterable[str]) -> str:
    """Return names in one line."""
    return "、".join(names)


def dimensions_in_words(keys: Iterable[str]) -> str:
    """Return what dimensions are called, in the order of the article."""
    return in_words(str(label) for key, label in DIMENSIONS.items() if key in set(keys))
