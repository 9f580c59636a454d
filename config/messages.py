"""The catalogue of messages: ``python -m config.messages collect | merge | check | unused | compile``.

Each package keeps its Chinese words in a fragment, ``locale/fragments/<package>.po``; merging makes the catalogue that
Django reads. Nothing of gettext need be installed.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

import polib

from config.extraction import Key, UntranslatableError, collect

ROOT = Path(__file__).resolve().parent.parent
FRAGMENTS = Path("locale/fragments")
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
HEADER = {
    "Project-Id-Version": "major-decisions",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|%[sd]")


def merge(root: Path = ROOT) -> tuple[polib.POFile, list[str]]:
    """Join the fragments into one catalogue, and name what keeps them from agreeing.

    Args:
        root: The directory of the repository.

    Returns:
        The catalogue in the order of its words, and the faults.
    """
    catalogue = polib.POFile(wrapwidth=119)
    catalogue.metadata = dict(HEADER)
    faults: list[str] = []
    known: dict[Key, tuple[polib.POEntry, str]] = {}
    for path in sorted((root / FRAGMENTS).glob("*.po")):
        for entry in polib.pofile(str(path), encoding="utf-8"):
            if entry.obsolete or not entry.msgid:
                continue
            key = (entry.msgctxt, entry.msgid)
            faults += [f"{path.name}: {entry.msgid!r} {fault}" for fault in _entry_faults(entry)]
            if key not in known:
                known[key] = (entry, path.name)
            elif _words(known[key][0]) != _words(entry):
                ours, theirs = _words(known[key][0]), _words(entry)
                faults.append(f"{path.name}: {entry.msgid!r} is {theirs} here and {ours} in {known[key][1]}")
            elif entry.msgid_plural and not known[key][0].msgid_plural:
                known[key] = (entry, path.name)
    for _key, (entry, _name) in sorted(known.items(), key=lambda item: (item[0][1], item[0][0] or "")):
        entry.occurrences = []
        entry.linenum = None
        catalogue.append(entry)
    return catalogue, faults


def missing(catalogue: polib.POFile, root: Path = ROOT) -> list[str]:
    """Name the messages of the source that the catalogue does not translate.

    Args:
        catalogue: The catalogue.
        root: The directory of the repository.
    """
    translated: dict[Key, polib.POEntry] = {
        (entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete
    }
    faults = []
    for key, message in sorted(collect(root).items(), key=lambda item: item[1].places[0]):
        entry = translated.get(key)
        if entry is None:
            faults.append(f"{message.places[0]}: {message.singular!r} has no Chinese")
        elif message.plural and not entry.msgid_plural:
            faults.append(f"{message.places[0]}: {message.singular!r} lacks its plural {message.plural!r}")
    return faults


def unused(catalogue: polib.POFile, root: Path = ROOT) -> list[str]:
    """Name the words of the catalogue that no literal of the source asks for.

    Args:
        catalogue: The catalogue.
        root: The directory of the repository.
    """
    asked = collect(root)
    return [entry.msgid for entry in catalogue if (entry.msgctxt, entry.msgid) not in asked]


def faults(root: Path = ROOT) -> list[str]:
    """Name everything that keeps the catalogue from being complete, agreed and current.

    Args:
        root: The directory of the repository.
    """
    merged, found = merge(root)
    path = root / CATALOGUE
    if not path.exists() or path.read_text(encoding="utf-8") != _text(merged):
        found.append(f"{CATALOGUE} is not what the fragments make: run `make messages`")
    return found + missing(merged, root)


def write(catalogue: polib.POFile, root: Path = ROOT) -> None:
    """Write the catalogue that Django reads.

    Args:
        catalogue: The catalogue.
        root: The directory of the repository.
    """
    path = root / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_text(catalogue), encoding="utf-8")


def compile_all(root: Path = ROOT) -> list[Path]:
    """Compile every catalogue that changed since it was compiled.

    Args:
        root: The directory of the repository.

    Returns:
        The files written.
    """
    written = []
    for path in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")):
        binary = polib.pofile(str(path), encoding="utf-8").to_binary()
        target = path.with_suffix(".mo")
        if target.exists() and target.read_bytes() == binary:
            continue
        # Whole or not at all: a server may read it, and another run may write it, at this moment.
        descriptor, draft = tempfile.mkstemp(dir=path.parent, suffix=".mo.draft")
        with os.fdopen(descriptor, "wb") as file:
            file.write(binary)
        Path(draft).chmod(0o644)
        Path(draft).replace(target)
        written.append(target)
    return written


def _text(catalogue: polib.POFile) -> str:
    return f"{catalogue}".rstrip("\n") + "\n"


def _words(entry: polib.POEntry) -> list[str]:
    """The translations of an entry; with one plural form, that form is the translation."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _entry_faults(entry: polib.POEntry) -> list[str]:
    found = []
    words = _words(entry)
    if entry.fuzzy:
        found.append("is marked as a guess (fuzzy)")
    if not words or not all(words):
        return [*found, "is empty"]
    if len(words) != 1:
        found.append("has several plural forms; Chinese has one")
    sources = {frozenset(_PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text}
    if frozenset(_PLACEHOLDER.findall(words[0])) not in sources:
        found.append("does not have the placeholders of its source")
    if entry.msgid.startswith("\n") != words[0].startswith("\n") or entry.msgid.endswith("\n") != words[0].endswith(
        "\n"
    ):
        found.append("differs from its source in line breaks at its ends")
    return found


def main(arguments: list[str]) -> int:
    """Do what is asked; return the exit status."""
    say = sys.stdout.write
    command = arguments[0] if len(arguments) == 1 else ""
    found: list[str] = []
    try:
        if command == "collect":
            for message in collect(ROOT).values():
                say(f"{message.places[0]}\t{message.context or ''}\t{message.singular!r}\n")
        elif command == "merge":
            catalogue, found = merge()
            write(catalogue)
        elif command == "check":
            found = faults()
        elif command == "unused":
            say("".join(f"{words!r}\n" for words in unused(merge()[0])))
        elif command == "compile":
            say("".join(f"compiled {path.relative_to(ROOT)}\n" for path in compile_all()))
        else:
            sys.stderr.write(f"{__doc__}\n")
            return os.EX_USAGE
    except UntranslatableError as error:
        found = [str(error)]
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
