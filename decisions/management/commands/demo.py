"""Fill an installation with real decisions, show what is refused and why, and bind and verify their dossiers."""

from __future__ import annotations

import secrets
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.selectors import held_on
from decisions.cases.models import Decision
from decisions.cases.selectors import open_nodes
from decisions.flows import DecisionFlow
from decisions.replay import folder
from decisions.replay.runner import RefusedError, Replay

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Replays every folder of ``examples/`` once, exports what was filed, verifies it, and says who may log in.

    Run again it finds each case there already, and only binds and verifies anew.
    """

    help = "Replay the examples, export and verify their dossiers, and print the accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where the examples lie and where the dossiers go."""
        parser.add_argument("--examples", type=Path, default=settings.BASE_DIR / "examples")
        parser.add_argument("--output", type=Path, default=settings.VAR_DIR / "dossiers")
        parser.add_argument("--jobs", type=int, default=1, help="how many dossiers to bind at a time")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: A folder is not a case, ends otherwise than it says, or a dossier does not verify.
        """
        password = _password()
        try:
            for path in sorted(options["examples"].glob("*/case.toml")):
                self._replay(folder.read(path.parent), password)
        except folder.FolderError as error:
            raise CommandError(str(error)) from error
        User.objects.filter(memberships__isnull=False, must_change_password=True).update(must_change_password=False)
        options["output"].mkdir(parents=True, exist_ok=True)
        self._heading(_("Dossiers"))
        filed = list(Decision.objects.filter(case__materials__code="M03").distinct().order_by("pk"))
        targets = {decision: options["output"] / f"{decision.case.reference}.zip" for decision in filed}
        for target in targets.values():
            target.unlink(missing_ok=True)
        if options["jobs"] > 1:
            with ThreadPoolExecutor(options["jobs"]) as pool:
                list(pool.map(_bind_apart, [decision.number for decision in filed], targets.values()))
        for decision, target in targets.items():
            self._bind(decision, target)
        self._accounts(password)

    def _replay(self, case: folder.CaseFolder, password: str) -> None:
        self._heading(case.title)
        title = case.steps[0].values.get("title", "")
        there = Decision.objects.filter(title=title, year=case.steps[0].on.year).first()
        if there is not None:
            self.stdout.write("  " + _("Already there: %(number)s.") % {"number": there.number})
            return
        if case.summary:
            self.stdout.write(f"  {case.summary}")
        replay = Replay(case)
        ended = ""
        # A case that breaks off half-way for another reason than the law leaves nothing behind.
        with transaction.atomic():
            try:
                ended = replay.run(password=password).status
            except RefusedError as refused:
                ended = refused.rules[0] if refused.rules else "refused"
                self._refused(refused)
            if case.ends and ended != case.ends:
                message = _("%(title)s was to end with %(wanted)s and ends with %(ended)s.") % {
                    "title": case.title,
                    "wanted": case.ends,
                    "ended": ended,
                }
                raise CommandError(message)
        if replay.decision is not None:
            self._told(replay.decision)

    def _refused(self, refused: RefusedError) -> None:
        self.stdout.write(
            self.style.WARNING(
                "  ✕ "
                + _("%(on)s %(act)s is refused, and nothing of it is kept:")
                % {"on": refused.step.on, "act": refused.step.act}
            )
        )
        for reason in refused.reasons:
            self.stdout.write(f"    {reason}")

    def _told(self, decision: Decision) -> None:
        decision.refresh_from_db()
        self.stdout.write(
            self.style.SUCCESS(
                "  ✓ "
                + _("%(number)s: %(count)d entries, %(materials)d records; %(status)s.")
                % {
                    "number": decision.number,
                    "count": decision.case.entries.count(),
                    "materials": decision.case.materials.count(),
                    "status": decision.get_status_display(),
                }
            )
        )
        due = [str(DecisionFlow.instance.node(name).task_title or name) for name in sorted(open_nodes(decision))]
        if due:
            self.stdout.write("    " + _("Next: %(acts)s.") % {"acts": "、".join(due)})

    def _bind(self, decision: Decision, target: Path) -> None:
        if not target.exists():
            call_command("export_dossier", decision.number, output=target, stdout=StringIO())
        # What the verifier says of a whole dossier is for who asks it; here one line tells it.
        said = StringIO()
        try:
            with redirect_stdout(said):
                call_command("verify_dossier", str(target))
        except SystemExit as ended:
            raise CommandError(said.getvalue()) from ended
        with zipfile.ZipFile(target) as package:
            name = next(name for name in package.namelist() if name.rpartition("/")[2] == "verify.py")
            verifier = target.parent / "verify.py"
            verifier.write_bytes(package.read(name))
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(verifier), str(target)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CommandError(done.stdout + done.stderr)
        self.stdout.write(f"  {decision.number} {decision.title}")
        self.stdout.write(
            self.style.SUCCESS("  ✓ ") + _("%(path)s: whole, by our verifier and by its own.") % {"path": target}
        )

    def _accounts(self, password: str) -> None:
        self._heading(_("Accounts (password: %(password)s)") % {"password": password})
        offices = (
            Membership.objects.filter(held_on(timezone.localdate()))
            .select_related("user", "unit")
            .order_by("unit__path", "pk")
        )
        for unit, held in groupby(offices, key=lambda office: office.unit):
            people = dict.fromkeys(f"{office.user.username} {office.user.name}（{office.post}）" for office in held)
            self.stdout.write(f"  {unit.name}")
            for person in people:
                self.stdout.write(f"    {person}")

    def _heading(self, text: str) -> None:
        self.stdout.write("")
        self.stdout.write(self.style.MIGRATE_HEADING(text))


def _bind_apart(number: str, target: Path) -> None:
    """Bind a dossier in a process of its own: making its papers takes a processor for a while."""
    subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "export_dossier", number, "--output", str(target)],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _password() -> str:
    """Return the password of the demonstration: made once, kept beside its database."""
    kept = Path(settings.VAR_DIR) / "demo-password"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(f"Demo-{secrets.token_hex(4)}", encoding="utf-8")
        kept.chmod(0o600)
    return kept.read_text(encoding="utf-8").strip()
