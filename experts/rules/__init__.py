"""Rules of expert argumentation: articles 19 to 21, and the numbers local rules add.

EXP-01 to EXP-07, SOD-01, SOD-07 and SOD-11 carry the ids of the register of law; EXP-08 to EXP-18 are parts of the
same articles that local rules count or that a sealed procedure needs to be judged at all.
"""

from experts.rules.asking import DIMENSIONS, STATUTORY, asked_dimensions, in_words
from experts.rules.choosing import (
    chooser_is_not_chosen,
    experts_do_not_handle,
    experts_undertake,
    no_direct_interest,
    selection_has_grounds,
)
from experts.rules.conclusion import departure_is_explained, dimensions_are_argued, opinions_are_answered
from experts.rules.local import longest_term, term_is_kept, vote_carries
from experts.rules.panel import (
    dimensions_are_asked,
    enough_experts,
    form_is_recorded,
    odd_number,
    required_number,
    shares_are_kept,
)
from experts.rules.pool import pool_is_kept, pool_is_used, tasks_are_shared
from experts.rules.sheets import opinions_are_signed, sheets_are_opened_together

__all__ = [
    "DIMENSIONS",
    "STATUTORY",
    "asked_dimensions",
    "chooser_is_not_chosen",
    "departure_is_explained",
    "dimensions_are_argued",
    "dimensions_are_asked",
    "enough_experts",
    "experts_do_not_handle",
    "experts_undertake",
    "form_is_recorded",
    "in_words",
    "longest_term",
    "no_direct_interest",
    "odd_number",
    "opinions_are_answered",
    "opinions_are_signed",
    "pool_is_kept",
    "pool_is_used",
    "required_number",
    "selection_has_grounds",
    "shares_are_kept",
    "sheets_are_opened_together",
    "tasks_are_shared",
    "term_is_kept",
    "vote_carries",
]
