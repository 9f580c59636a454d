"""What production refuses to start without."""

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50


def long_secret(secret: str) -> str:
    """Return the secret key if it is one.

    Args:
        secret: The key from the environment.

    Raises:
        ImproperlyConfigured: It is short enough to be guessed, or the one developers share.
    """
    if len(secret) < SHORTEST_SECRET or secret.startswith("only-for-"):
        raise ImproperlyConfigured(f"SECRET_KEY has to be {SHORTEST_SECRET} random characters or more.")
    return secret


def named_hosts(hosts: list[str]) -> list[str]:
    """Return the host names served, if there are any and none is a wildcard for all.

    Args:
        hosts: The names from the environment.

    Raises:
        ImproperlyConfigured: There is none, or ``*`` is among them.
    """
    if not hosts or "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS has to name the hosts this system answers for, apart by spaces.")
    return hosts
