"""A real browser for tests: Debian's Chromium, driven by playwright; a clear word where it is absent."""

import os
import shutil
from contextlib import contextmanager

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """Return the browser's path, or skip the test saying what to install."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no Chromium: install Debian's package chromium, or set CHROMIUM to its path")
    return found


@contextmanager
def open_browser():
    """Give a browser; playwright's loop and Django's guard against loops must not meet."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = chromium()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with playwright.sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
            yield browser
            browser.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def open_page(browser, *, width=1280, height=900, cookies=(), **options):
    """Give a page, and fail afterwards for anything the browser complained of."""
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    context.add_cookies(list(cookies))
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    yield page
    context.close()
    assert complaints == []


def session_cookie(client, address: str) -> dict:
    """Return the cookie of a client that is logged in, for the browser."""
    from django.conf import settings

    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}
