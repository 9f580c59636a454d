"""What the tests of bad input share: a procedure under way, in lawful time."""

from tests.decisions.conftest import procedure, standing_procedure, standing_world, world

__all__ = ["procedure", "standing_procedure", "standing_world", "world"]
