"""What is vendored is what npm published and nobody has touched since."""

from config import vendored


def test_copies_are_as_the_manifest_says() -> None:
    """Every committed copy has the hash of the manifest, and nothing else lies beside them."""
    assert vendored.faults() == []


def test_versions_are_pinned_exactly_and_the_lock_names_no_address() -> None:
    """A range or an address would make a renewal depend on the day or the machine."""
    assert '"^' not in (vendored.ROOT / "package.json").read_text(encoding="utf-8")
    assert "resolved" not in (vendored.ROOT / "package-lock.json").read_text(encoding="utf-8")
