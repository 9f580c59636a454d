"""Asking a row's model whether it may be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model


def validate(row: Model) -> None:
    """Refuse what the model's fields, ``clean`` and constraints refuse.

    ``full_clean`` would also look up every row a foreign key names. A service was just given those rows, and the
    database refuses a key of no row, so that a statement for each of them, in every act, would tell nothing new.

    Args:
        row: The row about to be saved.

    Raises:
        ValidationError: By field, in the words of the model.
    """
    named = {
        field.name
        for field in row._meta.concrete_fields
        if field.is_relation and getattr(row, field.attname) is not None
    }
    row.clean_fields(exclude=named)
    row.clean()
    row.validate_unique()
    row.validate_constraints()
