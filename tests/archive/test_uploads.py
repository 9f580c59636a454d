"""What is sent is what it says, or is refused in words."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from archive import services, store, uploads
from archive.filenames import dossier_name, sent_name
from archive.intake import BoundedFileUploadHandler
from archive.models import Blob, Upload
from tests.factories import archive as factory

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def compound(*streams: str, content: bytes = b"") -> bytes:
    """A compound file whose directory names these streams; the first stream's first sector is given."""
    header = bytearray(512)
    header[:8] = OLE
    header[30:32] = (9).to_bytes(2, "little")
    header[48:52] = (1).to_bytes(4, "little")
    header[76:80] = (0).to_bytes(4, "little")
    for position in range(80, 512, 4):
        header[position : position + 4] = b"\xff\xff\xff\xff"
    table = bytearray(b"\xff" * 512)
    table[0:4] = b"\xfd\xff\xff\xff"
    table[4:8] = b"\xfe\xff\xff\xff"
    table[8:12] = b"\xfe\xff\xff\xff"
    directory = bytearray()
    for name in ("Root Entry", *streams)[:4]:
        entry = bytearray(128)
        encoded = name.encode("utf-16-le") + b"\0\0"
        entry[: len(encoded)] = encoded
        entry[64:66] = len(encoded).to_bytes(2, "little")
        entry[116:120] = (2).to_bytes(4, "little")
        directory += entry
    return bytes(header) + bytes(table) + bytes(directory.ljust(512, b"\0")) + content.ljust(512, b"\0")


def locked_pdf() -> bytes:
    target = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    return target.getvalue()


