"""Finding the words of the source that are to be translated, without gettext's programs."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

PACKAGES = ("accounts", "archive", "config", "decisions", "experts")
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}

# What stands at which place of a call: c the context, s the singular, p the plural.
CALLS = {"_": "s", "gettext": "s", "ngettext": "sp", "pgettext": "cs", "npgettext": "csp"}
CALLS |= {f"{name}_lazy": places for name, places in CALLS.items() if name != "_"}
CALLS |= {"gettext_noop": "s"}

_STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_TEMPLATE_CALL = re.compile(rf"(?<!\w)(npgettext|pgettext|ngettext|gettext|_)\(\s*((?:{_STRING}\s*,?\s*)+)")
_ONE_STRING = re.compile(_STRING)

Key = tuple[str | None, str]


class UntranslatableError(ValueError):
    """A call for a translation whose words are put together only when it runs."""


@dataclass
class Message:
    """One message of the source.

    Attributes:
        context: What tells it from another with the same words.
        singular: Its words, in English: the msgid.
        plural: Its words for several, where it has any.
        places: Where it is used, as ``path:line``.
    """

    context: str | None
    singular: str
    plural: str | None
    places: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """What tells it from every other message."""
        return self.context, self.singular


def collect(root: Path) -> dict[Key, Message]:
    """Return every message of the packages and the templates.

    Args:
        root: The directory of the repository.

    Raises:
        UntranslatableError: A call's words are an f-string or a sum.
    """
    found: dict[Key, Message] = {}
    for message in _all(root):
        known = found.setdefault(message.key, message)
        if known is not message:
            known.places += message.places
            known.plural = known.plural or message.plural
    return found


def _all(root: Path) -> Iterator[Message]:
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from in_python(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    folders = [root / "templates", *(folder for name in PACKAGES for folder in (root / name).rglob("templates"))]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in TEMPLATE_SUFFIXES:
                yield from in_template(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())


def in_python(source: str, name: str) -> Iterator[Message]:
    """Find the messages of one module.

    Args:
        source: Its text.
        name: Its path, for the places.

    Raises:
        UntranslatableError: A call's words are an f-string or a sum.
    """
    for node in ast.walk(ast.parse(source, name)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        places = CALLS.get(called)
        if places is None or len(node.args) < len(places):
            continue
        arguments = node.args[: len(places)]
        if any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in arguments):
            raise UntranslatableError(f"{name}:{node.lineno}: no catalogue can hold words put together when it runs")
        words = [argument.value for argument in arguments if isinstance(argument, ast.Constant)]
        if len(words) == len(places):
            yield _message(places, [str(word) for word in words], f"{name}:{node.lineno}")


def in_template(source: str, name: str) -> Iterator[Message]:
    """Find the messages of one template.

    Args:
        source: Its text.
        name: Its path, for the places.
    """
    text = templatize(source, origin=name)
    for call in _TEMPLATE_CALL.finditer(text):
        words = [ast.literal_eval(found[1]) for found in _ONE_STRING.finditer(call[2])]
        places = CALLS[call[1]]
        yield _message(places, words[: len(places)], f"{name}:{text.count(chr(10), 0, call.start()) + 1}")


def _message(places: str, words: list[str], where: str) -> Message:
    parts = dict(zip(places, words, strict=True))
    return Message(parts.get("c"), parts["s"], parts.get("p"), [where])
