"""The archivist's pages: who may open them, what they show, at how many queries."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from accounts.services import grant_verbs
from archive import access, paging, services
from archive.models import Case, Material
from archive.package import verify
from archive.services import Expect
from archive.verbs import GROUP_VERBS
from tests.factories import archive as factory
from tests.factories.accounts import MembershipFactory, UserFactory


@pytest.fixture
def archivist(db, monkeypatch):
    """Somebody who may do everything in the archive and sees every case."""
    grant_verbs(GROUP_VERBS)
    for asked in ("visible", "involving"):
        monkeypatch.setattr(access._seam, asked, lambda _user: Case.objects.all())
    return MembershipFactory(group="archivist").user


@pytest.fixture
def desk(client, archivist):
    client.force_login(archivist, backend="accounts.backends.OfficeBackend")
    return client


@pytest.fixture
def material(case) -> Material:
    return factory.material(
        case,
        files=[factory.upload()],
        expectations=[Expect(code="C13", is_required=False, reason="不涉及听证事项", decided_by="李处长")],
    )


def addresses(material: Material) -> dict[str, str]:
    case = material.case_id
    return {
        "cases": reverse("archive:cases"),
        "case": reverse("archive:case", args=[case]),
        "ledger": reverse("archive:ledger", args=[case]),
        "material": reverse("archive:material", args=[material.pk]),
        "dossier": reverse("archive:dossier", args=[case]),
        "file": reverse("archive:file", args=[material.files.get().pk]),
        "rendition": reverse("archive:rendition", args=[material.pk]),
    }


def test_strangers_are_sent_to_the_login_and_others_refused(client, material):
    for address in addresses(material).values():
        assert client.get(address).status_code == 302
    client.force_login(UserFactory(), backend="accounts.backends.OfficeBackend")
    for address in addresses(material).values():
        assert client.get(address).status_code == 403


def test_a_case_one_may_not_see_is_not_there(desk, material, monkeypatch):
    monkeypatch.setattr(access._seam, "visible", lambda _user: Case.objects.none())
    for name, address in addresses(material).items():
        assert desk.get(address).status_code == (200 if name == "cases" else 404)
    assert desk.post(reverse("archive:verification", args=[material.case_id])).status_code == 404


def test_without_anybody_saying_so_nobody_sees_a_case(archivist, material, monkeypatch):
    monkeypatch.setattr(access._seam, "visible", None)
    assert not access.cases_visible_to(archivist).exists()


def test_the_pages_show_the_case(desk, material):
    services.record(material.case, act="remind", data={}, on=factory.DAY, by=None, office="系统")
    shown = addresses(material)
    assert material.case.title in desk.get(shown["cases"]).content.decode()
    case = desk.get(shown["case"]).content.decode()
    assert "不涉及听证事项" in case
    assert material.title in case
    assert "remind" in desk.get(shown["ledger"]).content.decode()
    page = desk.get(shown["material"]).content.decode()
    assert "欢迎社会各界提出意见" in page
    assert material.entry.sha256 in page


def test_the_list_is_filtered_by_state_and_words(desk, material):
    listed = desk.get(reverse("archive:cases"), {"state": "complete"})
    assert not listed.context["cases"]
    assert desk.get(reverse("archive:cases"), {"state": "missing", "words": "供水"}).context["cases"]
    assert desk.get(reverse("archive:cases"), {"words": material.case.reference}).context["cases"]
    assert not desk.get(reverse("archive:cases"), {"words": "轨道"}).context["cases"]


def test_the_pages_cost_the_same_for_more(desk, material, django_assert_num_queries):
    def cost(address: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    pages = [
        address for name, address in addresses(material).items() if name in {"cases", "case", "ledger", "material"}
    ]
    for address in pages:
        desk.get(address)
    before = [cost(address) for address in pages]
    for number in range(8):
        factory.material(factory.case())
        factory.material(material.case, code=f"A0{number + 1}", files=[factory.upload(), factory.upload()])
    assert [cost(address) for address in pages] == before
    assert max(before) <= 16


def test_the_ledger_is_verified_on_demand(desk, material):
    done = desk.post(reverse("archive:verification", args=[material.case_id]), {"files": "on"})
    assert done.context["done"].is_whole
    assert done.context["done"].files == 1


def test_files_are_handed_out_and_not_run(desk, material):
    file = material.files.get()
    response = desk.get(reverse("archive:file", args=[file.pk]))
    assert response.getvalue().startswith(b"%PDF")
    assert "attachment" in response["Content-Disposition"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_dossier_is_sent_whole(desk, material, tmp_path):
    response = desk.get(reverse("archive:dossier", args=[material.case_id]))
    content = b"".join(response.streaming_content)
    assert int(response["Content-Length"]) == len(content)
    (tmp_path / "dossier.zip").write_bytes(content)
    assert verify.Check(tmp_path / "dossier.zip").run() == []
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert desk.get(reverse("archive:rendition", args=[material.pk])).getvalue().startswith(b"%PDF")


def test_an_empty_case_has_no_dossier(desk, case):
    assert desk.get(reverse("archive:dossier", args=[case.pk])).status_code == 302


def test_a_long_list_is_counted_no_further_than_anybody_pages(desk, material, monkeypatch):
    """A list of a hundred thousand cases would be counted on every page."""
    monkeypatch.setattr(paging, "MOST_COUNTED", 2)
    address = reverse("archive:cases")
    assert "超过" not in desk.get(address).content.decode()
    for _ in range(3):
        factory.case()
    page = desk.get(address)
    assert "超过 2 条" in page.content.decode()
    assert page.context["page"].paginator.count == 2
