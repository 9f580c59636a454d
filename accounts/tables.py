"""Making many tables in one step of a migration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """Makes the tables of a first migration as they are at its end.

    Django renders every related model anew after each operation, so that a first migration of a hundred connected
    models costs minutes. Nothing lies between these operations, so they are rendered once: the state follows each of
    them, the database gets each table whole, with its fields, indexes and constraints.

    Args:
        operations: What ``makemigrations`` wrote.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Follow each operation without rendering in between."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make every table."""
        for model in self._models(app_label, to_state):
            schema_editor.create_model(model)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop every table, the last first."""
        for model in reversed(self._models(app_label, from_state)):
            schema_editor.delete_model(model)

    def describe(self) -> str:
        """Say what it does."""
        return f"Make {len(self.operations)} tables and what belongs to them"

    def _models(self, app_label: str, state: ProjectState) -> list[Any]:
        return [
            state.apps.get_model(app_label, operation.name)
            for operation in self.operations
            if isinstance(operation, CreateModel)
            and not operation.options.get("proxy")
            and operation.options.get("managed", True)
        ]
