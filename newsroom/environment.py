"""Settings come from the environment, once, and a bad value stops the start with a clear word."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """Return the yes or no that `name` holds; anything else is refused."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no. Write 1 or 0.")


def number(name: str, *, default: int) -> int:
    value = os.environ.get(name, "")
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from error


def words(name: str, default: str = "") -> list[str]:
    """Return the parts of a list written with commas or spaces."""
    return os.environ.get(name, default).replace(",", " ").split()


def refuse_what_is_for_trying(*, debug: bool, key: str) -> None:
    """Stop a public server that would show its errors to everybody, or signs with a key that others know."""
    if debug:
        raise ImproperlyConfigured("DEBUG=1 with HTTPS=1 shows the settings to every reader. Set DEBUG=0.")
    if not key:
        raise ImproperlyConfigured("SECRET_KEY is empty. Set it to 50 random characters or more.")
    # The row of dots of docs/running.md, a word, one letter over and over.
    if len(key) < 50 or len(set(key)) < 10 or "…" in key:
        raise ImproperlyConfigured(
            f"SECRET_KEY is an example or too plain ({len(key)} characters). Set it to 50 random ones or"
            " more: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )


def database(url: str, *, base: Path) -> dict:
    """Return Django's settings for a database address.

    `sqlite:///var/newsroom.sqlite3` (relative to the project), `sqlite:////absolute/path`,
    `postgresql://user:password@host:5432/name?sslmode=require`.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path.removeprefix("/"))
        return sqlite(":memory:" if path in {"", ":memory:"} else base / path)
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ImproperlyConfigured(
        f"DATABASE_URL={url!r} begins with neither sqlite:/// nor postgresql://. Write one of the two."
    )


def sqlite(name) -> dict:
    """Return settings under which editors' saves survive a load.

    Django's default DEFERRED transactions fail at once when a reader turns writer while
    somebody else writes; IMMEDIATE queues for the lock, and WAL lets readers go on meanwhile.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                # Of a new file only. A Chinese character is two bytes in UTF-16 and three in UTF-8; the big
                # end first, because text is sorted by its bytes. An article takes one and a half kilobytes,
                # the original of a page four: database pages of four would stand half empty.
                "PRAGMA encoding='UTF-16be';"
                "PRAGMA page_size=16384;"
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=NORMAL;"
                "PRAGMA cache_size=-32768;"
                "PRAGMA mmap_size=268435456;"
            ),
        },
    }
