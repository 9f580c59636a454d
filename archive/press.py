"""The press: a program by itself that turns HTML into PDF/A and does nothing else.

``archive.printing`` runs it as a process of its own and hands it one job after another, so that a document that hangs,
takes all memory or makes a library crash ends this process and nothing more. It knows neither Django nor the
database; it may open no connection and start no program; it takes nothing but what is in the job.

A job and its answer are each a length, a JSON header and, for the answer, the bytes of the paper.
"""

from __future__ import annotations

import base64
import functools
import io
import json
import os
import resource
import signal
import struct
import sys
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import ModuleType

    import pikepdf

LENGTH = struct.Struct(">Q")
# Seconds to load the renderer in, on a machine that has much else to do.
_LOADING = 120

# What a document could bring a library to do beside reading fonts; the interpreter asks before each.
_REFUSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.putenv", "urllib.")


def read_message(source: IO[bytes]) -> bytes | None:
    """Return the next message, or nothing where the other side has gone."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    body = source.read(size)
    return body if len(body) == size else None


def write_message(target: IO[bytes], body: bytes) -> None:
    """Send one message."""
    target.write(LENGTH.pack(len(body)))
    target.write(body)
    target.flush()


def main(memory: int) -> None:
    """Answer jobs until nobody asks any more.

    Args:
        memory: How many bytes of addresses the process may use.
    """
    source = sys.stdin.buffer
    # Whatever a library prints goes where errors go; only answers go out.
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    signal.setitimer(signal.ITIMER_REAL, _LOADING)
    engine()
    signal.setitimer(signal.ITIMER_REAL, 0)
    sys.addaudithook(_refuse)
    while (message := read_message(source)) is not None:
        try:
            job = json.loads(message)
            # Without a handler the alarm ends the process, in whatever code it is and whoever still waits for it.
            signal.setitimer(signal.ITIMER_REAL, job["seconds"])
            content, pages = _print(job)
            answer: dict[str, Any] = {"pages": pages}
        except Exception as error:  # noqa: BLE001 -- said to whoever asked
            content, answer = b"", {"error": f"{type(error).__name__}: {error}"[:500]}
        signal.setitimer(signal.ITIMER_REAL, 0)
        write_message(target, json.dumps(answer).encode())
        write_message(target, content)


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(f"The press does not do this: {event}")


def refuse_fetch(url: str, *_arguments: Any, **_options: Any) -> Any:
    """Fetch nothing, from wherever it is.

    Raises:
        ValueError: Always.
    """
    raise ValueError(f"A paper takes nothing from elsewhere: {url[:100]}")


@functools.cache
def engine() -> ModuleType:
    """Load WeasyPrint, which takes a while; fontconfig reads ``FONTCONFIG_FILE`` once, when the library starts."""
    import weasyprint

    loaded: ModuleType = weasyprint
    return loaded


def _print(job: Mapping[str, Any]) -> tuple[bytes, int]:
    html, css = engine().HTML, engine().CSS
    on = datetime.fromisoformat(job["on"])
    document = html(string=job["html"], url_fetcher=refuse_fetch).render(
        stylesheets=[css(string=job["css"], url_fetcher=refuse_fetch)], optimize_images=False
    )
    document.metadata.title = (document.metadata.title or "").strip()
    document.metadata.created = document.metadata.modified = on.isoformat(timespec="seconds")
    if attached := job["attached"]:
        document.metadata.attachments = [
            engine().Attachment(
                string=base64.b64decode(attached["content"]),
                name=attached["name"],
                description=attached["description"],
                relationship="Data",
                created=on,
                modified=on,
                url_fetcher=refuse_fetch,
            )
        ]
    return _settle(document.write_pdf(pdf_variant="pdf/a-3b")), len(document.pages)


def _settle(content: bytes) -> bytes:
    """Put right what the engine leaves.

    Attachments are listed twice, metadata hidden in a compressed stream, fonts left as long as they were.
    """
    import pikepdf  # noqa: PLC0415 -- as above

    with pikepdf.open(io.BytesIO(content)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/CIDFontType0":
                _shorten(document, item)
        if "/AF" in document.Root:
            once = {item.objgen: item for item in document.Root.AF}
            document.Root.AF = pikepdf.Array(list(once.values()))
        target = io.BytesIO()
        document.save(
            target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=False
        )
    return target.getvalue()


def _shorten(document: pikepdf.Pdf, font: pikepdf.Dictionary) -> None:
    """Leave nothing of a font in a paper but the glyphs the paper shows.

    The engine empties the glyphs that are not shown and keeps their places, so that numbers stay as the text has
    them: 65,000 empty places with offsets and widths take more than a hundred kilobytes a font. A CID-keyed font says
    itself which number each glyph goes by (PDF 32000-1, 9.7.4.2), so the text need not change. Fonts of TrueType
    outlines need none of this, as what they leave empty packs to nothing.

    Args:
        document: The paper.
        font: One of its CID fonts with CFF outlines.
    """
    import pikepdf  # noqa: PLC0415 -- as above
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    descriptor = font.FontDescriptor
    with TTFont(io.BytesIO(descriptor.FontFile3.read_bytes()), lazy=True) as whole:
        outlines = whole.reader["CFF "]
    if (kept := shown_alone(outlines, _numbers(font.W))) is not None:
        descriptor.FontFile3 = document.make_stream(kept, Subtype=pikepdf.Name.CIDFontType0C)
        del font["/CIDToGIDMap"]  # which only fonts with TrueType outlines have


def _numbers(widths: Iterable[Any]) -> set[int]:
    """Return the glyphs a paper shows: those whose widths it lists, run by run."""
    entries = iter(widths)
    return {int(first) + place for first, run in zip(entries, entries, strict=True) for place in range(len(run))}


def shown_alone(outlines: bytes, numbers: set[int]) -> bytes | None:
    """Return a CFF font with some of its glyphs, each going by the number it had, or nothing if it has no CIDs.

    Written rather than asked of ``fontTools.subset``, which looks at all 65,000 places and takes longer than the page.

    Args:
        outlines: The font.
        numbers: The glyphs to keep, beside the one for what is missing.
    """
    from fontTools import cffLib  # noqa: PLC0415
    from fontTools.misc.psCharStrings import T2CharString  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    fonts = cffLib.CFFFontSet()
    fonts.decompile(io.BytesIO(outlines), None)
    top = fonts.topDictIndex[0]
    if not hasattr(top, "ROS"):
        return None
    start = top.rawDict["CharStrings"]
    count, size = struct.unpack_from(">HB", outlines, start)
    base = start + 3 + (count + 1) * size - 1

    def offset(number: int) -> int:
        place = start + 3 + number * size
        return int(base + int.from_bytes(outlines[place : place + size]))

    top.numGlyphs = count
    owners, private = top.FDSelect, [one.Private for one in top.FDArray]
    chosen = cffLib.FDSelect()
    glyphs = cffLib.CharStrings(None, None, top.GlobalSubrs, None, chosen, top.FDArray)
    names = [".notdef"]
    for number in sorted({0, *numbers}):
        if number:
            names.append(f"cid{number:05d}")
        chosen.append(owners[number])
        glyphs[names[-1]] = T2CharString(
            outlines[offset(number) : offset(number + 1)],
            private=private[owners[number]],
            globalSubrs=top.GlobalSubrs,
        )
    top.ROS, top.CIDCount = ("Adobe", "Identity", 0), max(numbers, default=0) + 1
    top.charset, top.CharStrings, top.FDSelect, top.numGlyphs = names, glyphs, chosen, len(names)
    kept = io.BytesIO()
    fonts.compile(kept, TTFont(recalcBBoxes=False))
    return kept.getvalue()


if __name__ == "__main__":
    main(int(sys.argv[1]))
