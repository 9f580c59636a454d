"""Papers: what they hold, that they are always the same bytes, and that they fetch nothing."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, datetime

import pikepdf
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from archive import faces, press, rendition, store
from archive.models import Rendition
from archive.sheet import Sheet, blocks_of
from tests.factories import archive as factory

PASSWORDS = "file:" + "///etc/passwd"
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def material(case):
    return factory.material(case, files=[factory.upload("公告.pdf", factory.pdf("a"))])


def opened(made: Rendition) -> pikepdf.Pdf:
    with store.open_blob(made.blob) as source:
        return pikepdf.open(io.BytesIO(source.read()))


def test_a_rendition_is_pdf_a_with_the_data_inside(material):
    made = rendition.render(material.pk)
    with opened(made) as document:
        assert not document.check_pdf_syntax()
        assert len(document.pages) == made.pages
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "B")
        assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert len(document.Root.AF) == 1
        assert document.attachments["data.json"].get_file().read_bytes() == material.data.encode()
        assert metadata["dc:title"] == material.title
        for font in fonts(document):
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font)


def fonts(document: pikepdf.Pdf):
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            yield item.keys()


def test_a_paper_carries_of_each_font_only_what_it_shows(material):
    made = rendition.render(material.pk)
    assert made.blob.size < 100_000
    with opened(made) as document:
        carried = [item for item in document.objects if getattr(item, "get", dict)("/Subtype") == "/CIDFontType0"]
        assert len(carried) >= 3
        for font in carried:
            assert font.FontDescriptor.FontFile3.Subtype == "/CIDFontType0C"
            top = outlines(font.FontDescriptor.FontFile3.read_bytes())
            runs = iter(font.W)
            widths = {int(first) + place: width for first in runs for place, width in enumerate(next(runs))}
            # Each number the text uses is the glyph's own, and as wide as the paper says.
            assert top.charset == [".notdef", *(f"cid{number:05d}" for number in sorted(widths) if number)]
            for number, width in widths.items():
                drawn = top.CharStrings[f"cid{number:05d}" if number else ".notdef"]
                drawn.draw(RecordingPen())
                assert drawn.width == pytest.approx(float(width), abs=1)


@pytest.mark.parametrize("name", ["FandolFang-Regular.otf", "NotoSansCJK-Regular.ttc"])
def test_the_glyphs_of_a_paper_are_drawn_as_the_font_draws_them(name):
    (path,) = (path for path in faces.files() if path.name == name)
    with TTFont(path, fontNumber=0, lazy=True) as font:
        numbers = {font.getGlyphID(font.getBestCmap()[ord(sign)]) for sign in "临江市，人民政府2024"}
        whole, names = font["CFF "].cff.topDictIndex[0], font.getGlyphOrder()
        kept = outlines(press.shown_alone(font.reader["CFF "], numbers))
        assert len(kept.charset) == len(numbers) + 1 < len(names)
        for number in numbers:
            shown, meant = RecordingPen(), RecordingPen()
            kept.CharStrings[f"cid{number:05d}"].draw(shown)
            whole.CharStrings[names[number]].draw(meant)
            assert shown.value == meant.value != []


def test_a_font_whose_glyphs_have_names_is_left_as_it_is():
    builder = FontBuilder(unitsPerEm=1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "a"])
    drawn = {name: T2CharString(program=[500, "endchar"]) for name in (".notdef", "a")}
    builder.setupCFF("Named", {}, drawn, {})
    assert press.shown_alone(builder.font.getTableData("CFF "), {1}) is None


def outlines(content: bytes):
    """The only font of a CFF file."""
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(content), None)
    return fonts.topDictIndex[0]


def test_the_metadata_can_be_read_without_unpacking(material):
    made = rendition.render(material.pk)
    with store.open_blob(made.blob) as source:
        assert b"pdfaid" in source.read()


def test_rendering_twice_gives_one_rendition(material):
    assert rendition.render(material.pk) == rendition.render(material.pk)
    assert Rendition.objects.count() == 1


def test_the_same_record_gives_the_same_bytes(material):
    given = {"material": material, **rendition.papers_of(material)}
    first, _pages = rendition.write("archive/documents/material.html", given, on=AT)
    rendition._press.stop()  # another process, with other seeds
    second, _pages = rendition.write("archive/documents/material.html", given, on=AT)
    assert first == second


def test_a_paper_made_once_lies_on_the_shelf(material):
    given = {"material": material, **rendition.papers_of(material)}
    first = rendition.paper("archive/documents/material.html", given, on=AT)
    assert rendition.paper("archive/documents/material.html", given, on=AT) == first
    first.path.chmod(0o644)
    whole = first.path.read_bytes()
    first.path.write_bytes(b"forged")
    assert rendition.paper("archive/documents/material.html", given, on=AT).path.read_bytes() == whole


def test_markup_in_a_record_stays_text(case):
    sheet = Sheet().text("<b>说明</b>", f'<img src="{PASSWORDS}"><link rel="attachment" href="{PASSWORDS}">')
    made = rendition.render(factory.material(case, sheet=sheet, title="<script>").pk)
    with opened(made) as document:
        assert list(document.attachments) == ["data.json"]


def test_nothing_is_fetched():
    with pytest.raises(ValueError, match=PASSWORDS):
        press.refuse_fetch(PASSWORDS)


def test_rare_names_are_shown_and_what_has_no_glyph_is_named():
    assert faces.missing_glyphs("镕喆堃㵐䶮") == []
    assert faces.missing_glyphs("张\ue863三") == ["\ue863"]


def test_long_tables_are_written_line_by_line(case):
    rows = [[f"第{number}号", "同意"] for number in range(61)]
    material = factory.material(case, sheet=Sheet().table("意见", ["编号", "意见"], rows))
    (block,) = blocks_of(material.data)
    assert block["labelled"][60] == [("编号", "第60号"), ("意见", "同意")]
    assert rendition.render(material.pk).pages > 1


def test_pages_load_no_renderer():
    code = (
        "import django, sys; django.setup(); import archive.services, archive.rendition, archive.views, archive.press;"
        "print('weasyprint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
