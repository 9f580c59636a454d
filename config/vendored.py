"""Browser assets from npm: ``python -m config.vendored`` copies an allow-list, ``… check`` compares it.

Versions are pinned in ``package.json`` and ``package-lock.json``. The copies are committed with their hashes in
``static/vendor/MANIFEST.json``, so that running and testing need no node. Map comments are cut off, for the maps
are not shipped.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = Path("static/vendor")
TESTING = Path("tests/browser/vendor")
MANIFEST = ROOT / SHIPPED / "MANIFEST.json"
MAP_COMMENT = re.compile(rb"\s*(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")


@dataclass(frozen=True)
class Package:
    """What is taken from one package, and where to.

    Attributes:
        name: Its name at npm.
        licence: Its licence as SPDX writes it, or the licence's name where SPDX has none.
        files: Path inside the package to the name of the copy.
        target: The folder below the root of the repository.
    """

    name: str
    licence: str
    files: dict[str, str]
    target: Path = SHIPPED


PACKAGES = (
    Package("bootstrap", "MIT", {"dist/css/bootstrap.min.css": "bootstrap.min.css", "LICENSE": "LICENSE"}),
    Package(
        "bpmn-js",
        "bpmn.io",
        {
            "dist/bpmn-navigated-viewer.production.min.js": "bpmn-navigated-viewer.min.js",
            "dist/assets/diagram-js.css": "diagram-js.css",
            "dist/assets/bpmn-js.css": "bpmn-js.css",
            "LICENSE": "LICENSE",
        },
    ),
    Package(
        "echarts",
        "Apache-2.0",
        {"dist/echarts.common.min.js": "echarts.common.min.js", "LICENSE": "LICENSE", "NOTICE": "NOTICE"},
    ),
    Package("axe-core", "MPL-2.0", {"axe.min.js": "axe.min.js", "LICENSE": "LICENSE"}, TESTING),
)


def digest(content: bytes) -> str:
    """Return the SHA-384 of some bytes as subresource integrity writes it."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def copy(node_modules: Path) -> dict[str, dict[str, object]]:
    """Copy what the allow-list names and return the manifest of it.

    Args:
        node_modules: Where npm unpacked the packages.
    """
    manifest: dict[str, dict[str, object]] = {}
    for package in PACKAGES:
        source = node_modules / package.name
        version = json.loads((source / "package.json").read_text(encoding="utf-8"))["version"]
        folder = ROOT / package.target / package.name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        hashes = {}
        for inside, name in sorted(package.files.items(), key=lambda item: item[1]):
            content = MAP_COMMENT.sub(b"\n", (source / inside).read_bytes())
            (folder / name).write_bytes(content)
            hashes[(package.target / package.name / name).as_posix()] = digest(content)
        manifest[package.name] = {"version": version, "licence": package.licence, "files": hashes}
    return manifest


def vendor() -> None:
    """Install the pinned versions aside, copy what is allowed and write the manifest.

    Raises:
        subprocess.CalledProcessError: npm could not install exactly what the lock names.
    """
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to renew the vendored assets; running and testing do without.")
    with tempfile.TemporaryDirectory() as aside:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, aside)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=aside, check=True)
        manifest = copy(Path(aside) / "node_modules")
    MANIFEST.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def faults() -> list[str]:
    """Return what differs between the committed copies, the manifest and the pinned versions; empty is well."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    pins = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    pinned = pins["dependencies"] | pins["devDependencies"]
    found = [
        f"{name}: pinned {pinned.get(name)}, vendored {entry['version']}"
        for name, entry in manifest.items()
        if pinned.get(name) != entry["version"]
    ]
    listed: dict[str, str] = {path: value for entry in manifest.values() for path, value in entry["files"].items()}
    for path, value in sorted(listed.items()):
        copied = ROOT / path
        if not copied.is_file():
            found.append(f"{path}: missing")
        elif digest(copied.read_bytes()) != value:
            found.append(f"{path}: changed")
    present = {
        path.relative_to(ROOT).as_posix()
        for folder in (SHIPPED, TESTING)
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path != MANIFEST
    }
    found.extend(f"{path}: not in the manifest" for path in sorted(present - set(listed)))
    return found


def main(arguments: list[str]) -> int:
    """Renew the copies, or check them; return the exit status."""
    if arguments == ["check"]:
        found = faults()
        for fault in found:
            sys.stderr.write(fault + "\n")
        return 1 if found else 0
    vendor()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
