"""What strangers send stays within its line of the log, and what is secret stays out of it."""

import logging

import pytest

from articles.models import Tag
from newsroom.log_lines import LONGEST, OneLine

LINE = "2031-05-06 12:00:00,000 CRITICAL django: all is lost"
NAMES = (
    f"ann\n{LINE}", f"ann\r\n{LINE}", f"ann\x85{LINE}", f"ann\u2028{LINE}",
    "ann\x1b[2J\x1b[31m", "ann\u202egnp.txt", "ann" * 400_000,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    """Return what stands in the log by now, as the settings would write it."""
    lines = []

    class Kept(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    handler = Kept()
    handler.setFormatter(OneLine("%(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    yield lambda: "\n".join(lines)
    logging.getLogger().removeHandler(handler)


def test_the_settings_write_lines_so(settings):
    assert settings.LOGGING["formatters"]["plain"]["()"] == "newsroom.log_lines.OneLine"
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "plain"


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_typed_at_the_door_stays_in_its_line(client, written, name):
    client.post(
        "/admin/login/", {"username": name, "password": "whatever it is"}, headers={"user-agent": name}
    )
    assert "ann" in written()
    for line in written().split("\n"):
        assert line.isprintable()
        assert line.startswith(("WARNING axes", "INFO axes", "ERROR", "WARNING django"))
        assert len(line) < 3 * LONGEST


def test_a_path_stays_in_its_line(client, written):
    assert client.get(f"/admin/no%0A{LINE}/").status_code in {302, 404}
    client.get("/admin/x%1b[31m%e2%80%ae/", headers={"referer": f"http://x/\n{LINE}"})
    assert all(line.isprintable() for line in written().split("\n"))


def test_an_error_is_told_with_its_trace_and_without_what_was_typed(admin_client, written, monkeypatch):
    def fail(*arguments, **options):
        raise RuntimeError(f"of ours\n{LINE}")

    monkeypatch.setattr("articles.admin.tag.TagAdmin.save_model", fail)
    admin_client.raise_request_exception = False
    typed = {"name": "尚未公开的题目", "synonyms-TOTAL_FORMS": "0", "synonyms-INITIAL_FORMS": "0"}
    answer = admin_client.post("/admin/articles/tag/add/", typed)
    assert answer.status_code == 500
    assert not Tag.objects.exists()
    assert "Traceback" in written()
    assert "RuntimeError: of ours" in written()
    assert "尚未公开的题目" not in written()
    assert admin_client.cookies["sessionid"].value not in written()


def test_a_formatter_that_lets_lines_through_would_be_noticed(written):
    record = logging.LogRecord("x", logging.WARNING, "x", 1, "a\nb", (), None)
    assert logging.Formatter("%(message)s").format(record) == "a\nb"
    assert OneLine("%(message)s").format(record) == "a\\nb"
