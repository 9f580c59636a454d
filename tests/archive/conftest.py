"""What the archive's tests share."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import override_settings

from archive import services
from archive.models import Case
from archive.package import writer
from archive.package.binding import bind
from archive.services import Expect
from tests.factories import archive as factory

if TYPE_CHECKING:
    from collections.abc import Iterator

_made: dict[str, Path] = {}


@pytest.fixture(autouse=True)
def archive_root(settings, tmp_path: Path) -> Path:
    """A store of this test's own."""
    settings.ARCHIVE_ROOT = tmp_path / "archive"
    return settings.ARCHIVE_ROOT


@pytest.fixture
def case(db) -> Case:
    """A case with nothing in it."""
    return factory.case()


def fill(case: Case) -> Case:
    """File a material of every sort: with files, without, late, of two with one title, determining others."""
    upload = factory.upload("公告/../公告 定稿.pdf", factory.pdf("a"))
    factory.material(case, files=[upload, factory.upload("意见.txt", "同意".encode())], number="临发改〔2026〕3号")
    factory.material(case, code="C03", title="征求意见原始材料", files=[factory.upload("公告.pdf", factory.pdf("b"))])
    factory.material(case, code="C03", title="征求意见原始材料")
    services.record(case, act="remind", data={"to": "张三"}, on=factory.DAY, by=None, office="系统")
    factory.material(
        case,
        code="A10",
        act="initiate",
        title='关于"适用程序"的判定/说明',
        expectations=[Expect(code="C13", is_required=False, reason="不涉及听证事项", decided_by="李处长")],
    )
    case.refresh_from_db()
    return case


@pytest.fixture
def full(case) -> Case:
    """A case with a material of every sort."""
    return fill(case)


@pytest.fixture(scope="module")
def standing_bound(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[int, Path]]:
    """A full case bound once below the savepoint of each test: its key, its store and, beside it, its dossier.

    It is of another year, so that it takes no number from the cases of the tests.
    """
    root = tmp_path_factory.mktemp("standing") / "archive"
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(ARCHIVE_ROOT=root):
            found = fill(factory.case(year=2025))
            writer.write(bind(found), root.with_name("own"))
        yield found.pk, root
        transaction.set_rollback(True)


@pytest.fixture
def bound(standing_bound, request, archive_root) -> Case:
    """A full case whose papers are made."""
    request.getfixturevalue("db")
    key, root = standing_bound
    shutil.copytree(root, archive_root)
    return Case.objects.get(pk=key)


@pytest.fixture
def bag(full, tmp_path, tmp_path_factory) -> Path:
    """A dossier in a folder, to be spoilt; it is bound once for all tests."""
    if "bag" not in _made:
        _made["bag"] = tmp_path_factory.mktemp("bound") / "bag"
        writer.write(bind(full), _made["bag"])
        writer.write(bind(full), _made["bag"].with_suffix(".zip"))
    shutil.copytree(_made["bag"], tmp_path / "bag")
    return tmp_path / "bag"


@pytest.fixture
def container(bag) -> Path:
    """The same in a ZIP file."""
    return Path(shutil.copy(_made["bag"].with_suffix(".zip"), bag.with_suffix(".zip")))
