"""Acts on rule packs: loading, reviewing, activating, retiring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from decisions.statutes.models import PackStatus, RulePack, RuleParameter
from decisions.statutes.packs import FLOOR, loosened
from decisions.statutes.schema import SCHEMA, spec_of
from decisions.statutes.wording import value_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import Unit, User
    from decisions.statutes.pack import Pack
    from decisions.statutes.packs import PackFile
    from decisions.statutes.strictness import Loosening


class TooLoose(ValidationError):
    """A pack that falls below what it builds on (art. 43 leaves detail to local rules, not exceptions).

    Attributes:
        loosenings: Each parameter, with both values and the article that sets the floor.
    """

    def __init__(self, loosenings: Sequence[Loosening]) -> None:
        self.loosenings = list(loosenings)
        super().__init__([ValidationError(self.sentence(item), code="too_loose") for item in self.loosenings])

    @staticmethod
    def sentence(item: Loosening) -> str:
        """Return one ground: the parameter, both values, the floor's article."""
        spec = SCHEMA[item.key]
        words = {
            "label": spec.label,
            "key": item.key,
            "proposed": value_in_words(spec, item.proposed),
            "floor": value_in_words(spec, item.floor),
            "source": item.floor_source,
        }
        if not item.floor_source:
            return str(_("%(label)s (%(key)s): %(proposed)s is looser than %(floor)s.") % words)
        return str(_("%(label)s (%(key)s): %(proposed)s is looser than %(floor)s, set by %(source)s.") % words)


def check_strictness(parent: Pack | None, child: Pack) -> None:
    """Refuse a pack that is looser than the one it builds on.

    Raises:
        TooLoose: It names every such parameter.
    """
    if parent is not None and (found := loosened(parent, child)):
        raise TooLoose(found)


@transaction.atomic
def load_pack(file: PackFile, *, by: User | None = None) -> RulePack:
    """Enter a version of a pack, or bring a draft of it up to date; loading it again changes nothing.

    Args:
        file: What the file says.
        by: Who loads it; nobody when the installation does.

    Raises:
        TooLoose: A parameter is looser than the pack it builds on.
        ValidationError: The parent is not loaded, a key is unknown, a value is of the wrong kind, or the version
            left drafting and the file says something else.
    """
    for item in file.parameters:
        if item.key not in SCHEMA:
            raise ValidationError(_("%(key)s is not a parameter of rule packs.") % {"key": item.key})
        spec_of(item.key).check(item.value)
    parent = _parent_of(file)
    check_strictness(parent.resolved if parent else None, file.as_layer())
    pack = RulePack.objects.select_for_update().filter(code=file.code, version=file.version).first()
    if pack is None:
        pack = RulePack(code=file.code, version=file.version, parent=parent)
    elif pack.status != PackStatus.DRAFT:
        _refuse_difference(pack, file)
        return pack
    pack.name, pack.parent, pack.effective_from = file.name, parent, file.effective_from
    pack._history_user = by  # type: ignore[attr-defined]
    pack.full_clean()
    pack.save()
    wanted = {item.key: item for item in file.parameters}
    for old in pack.parameters.exclude(key__in=wanted):
        old.delete()
    held = {item.key: item for item in pack.parameters.all()}
    for key, item in wanted.items():
        parameter = held.get(key) or RuleParameter(pack=pack, key=key)
        if (parameter.pk, parameter.value, parameter.source, parameter.note) == (
            parameter.pk or 0,
            item.value,
            item.source,
            item.note,
        ):
            continue
        parameter.value, parameter.source, parameter.note = item.value, item.source, item.note
        parameter._history_user = by  # type: ignore[attr-defined]
        parameter.save()
    return pack


def _parent_of(file: PackFile) -> RulePack | None:
    """Return the version of the parent a new version builds on: the one in force, else the newest."""
    if file.code == FLOOR:
        return None
    held = RulePack.objects.filter(code=file.code, version=file.version).select_related("parent").first()
    if held is not None and held.status != PackStatus.DRAFT:
        return held.parent
    candidates = RulePack.objects.filter(code=file.parent).exclude(status=PackStatus.RETIRED)
    parent = candidates.filter(status=PackStatus.ACTIVE).first() or candidates.order_by("-effective_from").first()
    if parent is None:
        raise ValidationError(
            _("%(name)s builds on the rule pack “%(parent)s”, which is not loaded.")
            % {"name": file.name, "parent": file.parent}
        )
    return parent


