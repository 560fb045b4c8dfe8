"""Take the pictures of README.md and docs/ from the sample paper: `make screenshots`.

A database of its own in a temporary folder, the production server, Debian's Chromium: the pictures show
what anybody gets from `make run`.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--lang=zh-CN",
    "--force-color-profile=srgb",
]
WIDE, PHONE = (1280, 860), (390, 844)

sys.path.insert(0, str(ROOT))


def main() -> None:
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser_path:
        sys.exit("There is no Chromium here. On Debian: apt-get install chromium fonts-noto-cjk")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{folder}/newsroom.sqlite3",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "PORT": str(free_port()),
            "SECRET_KEY": "for-pictures-only",
        }
        password = prepare()
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "newsroom/gunicorn.py", "--log-level", "warning"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        try:
            site = f"http://127.0.0.1:{os.environ['PORT']}"
            wait_for(site)
            FOLDER.mkdir(exist_ok=True)
            take_all(browser_path, site, password)
        finally:
            server.terminate()
            server.wait()


def prepare() -> str:
    """Fill the database with the sample paper; return the editor's password."""
    manage("migrate", "--verbosity", "0")
    manage("collectstatic", "--no-input", "--verbosity", "0")
    manage("load_agencies", "seeds/agencies.csv")
    manage("load_seeds", "--publish")
    said = manage("make_editor")
    return next(line.split(": ")[1] for line in said.splitlines() if line.startswith("Password"))


def manage(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def places() -> list[tuple[str, str, tuple[int, int]]]:
    """Return name, address and size of every picture, for the richest pages of the sample."""
    import django

    django.setup()
    from django.db.models import Count

    from articles.models import Agency, Article, Page, Tag

    published = Article.objects.published()
    article = max(published.annotate(mentions_found=Count("mentions")), key=how_much_it_shows)
    issue = article.issue
    page = Page.objects.current().exclude(issue=None).order_by("-doubts", "pk").first()
    agency = Agency.objects.annotate(n=Count("mentions")).order_by("-n", "pk").first()
    tag = Tag.objects.annotate(n=Count("taggings")).order_by("-n", "pk").first()
    return [
        ("home", "/", WIDE),
        ("home-phone", "/", PHONE),
        ("issue", issue.get_absolute_url(), WIDE),
        ("calendar", "/issues/", WIDE),
        ("article", article.get_absolute_url(), WIDE),
        ("article-phone", article.get_absolute_url(), PHONE),
        ("page", article.page.get_absolute_url(), WIDE),
        ("search", f"/search/?q={tag.name}", WIDE),
        ("agency", agency.get_absolute_url(), WIDE),
        ("admin", "/admin/", WIDE),
        ("desk", f"/admin/articles/page/{page.pk}/desk/", (1440, 900)),
        ("articles", "/admin/articles/article/", WIDE),
        ("edit", f"/admin/articles/article/{article.pk}/change/", WIDE),
    ]


def how_much_it_shows(article) -> tuple:
    """Rank articles by how much of what Newsroom finds there is to see in their picture."""
    parts = (article.kicker, article.title, article.subtitle, article.section_id)
    return sum(map(bool, parts)), article.mentions_found, article.characters, article.pk


def take_all(browser_path: str, site: str, password: str) -> None:
    # Before Playwright: the ORM refuses to be asked from inside its event loop.
    wanted = places()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=BROWSER_OPTIONS)
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
        tab = context.new_page()
        tab.goto(f"{site}/admin/login/")
        tab.fill("#id_username", "editor")
        tab.fill("#id_password", password)
        tab.press("#id_password", "Enter")
        tab.wait_for_url(f"{site}/admin/")
        for name, address, (width, height) in wanted:
            tab.set_viewport_size({"width": width, "height": height})
            answer = tab.goto(site + address, wait_until="networkidle")
            if answer.status != 200:
                sys.exit(f"{address} answered {answer.status}: no picture {name}.png")
            tab.screenshot(path=FOLDER / f"{name}.png")
            print(f"docs/screenshots/{name}.png  {address}")
        browser.close()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def wait_for(site: str) -> None:
    for _ in range(60):
        try:
            with urllib.request.urlopen(site, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.5)
    sys.exit(f"{site} did not answer within half a minute.")


if __name__ == "__main__":
    main()
