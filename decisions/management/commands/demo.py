"""Fill an installation with real decisions, show what is refused and why, and bind and verify their dossiers."""

from __future__ import annotations

import secrets
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Membership, User
from decisions.cases.models import Decision
from decisions.replay import folder
from decisions.replay.runner import RefusedError, Replay
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Replays every folder of ``examples/`` once, exports what was filed, verifies it, and says who may log in."""

    help = "Replay the examples, export and verify their dossiers, and print the accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where the examples lie and where the dossiers go."""
        parser.add_argument("--examples", type=Path, default=settings.BASE_DIR / "examples")
        parser.add_argument("--output", type=Path, default=settings.VAR_DIR / "dossiers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: A dossier that was just bound does not verify.
        """
        password = _password()
        for path in sorted(options["examples"].glob("*/case.toml")):
            self._replay(path.parent, password)
        User.objects.filter(memberships__isnull=False).update(must_change_password=False)
        options["output"].mkdir(parents=True, exist_ok=True)
        for decision in Decision.objects.filter(case__materials__code="M03").distinct().order_by("pk"):
            self._bind(decision, options["output"])
        self._accounts(password)

    def _replay(self, path: Path, password: str) -> None:
        case = folder.read(path)
        if Decision.objects.filter(title=case.steps[0].values.get("title")).exists():
            self.stdout.write(_("%(title)s: already there.") % {"title": case.title})
            return
        self.stdout.write(self.style.MIGRATE_HEADING(case.title))
        if case.summary:
            self.stdout.write(f"  {case.summary}")
        replay = Replay(case)
        try:
            decision = replay.run(password=password)
        except RefusedError as refused:
            self.stdout.write(
                self.style.WARNING(
                    "  ✕ "
                    + _("%(on)s %(act)s is refused, and nothing of it is kept:")
                    % {"on": refused.step.on, "act": refused.step.act}
                )
            )
            for reason in refused.reasons:
                self.stdout.write(f"    {reason}")
        else:
            self.stdout.write(
                self.style.SUCCESS(
                    "  ✓ "
                    + _("%(number)s: %(count)d acts, %(status)s.")
                    % {
                        "number": decision.number,
                        "count": decision.case.entries.count(),
                        "status": decision.get_status_display(),
                    }
                )
            )

    def _bind(self, decision: Decision, output: Path) -> None:
        target = output / f"{decision.case.reference}.zip"
        target.unlink(missing_ok=True)
        call_command("export_dossier", decision.number, output=str(target), verbosity=0)
        call_command("verify_dossier", str(target), verbosity=0)
        with zipfile.ZipFile(target) as package:
            name = next(name for name in package.namelist() if name.endswith("/verify.py") or name == "verify.py")
            verifier = output / "verify.py"
            verifier.write_bytes(package.read(name))
        done = subprocess.run(  # noqa: S603 -- our own verifier, run as a stranger would
            [sys.executable, "-I", "-S", str(verifier), str(target)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CommandError(done.stdout + done.stderr)
        self.stdout.write(
            self.style.SUCCESS("✓ ")
            + _("%(path)s: whole, by our verifier and by its own.") % {"path": target}
        )

    def _accounts(self, password: str) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(_("Accounts (password: %(password)s)") % {"password": password}))
        offices = Membership.objects.filter(ends_on__isnull=True).select_related("user", "unit").order_by("unit__path", "pk")
        for office in offices:
            self.stdout.write(f"  {office.user.username:<14} {office.user.name}  {office.unit.short_name} {office.post}")


def _password() -> str:
    """Return the password of the demonstration: made once, kept beside its database."""
    kept = Path(settings.VAR_DIR) / "demo-password"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(f"Demo-{secrets.token_hex(4)}", encoding="utf-8")
        kept.chmod(0o600)
    return kept.read_text(encoding="utf-8").strip()
