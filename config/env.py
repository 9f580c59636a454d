"""Reading the environment: a few functions, so that every setting is found by its name."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


def env(name: str, default: str | None = None) -> str:
    """Read one variable; ``NAME_FILE`` may name a file to read it from, so that no secret need stand in it.

    Args:
        name: The variable's name.
        default: What to use where it is unset; without one, an unset variable is an error.

    Raises:
        ImproperlyConfigured: The variable is unset and has no default, or its file cannot be read.
    """
    value = os.environ.get(name)
    if value is not None:
        return value
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}") from error
    if default is None:
        raise ImproperlyConfigured(f"The environment has to set {name}.")
    return default


def env_bool(name: str, *, default: bool) -> bool:
    """Read a variable that says yes or no.

    Args:
        name: The variable's name.
        default: What to use where it is unset.

    Raises:
        ImproperlyConfigured: It says neither.
    """
    value = env(name, default="yes" if default else "no").strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} has to be yes or no, not {value!r}.")


def env_int(name: str, *, default: int) -> int:
    """Read a variable that holds a whole number.

    Args:
        name: The variable's name.
        default: What to use where it is unset.

    Raises:
        ImproperlyConfigured: It holds something else.
    """
    value = env(name, default=str(default)).strip()
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} has to be a whole number, not {value!r}.") from None
