"""Production refuses to start unprepared, and is clean by Django's own measure when prepared."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PREPARED = {
    "SECRET_KEY": "k7!vQ2#mZ9@xL4$wR8%tN1^yB6&uH3*pJ5(dF0)sG-aC_eK+iM",
    "ALLOWED_HOSTS": "decisions.example.gov.cn",
    "DATABASE_URL": "postgresql:///nothing",
}


def check(**changes: str | None) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in (os.environ | PREPARED | changes).items() if value is not None}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the browser's tests need it
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_djangos_deployment_checks_find_nothing():
    done = check()
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "50 random characters"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"SECURE_SSL_REDIRECT": "perhaps"}, "SECURE_SSL_REDIRECT"),
    ],
)
def test_it_refuses_to_start_without(changes, said):
    done = check(**changes)
    assert done.returncode != 0
    assert said in done.stderr.splitlines()[-1]
