"""Reading the environment: one function, so that every setting is found by its name."""

import os

_MISSING = object()


def env(name: str, default: str | object = _MISSING) -> str:
    """Read one variable.

    Args:
        name: The variable's name.
        default: What to use where it is unset; without one, an unset variable is an error.

    Raises:
        KeyError: The variable is unset and has no default.
    """
    value = os.environ.get(name)
    if value is not None:
        return value
    if default is _MISSING:
        raise KeyError(name)
    return str(default)
