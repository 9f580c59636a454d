"""What is too large is refused in words, is not read into memory, and costs the form nothing."""

from __future__ import annotations

import io
import resource
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from archive.models import Upload
from tests.pages import Controls, Page, untouched

pytestmark = pytest.mark.django_db
MB = 1024 * 1024


class Streamed(io.RawIOBase):
    """A request's body that is made as it is read, and counts how far it was."""

    def __init__(self, before: bytes, zeros: int, after: bytes) -> None:
        self.parts = [(before, len(before)), (b"", zeros), (after, len(after))]
        self.length = sum(length for _content, length in self.parts)
        self.position = 0

    def read(self, size: int = -1) -> bytes:
        size = self.length - self.position if size is None or size < 0 else size
        given, start = bytearray(), 0
        for content, length in self.parts:
            inside = self.position + len(given) - start
            if len(given) < size and 0 <= inside < length:
                count = min(size - len(given), length - inside)
                given += content[inside : inside + count] if content else bytes(count)
            start += length
        self.position += len(given)
        return bytes(given)


def send(page, field, size, *, declared=None):
    """Send the page's form with one file of zeros of this size."""
    sent = {**dict(page.post.lists()), "_confirm": "1", field: SimpleUploadedFile("录像.mp4", b"HERE")}
    before, _mark, after = encode_multipart(BOUNDARY, sent).partition(b"HERE")
    body = Streamed(before + b"\x00\x00\x00\x18ftypmp42", size, after)
    answer = page.browser.request(
        **{
            "PATH_INFO": page.url,
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": MULTIPART_CONTENT,
            "CONTENT_LENGTH": str(declared or body.length),
            "wsgi.input": body,
        }
    )
    return answer, body


def peak() -> int:
    """The most memory this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.fixture
def page(procedure):
    return Page(procedure, "propose")


def test_300_megabytes_are_refused_in_words_and_the_form_keeps_what_was_typed(page, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    send(page, "files", MB)
    page.post["submission"] = str(uuid.uuid4())
    held, uploads = peak(), Upload.objects.count()
    with untouched():
        answer, body = send(page, "files", 300 * MB)
    assert answer.status_code == 422
    assert peak() - held < 32 * MB
    assert body.position == body.length
    assert "200" in " ".join(str(text) for text in answer.context["form"].errors["files"])
    assert "拆分" in answer.text
    assert page.lost(answer) == {}
    assert Upload.objects.count() == uploads
    assert list(tmp_path.iterdir()) == []


def test_a_request_beyond_all_limits_is_refused_before_it_is_read(page, settings):
    with untouched():
        answer, body = send(page, "files", 10, declared=settings.ARCHIVE_REQUEST_LIMIT + 1)
    assert answer.status_code == 413
    assert body.position == 0
    assert "200" in answer.text
    assert "1.0" in answer.text
    assert "返回" in answer.text


def test_a_length_that_is_none_does_no_harm(page):
    for declared in ("-5", "x", "9" * 40):
        answer, _body = send(page, "files", 10, declared=declared)
        assert answer.status_code in {400, 403, 413, 422}


@pytest.mark.parametrize(
    "sent",
    [
        {"content": "长" * (3 * MB)},
        {f"x{number}": "1" for number in range(5001)},
        {"files": [SimpleUploadedFile(f"{number}.txt", b"a") for number in range(51)]},
    ],
    ids=["text", "fields", "files"],
)
def test_too_much_of_anything_else_is_refused_in_words(page, sent):
    with untouched():
        answer = page.send(**sent)
    assert answer.status_code == 413
    assert "未作保存" in answer.text
    assert "返回" in answer.text


def test_a_text_longer_than_its_field_comes_back_whole(page):
    name = next(name for name, field in page.view.form_class.base_fields.items() if getattr(field, "max_length", None))
    long = "供水" * 1000
    with untouched():
        answer = page.send(**{name: long})
    assert answer.status_code == 422
    assert Controls(answer.text).values[name] == [long]


@pytest.mark.parametrize("mark", ["lots", "", "-1", "99999999999999999999", "1.5", "\x00"])
def test_a_count_of_rows_that_is_none_is_no_error_of_ours(procedure, mark):
    """The hidden numbers of a repeated group, changed on their way."""
    procedure.advance_to("announce_hearing")
    page = Page(procedure, "announce_hearing")
    # Five hundred rows, the most there are, take their time to draw; once is enough.
    for button in ("_check", "_more_parties", "_more_nothing") if len(mark) < 9 else ("_check",):
        with untouched():
            answer = page.send(button, **{"parties-TOTAL_FORMS": mark})
        assert answer.status_code in {200, 422}


def test_the_portal_refuses_in_words_too(client, procedure):
    procedure.advance_to("open_consultation")
    procedure.perform("open_consultation")
    address = reverse("portal:comment", args=[procedure.decision.consultations.get().pk])
    given = {"step": "opinion", "body": "水" * (3 * MB), "clause": ""}
    with untouched():
        assert client.post(address, given).status_code == 413
    with untouched():
        answer = client.post(address, {**given, "body": "水" * 5001})
    assert answer.status_code == 422
    assert "水" * 5001 in answer.text
