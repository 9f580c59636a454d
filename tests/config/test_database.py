"""The database's address, and the embedded server's behaviour when things go wrong."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.database import parse_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://clerk:s%40cret@db.example:6432/decisions?sslmode=verify-full&connect_timeout=5",
            {
                "NAME": "decisions",
                "USER": "clerk",
                "PASSWORD": "s@cret",
                "HOST": "db.example",
                "PORT": "6432",
                "OPTIONS": {"sslmode": "verify-full", "connect_timeout": "5"},
            },
        ),
        (
            "postgresql://clerk:@/decisions?host=/run/Postgres",
            {"NAME": "decisions", "USER": "clerk", "PASSWORD": "", "HOST": "/run/Postgres", "PORT": ""},
        ),
        (
            "postgres://%2Frun%2FPostgres/decisions",
            {"NAME": "decisions", "USER": "", "PASSWORD": "", "HOST": "/run/Postgres", "PORT": ""},
        ),
        (
            "postgresql://u@[::1]:5433,second:5434/%E5%86%B3%E7%AD%96",
            {"NAME": "决策", "USER": "u", "PASSWORD": "", "HOST": "::1,second", "PORT": "5433,5434"},
        ),
        (
            "postgresql:///d?options=-c%20search_path=a+b",
            {
                "NAME": "d",
                "USER": "",
                "PASSWORD": "",
                "HOST": "",
                "PORT": "",
                "OPTIONS": {"options": "-c search_path=a+b"},
            },
        ),
    ],
)
def test_an_address_is_read_as_libpq_reads_it(url, expected):
    assert parse_url(url) == expected


@pytest.mark.parametrize(
    "url", ["mysql://u:secret@h/d", "sqlite:///d", "postgresql://u:secret@h", "postgresql://h:x/d"]
)
def test_an_unusable_address_is_refused_without_repeating_its_password(url):
    with pytest.raises(ImproperlyConfigured) as caught:
        parse_url(url)
    assert "secret" not in str(caught.value)