def locked_zip() -> bytes:
    content = bytearray(factory.docx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = content.find(signature)
        while position >= 0:
            content[position + offset] |= 1
            position = content.find(signature, position + 4)
    return bytes(content)


WORD = b"\xec\xa5" + bytes(8)
TAKEN = {
    "公告.pdf": factory.pdf("a"),
    "草案.docx": factory.docx(),
    "预算.xlsx": factory.package({"[Content_Types].xml": b"", "xl/workbook.xml": b""}),
    "汇报.pptx": factory.package({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}),
    "公文.ofd": factory.package({"OFD.xml": b"<ofd/>"}),
    "旧稿.doc": compound("WordDocument", content=WORD),
    "旧稿.wps": compound("WordDocument", content=WORD),
    "旧表.xls": compound("Workbook", content=b"\x09\x08\x10\x00" + bytes(40)),
    "旧片.ppt": compound("PowerPoint Document"),
    "图.png": PNG,
    "图.JPG": b"\xff\xd8\xff\xe0" + bytes(20),
    "扫描.tiff": b"II*\x00" + bytes(20),
    "图.gif": b"GIF89a" + bytes(20),
    "录音.mp3": b"ID3" + bytes(20),
    "录音.wav": b"RIFF\x24\x00\x00\x00WAVEfmt ",
    "录像.mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(20),
    "说明.txt": "关于供水价格的说明".encode(),
    "旧说明.txt": "关于供水价格的说明".encode("gb18030"),
    "名单.csv": "姓名,单位\n张三,工会".encode("utf-8-sig"),
}

REFUSED = {
    "png as pdf": ("公告.pdf", PNG, "mismatch"),
    "pdf as docx": ("公告.docx", factory.pdf("a"), "mismatch"),
    "no ending": ("公告", factory.pdf("a"), "mismatch"),
    "program behind a double ending": ("公告.pdf.exe", b"MZ" + bytes(50), "kind"),
    "program named pdf": ("公告.pdf", b"MZ" + bytes(50), "kind"),
    "elf": ("a.txt", b"\x7fELF" + bytes(50), "kind"),
    "shell script": ("a.txt", b"#!/bin/sh\nrm -rf /", "kind"),
    "web page": ("a.txt", b"<!DOCTYPE html><p>", "kind"),
    "page behind spaces": ("a.txt", b"\xef\xbb\xbf \n<HTML>", "kind"),
    "drawing with script": ("a.txt", b"<svg onload=1>", "kind"),
    "zip": ("a.zip", factory.package({"a.txt": b"a"}), "kind"),
    "zip named docx": ("a.docx", factory.package({"a.txt": b"a"}), "kind"),
    "rar": ("a.rar", b"Rar!\x1a\x07", "kind"),
    "broken zip": ("a.docx", b"PK\x03\x04" + bytes(90), "damaged"),
    "noise": ("a.txt", bytes(range(256)), "kind"),
    "broken pdf": ("a.pdf", b"%PDF-1.7 nothing follows", "damaged"),
    "locked pdf": ("a.pdf", locked_pdf(), "encrypted"),
    "locked docx": ("a.docx", locked_zip(), "encrypted"),
    "locked docx as compound": ("a.docx", compound("EncryptedPackage"), "encrypted"),
    "locked doc": ("a.doc", compound("WordDocument", content=b"\xec\xa5" + bytes(8) + b"\x00\x01"), "encrypted"),
    "locked xls": ("a.xls", compound("Workbook", content=b"\x09\x08\x02\0\0\0\x2f\0\2\0\0\0"), "encrypted"),
    "macros": (
        "a.docx",
        factory.package({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}),
        "macros",
    ),
    "nothing": ("a.pdf", b"", "empty"),
    "right-to-left mark": ("公告\u202efdp.txt", b"a", "name"),
    "control character": ("公\x07告.txt", b"a", "name"),
    "no name": ("..", b"a", "name"),
    "only dots": ("a/...", b"a", "name"),
    "very long name": ("长" * 300 + ".txt", b"a", "name"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", TAKEN)
def test_what_offices_send_is_taken(name):
    upload = factory.upload(name, TAKEN[name])
    with store.open_blob(upload.blob) as kept:
        assert kept.read() == TAKEN[name]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "content", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_what_it_says_is_refused(archive_root, name, content, code):
    with pytest.raises(ValidationError) as refusal:
        factory.upload(name, content)
    assert refusal.value.code == code
    assert not Blob.objects.exists()
    assert not [path for path in archive_root.rglob("*") if path.is_file()]


def test_a_mismatch_names_both(db):
    with pytest.raises(ValidationError) as refusal:
        factory.upload("公告.pdf", PNG)
    assert ".pdf" in refusal.value.messages[0]
    assert "PNG" in refusal.value.messages[0]


@pytest.mark.parametrize(
    ("sent", "filed"),
    [
        ("../../etc/公告.pdf", "公告.pdf"),
        ("C:\\文件\\公告.pdf", "公告.pdf"),
        ("re\u0301sume\u0301.pdf", "résumé.pdf"),
        ("公\u200b告.pdf ", "公告.pdf"),
        ("𬭎𫖯.pdf", "𬭎𫖯.pdf"),
    ],
)
def test_only_the_name_itself_is_filed(sent, filed):
    assert sent_name(sent) == filed


def test_a_title_becomes_a_name_every_disk_takes():
    assert dossier_name('关于"水价"<调整>: 方案/草案?*|\\ . ') == "关于_水价__调整__ 方案_草案____"
    assert len(dossier_name("𬭎" * 100).encode()) <= 180
    assert dossier_name("\u202e...") == "_"


class Endless(File):
    """A file that counts what is read of it and never says how long it is."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), name="大.pdf")
        self.size = None
        self.read_bytes = 0

    def chunks(self, chunk_size=None):
        while True:
            self.read_bytes += chunk_size
            yield bytes(chunk_size)


def test_a_file_beyond_the_limit_is_not_read_to_its_end(settings, db, archive_root):
    settings.ARCHIVE_UPLOAD_LIMIT = 3 * 1024 * 1024
    sent = Endless()
    with pytest.raises(ValidationError) as refusal:
        services.stage_upload(sent, by=None)
    assert refusal.value.code == "large"
    assert "3 MB" in refusal.value.messages[0]
    assert sent.read_bytes <= 5 * 1024 * 1024
    assert not [path for path in archive_root.rglob("*") if path.is_file()]


def test_a_size_that_is_said_is_refused_unread(settings, db):
    sent = SimpleUploadedFile("a.pdf", b"x")
    sent.size = settings.ARCHIVE_UPLOAD_LIMIT + 1
    with pytest.raises(ValidationError, match="200"):
        services.stage_upload(sent, by=None)


def test_the_handler_writes_no_more_than_the_limit(settings):
    settings.ARCHIVE_UPLOAD_LIMIT = 100
    handler = BoundedFileUploadHandler()
    handler.new_file("file", "a.pdf", "application/pdf", 300)
    for start in range(0, 300, 50):
        handler.receive_data_chunk(bytes(50), start)
    sent = handler.file_complete(300)
    assert sent.size == 300
    assert len(sent.read()) == 100


def test_the_same_bytes_are_kept_once(db):
    first, second = factory.upload("a.txt", b"same"), factory.upload("b.txt", b"same")
    assert first.blob_id == second.blob_id
    assert Blob.objects.count() == 1


def test_stale_uploads_go_and_filed_bytes_stay(case):
    kept, stale = factory.upload("a.txt", b"kept"), factory.upload("b.txt", b"stale")
    factory.material(case, files=[kept])
    assert uploads.discard_stale_uploads(before=timezone.now() + timedelta(minutes=1)) == 2
    assert not Upload.objects.exists()
    assert store.path_of(kept.blob_id).exists()
    assert not store.path_of(stale.blob_id).exists()
    assert list(Blob.objects.values_list("sha256", flat=True)) == [kept.blob_id]
