"""Where things lie in a package: the national transfer layout (档发〔2012〕7号, annex 2) inside a BagIt bag."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.filenames import dossier_name, extension
from archive.scheme import code_of

if TYPE_CHECKING:
    from archive.dossier import Dossier
    from archive.models import Case, Material, MaterialFile

CASE_TITLE, MATERIAL_TITLE, FILE_NAME = 30, 40, 40
OTHER = "data/其他"


@dataclass(frozen=True, kw_only=True)
class PlacedFile:
    """An attachment and its path."""

    path: str
    file: MaterialFile


@dataclass(frozen=True, kw_only=True)
class Item:
    """A material as an item of the catalogue (件): its number, its folder, its files."""

    number: int
    reference: str
    folder: str
    material: Material
    files: tuple[PlacedFile, ...]

    @property
    def rendition(self) -> str:
        """The path of its PDF."""
        return f"{self.folder}/正文.pdf"

    @property
    def data(self) -> str:
        """The path of its data."""
        return f"{self.folder}/数据.json"

    @property
    def metadata(self) -> str:
        """The path of its metadata."""
        return f"{self.folder}/元数据.xml"


def case_folder(case: Case) -> str:
    """Return the folder of the volume."""
    title = dossier_name(case.title, limit=CASE_TITLE)
    return f"data/电子档案/{case.year}/重大行政决策/{case.number:04d}_{title}"


def items_of(dossier: Dossier) -> list[Item]:
    """Number the materials of a dossier without gaps and give each its folder."""
    root = case_folder(dossier.case)
    numbers: Counter[str] = Counter()
    placed = []
    for number, material in enumerate(dossier.materials, 1):
        stage = code_of(material.code).folder
        numbers[stage] += 1
        folder = f"{root}/{stage}/{numbers[stage]:03d}_{dossier_name(material.title, limit=MATERIAL_TITLE)}"
        placed.append(
            Item(
                number=number,
                reference=f"{dossier.case.reference}-{number:03d}",
                folder=folder,
                material=material,
                files=tuple(
                    PlacedFile(path=f"{folder}/附件{file.sequence:02d}_{_file_name(file.name)}", file=file)
                    for file in material.files.all()
                ),
            )
        )
    return placed


def _file_name(name: str) -> str:
    ending = extension(name)
    stem = name[: -len(ending) - 1] if ending else name
    return dossier_name(stem, limit=FILE_NAME) + (f".{ending}" if ending else "")
