"""Files that are not what they say, too large, or badly named: each by the page on which an official sends it.

By a case folder: tests/decisions/replay; by the service: tests/archive/test_uploads.py.
"""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from archive import ledger, store
from archive.models import MaterialFile, Upload
from archive.package import verify
from tests.factories import archive as factory
from tests.pages import Controls, Page, logged_in, untouched

pytestmark = pytest.mark.django_db


def scripted(**where) -> bytes:
    """A PDF that runs a script when it is opened."""
    document = pikepdf.new()
    document.add_blank_page()
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    if "event" in where:
        document.pages[0].obj.AA = pikepdf.Dictionary(O=script)
    elif "name" in where:
        document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", script])))
    else:
        document.Root.OpenAction = script
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def bomb() -> bytes:
    """A Word document of a few kilobytes that says it unpacks to three gigabytes."""
    content = bytearray(factory.docx())
    position = content.rfind(b"PK\x01\x02")
    content[position + 24 : position + 28] = (3 * 1024**3).to_bytes(4, "little")
    return bytes(content)


BAD = {
    "a picture named pdf": ("红头文件.pdf", b"\x89PNG\r\n\x1a\n" + bytes(40), ("PNG", ".pdf")),
    "a word document named pdf": ("红头文件.pdf", factory.docx(), ("Word", ".pdf")),
    "a pdf named docx": ("请示.docx", factory.pdf("a"), ("PDF", ".docx")),
    "a program named pdf": ("请示.pdf", b"MZ" + bytes(60), ("程序",)),
    "nothing at all": ("请示.pdf", b"", ("空",)),
    "a bomb named docx": ("请示.docx", bomb(), ("2048",)),
    "a pdf that runs a script": ("请示.pdf", scripted(), ("脚本",)),
    "a pdf with a script on a page": ("请示.pdf", scripted(event=True), ("脚本",)),
    "a pdf with a named script": ("请示.pdf", scripted(name=True), ("脚本",)),
    "a name of 300 characters": ("长" * 300 + ".pdf", factory.pdf("a"), ("200",)),
}


@pytest.fixture
def page(procedure):
    """The proposal of a matter, with its papers sent before."""
    return Page(procedure, "propose")


@pytest.mark.parametrize(("name", "content", "said"), BAD.values(), ids=BAD)
def test_what_is_not_taken_is_said_and_nothing_else_is_lost(page, name, content, said):
    staged = Upload.objects.count()
    with untouched():
        answer = page.send(**{papers_or(page): SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    errors = " ".join(str(text) for text in answer.context["form"].errors[papers_or(page)])
    for words in said:
        assert words in errors
        assert words in answer.text
    assert page.lost(answer) == {}
    assert Upload.objects.count() == staged


def papers_or(page):
    """Return the field for papers."""
    return next(name for name, field in page.view.form_class.base_fields.items() if hasattr(field, "maximum"))


def test_what_was_sent_with_a_mistake_need_not_be_sent_again(page):
    name = papers_or(page)
    refused = page.send(on="", **{name: SimpleUploadedFile("补充材料.pdf", factory.pdf("补充"))})
    assert refused.status_code == 422
    token = str(Upload.objects.get(name="补充材料.pdf").token)
    tokens = Controls(refused.text).values[f"{name}_staged"]
    assert token in tokens
    accepted = page.send(**{f"{name}_staged": tokens})
    assert accepted.status_code == 302
    assert MaterialFile.objects.filter(name="补充材料.pdf").exists()


NAMES = {
    "a path upwards": ("../../../etc/红头文件一.pdf", "红头文件一.pdf"),
    "a path of windows": ("C:\\文件\\红头文件二.pdf", "红头文件二.pdf"),
    "a zero byte": ("红头\x00文件三.pdf", "红头文件三.pdf"),
    "marks that turn the reading": ("红头\u202efdp.文件.pdf", "红头fdp.文件.pdf"),
    "a device of windows": ("CON.pdf", "CON.pdf"),
    "markup": ("<script>x.pdf", "<script>x.pdf"),
    "quotes": ("红头\"文件'.pdf", "红头\"文件'.pdf"),
}


def test_names_are_filed_as_they_read_and_lie_under_their_digests(page, world, tmp_path, archive_root):
    """One act with all of them: what is shown, where the bytes lie, what the dossier calls them."""
    contents = {kept: factory.pdf(kept) for _sent, kept in NAMES.values()}
    answer = page.send(**{papers_or(page): [_raw(sent, contents[kept]) for sent, kept in NAMES.values()]})
    assert answer.status_code == 302, answer.context["form"].all_errors()
    files = {file.name: file for file in MaterialFile.objects.filter(name__in=contents)}
    assert files.keys() == contents.keys()
    for name, file in files.items():
        assert store.path_of(file.blob_id).read_bytes() == contents[name]
    strange = [path for path in archive_root.rglob("*") if path.is_file() and path.name not in _digests()]
    assert strange == []
    case = next(iter(files.values())).material.case
    archivist = logged_in(world.person(world.archives, "archivist"))
    shown = archivist.get(reverse("archive:material", args=[next(iter(files.values())).material_id])).text
    assert "<script>x" not in shown
    assert "\u202e" not in shown
    for file in files.values():
        download = archivist.get(reverse("archive:file", args=[file.pk]))
        list(download.streaming_content)
        assert download["Content-Disposition"].startswith("attachment")
        assert not set(download["Content-Disposition"]) & set("\r\n\0\u202e")
    dossier = archivist.get(reverse("archive:dossier", args=[case.pk]))
    packed = zipfile.ZipFile(io.BytesIO(b"".join(dossier.streaming_content)))
    for path in packed.namelist():
        assert not path.startswith("/")
        assert ".." not in path.split("/")
        assert not set(path) & set('\\:*?"<>|\0\u202e')
        assert all(part.partition(".")[0].upper() != "CON" for part in path.split("/"))
    packed.extractall(tmp_path)
    (bag,) = tmp_path.iterdir()
    assert verify.main([str(bag)]) == 0
    assert ledger.verify(case, with_files=True).is_whole


def _digests() -> set[str]:
    from archive.models import Blob

    return set(Blob.objects.values_list("sha256", flat=True))


def _raw(name: str, content: bytes) -> SimpleUploadedFile:
    """A file whose name is sent as it is; Django's own class would mend it before it is sent."""
    file = SimpleUploadedFile("x.pdf", content, content_type="application/pdf")
    file._name = name
    return file


@pytest.mark.parametrize("name", ["..", "."])
def test_a_file_without_a_name_is_no_file(page, name):
    field = papers_or(page)
    with untouched():
        answer = page.send(on="", **{field: _raw(name, factory.pdf("a"))})
    assert answer.status_code == 422
    assert page.lost(answer) == {"on": page.post.getlist("on")} or page.lost(answer) == {}
    assert not Upload.objects.filter(name=name).exists()