def _refuse_difference(pack: RulePack, file: PackFile) -> None:
    held = {item.key: item.value for item in pack.parameters.all()}
    wanted = {item.key: item.value for item in file.parameters}
    absent = object()
    changed = sorted(key for key in held.keys() | wanted.keys() if held.get(key, absent) != wanted.get(key, absent))
    if changed:
        raise ValidationError(
            _("%(pack)s is no longer a draft and cannot change (%(keys)s). Give the file a new version.")
            % {"pack": pack, "keys": ", ".join(changed)}
        )


@transaction.atomic
def review_pack(pack: RulePack, *, by: User | None) -> RulePack:
    """Declare a draft checked against its sources; from here on its parameters stand.

    Raises:
        TooLoose: A parameter is looser than the pack it builds on.
        ValidationError: It is not a draft, or builds on one.
    """
    pack = _locked(pack)
    if pack.status != PackStatus.DRAFT:
        raise ValidationError(_("Only a draft is reviewed."))
    _check_parent(pack)
    return _move(pack, by, status=PackStatus.REVIEWED)


@transaction.atomic
def activate_pack(pack: RulePack, *, authority: Unit | None, on: date, by: User | None) -> RulePack:
    """Put a reviewed version in force; the version before it is retired.

    Decisions begun under the version before keep it: a decision moves to another version only by an act of its own.

    Args:
        pack: The version.
        authority: The unit whose decisions, and those of the units below it, it is for; none for the floor or for a
            pack other packs build on.
        on: The day it comes into force for new decisions.
        by: Who activates it.

    Raises:
        TooLoose: A parameter is looser than the pack it builds on.
        ValidationError: It is not reviewed, builds on a draft, or is not yet in force.
    """
    pack = _locked(pack)
    if pack.status != PackStatus.REVIEWED:
        raise ValidationError(_("Only a reviewed version is activated."))
    if on < pack.effective_from:
        raise ValidationError(
            _("%(pack)s comes into force on %(day)s.") % {"pack": pack, "day": pack.effective_from.isoformat()}
        )
    _check_parent(pack)
    for before in RulePack.objects.select_for_update().filter(code=pack.code, status=PackStatus.ACTIVE):
        _move(before, by, status=PackStatus.RETIRED, effective_to=max(on, before.effective_from))
    return _move(pack, by, status=PackStatus.ACTIVE, authority=authority)


@transaction.atomic
def retire_pack(pack: RulePack, *, on: date, by: User | None) -> RulePack:
    """Take a version out of use for new decisions; those that have it keep it.

    Raises:
        ValidationError: It is the national floor in force, or retired already.
    """
    pack = _locked(pack)
    if pack.code == FLOOR and pack.status == PackStatus.ACTIVE:
        raise ValidationError(_("The national floor stays in force until a new version of it is activated."))
    if pack.status not in {PackStatus.ACTIVE, PackStatus.REVIEWED}:
        raise ValidationError(_("Only a reviewed version or one in force is retired."))
    return _move(pack, by, status=PackStatus.RETIRED, effective_to=max(on, pack.effective_from))


def _locked(pack: RulePack) -> RulePack:
    return RulePack.objects.select_for_update(of=("self",)).select_related("parent").get(pk=pack.pk)


def _check_parent(pack: RulePack) -> None:
    if pack.parent is None:
        return
    if pack.parent.status == PackStatus.DRAFT:
        raise ValidationError(
            _("%(parent)s, which it builds on, is still a draft.") % {"parent": pack.parent}, code="parent_is_draft"
        )
    check_strictness(pack.parent.resolved, pack.as_layer())


def _move(pack: RulePack, by: User | None, **changes: Any) -> RulePack:
    for name, value in changes.items():
        setattr(pack, name, value)
    pack._history_user = by  # type: ignore[attr-defined]
    pack.full_clean()
    pack.save()
    return pack
