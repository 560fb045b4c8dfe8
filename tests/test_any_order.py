"""Whatever two editors and the loader do in whatever order, what must always hold holds after each step.

Drafts are unseen (S2), every letter of a page stands in one place (R3), the index knows what is published and
nothing else, no accepted save is lost, and an address that readers had never becomes one that never was.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, TestCase
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from articles import correcting, editing, guarding, merging, publishing, search, splitting, tagging
from articles.models import Article, Merger, Page, State, Tag, TaggingState
from articles.segmenter.story import Mark, MarkKind, Role
from articles.segmenter.text import Span
from tests import factories as make
from tests.loading.conftest import page_text

pytestmark = pytest.mark.django_db

READINGS = (
    page_text(1),
    page_text(1).replace("双向六车道", "双向六车逼"),
    page_text(1).replace("1个老旧小区装上电梯\n\n", ""),
    page_text(1, stories=(2, 0)),
    page_text(1, stories=(1, 2)),
)
WORDS = ("桥梁", "交通", "城建")
SHOWN = ("/", "/articles.json", "/feed/", "/issues/2031-05-06/", "/issues/2031-05-06/1/", "/search/?q=本报讯")
KEY = re.compile(r"/articles/(\d+)")
someone = st.sampled_from(("editor", "chief editor"))
which = st.integers(0, 7)


class Newsroom(RuleBasedStateMachine):
    """The archive as two people and a loader work on it; each machine in a transaction that is taken back."""

    def __init__(self):
        super().__init__()
        cache.clear()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.folder = Path(tempfile.mkdtemp())
        self.people = {
            group: make.make_person(group.replace(" ", "-"), group) for group in ("editor", "chief editor")
        }
        self.client, self.copies = Client(), {}
        self.accepted: dict[int, list[str]] = {}
        self.had: set[int] = set()

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        shutil.rmtree(self.folder)
        cache.clear()

    # --- what happens

    @initialize()
    def begin(self):
        self.load(0)

    def do(self, change) -> bool:
        """Make a change as a request would: whole or not at all, with what follows its commit."""
        try:
            with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
                change()
        except guarding.Refused:
            return False
        return True

    def article(self, number: int) -> Article | None:
        articles = list(Article.objects.order_by("pk"))
        return articles[number % len(articles)] if articles else None

    @rule(reading=st.integers(0, len(READINGS) - 1))
    def load(self, reading):
        path = self.folder / "2031-05-06_01.txt"
        path.write_text(READINGS[reading], encoding="utf-8")
        quiet = {"stdout": io.StringIO(), "stderr": io.StringIO()}
        self.do(lambda: call_command("load_seeds", str(path), **quiet))

    @rule(number=which, who=someone)
    def open_form(self, number, who):
        if article := self.article(number):
            self.copies[who] = article

    @precondition(lambda self: self.copies)
    @rule(who=someone, text=st.integers(0, 999))
    def save_form(self, who, text):
        article = self.copies.pop(who, None)
        if article is None:
            return
        article.title = f"{who}的题{text}"
        if self.do(lambda: editing.save_article(article, changed=["title"], by=self.people[who])):
            self.accepted.setdefault(article.pk, []).append(article.title)

    @rule(number=which, choice=which, who=someone)
    def move(self, number, choice, who):
        """Make a move that is open to this person, or where none is, try one that is not."""
        if article := self.article(number):
            moves = publishing.moves_open_to(self.people[who], article) or list(publishing.MOVES.values())[1:]
            name = moves[choice % len(moves)].name
            self.do(lambda: publishing.make_move(article, name, by=self.people[who], words="原因"))

    @rule(number=which, word=st.sampled_from(WORDS))
    def tag(self, number, word):
        if article := self.article(number):
            tags = tagging.find_or_make_tags([word])
            self.do(lambda: tagging.add_tags([article.pk], tags, by=self.people["editor"]))

    @rule(gone=st.sampled_from(WORDS), kept=st.sampled_from(WORDS))
    def merge_tags(self, gone, kept):
        tags = {tag.name: tag for tag in Tag.objects.filter(name__in=(gone, kept))}
        if len(tags) == 2:
            self.do(lambda: merging.merge_tags(tags[gone], tags[kept], by=self.people["chief editor"]))

    @rule()
    def undo_merger(self):
        if merger := Merger.objects.filter(undone_at=None).first():
            self.do(lambda: merging.undo_merger(merger, by=self.people["chief editor"]))

    @rule(number=which, who=someone)
    def split(self, number, who):
        if article := self.article(number):
            self.do(lambda: splitting.split_article(article, at=1, title="后半", by=self.people[who]))

    @rule(number=which, other=which, who=someone)
    def join(self, number, other, who):
        gone, into = self.article(number), self.article(other)
        if gone and into:
            self.do(lambda: splitting.join_articles(gone, into, by=self.people[who]))

    @rule(line=st.integers(0, 11), role=st.sampled_from((Role.TITLE, Role.BODY, Role.FURNITURE)))
    def mark(self, line, role):
        page = Page.objects.current().get(number="1")
        lines = [match.span() for match in re.finditer(r"[^\n]+", page.text)]
        mark = Mark(MarkKind.ROLE, Span(*lines[line % len(lines)]), role)
        self.do(lambda: correcting.correct(page, mark, by=self.people["editor"]))

    @rule()
    def undo_mark(self):
        page = Page.objects.current().get(number="1")
        self.do(lambda: correcting.undo(page, by=self.people["editor"]))

    # --- what must hold after each step

    @invariant()
    def drafts_are_unseen(self):
        public = set(Article.objects.published().values_list("pk", flat=True))
        for address in SHOWN:
            answer = self.client.get(address)
            shown = {int(key) for key in KEY.findall(answer.content.decode())}
            assert answer.status_code in {200, 404}
            assert shown <= public, (address, shown - public)
        for article in Article.objects.exclude(pk__in=public):
            assert self.client.get(f"/articles/{article.pk}/").status_code in {404, 410, 301}

    @invariant()
    def what_readers_had_is_withdrawn_with_its_reason_or_leads_on(self):
        self.had |= set(Article.objects.published().values_list("pk", flat=True))
        for article in Article.objects.filter(pk__in=self.had, state=State.WITHDRAWN):
            assert self.client.get(f"/articles/{article.pk}/").status_code in {301, 410}
        assert self.had <= set(Article.objects.values_list("pk", flat=True))

    @invariant()
    def every_letter_of_the_page_stands_in_one_place(self):
        for page in Page.objects.current():
            text, taken = page.text, [0] * len(page.text)
            spans = [
                *page.passages.values_list("start", "end"),
                *((start, end) for start, end, *_ in page.loose),
            ]
            for start, end in spans:
                for place in range(start, end):
                    taken[place] += 1
            wrong = {
                place: n for place, n in enumerate(taken) if n > 1 or (not n and not text[place].isspace())
            }
            assert not wrong, [(place, text[place], n) for place, n in wrong.items()][:5]

    @invariant()
    def the_index_knows_what_is_published_and_nothing_else(self):
        assert search.compare() == ([], [])

    @invariant()
    def no_accepted_save_is_lost(self):
        for pk, titles in self.accepted.items():
            article = Article.objects.get(pk=pk)
            kept = set(article.history.values_list("title", flat=True)) | {article.title}
            assert kept >= set(titles)

    @invariant()
    def a_refused_tag_never_comes_back_by_itself(self):
        for article in Article.objects.prefetch_related("taggings"):
            states = [row.state for row in article.taggings.all()]
            assert all(state in TaggingState.values for state in states)
            assert len({row.tag_id for row in article.taggings.all()}) == len(states)


def run(machines: int, steps: int) -> None:
    asked = settings(
        max_examples=machines,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Newsroom, settings=asked)


def test_what_must_hold_holds_whatever_happens_in_whatever_order():
    run(20, 8)


@pytest.mark.slow
def test_what_must_hold_holds_in_many_orders():
    run(100, 30)


@pytest.fixture
def machine():
    machine = Newsroom()
    yield machine
    machine.teardown()


def test_an_index_that_is_not_told_of_a_withdrawal_is_found(machine, monkeypatch):
    monkeypatch.setattr(search, "forget_articles", lambda ids: None)
    machine.begin()
    machine.move(0, 1, "chief editor")
    assert Article.objects.filter(state=State.PUBLISHED).exists()
    machine.the_index_knows_what_is_published_and_nothing_else()
    machine.move(0, 0, "chief editor")
    assert Article.objects.filter(state=State.WITHDRAWN).exists()
    with pytest.raises(AssertionError):
        machine.the_index_knows_what_is_published_and_nothing_else()


def test_a_published_list_that_shows_drafts_is_found(machine, monkeypatch):
    machine.begin()
    machine.drafts_are_unseen()
    shown = f'<a href="/articles/{Article.objects.first().pk}/">'
    monkeypatch.setattr(machine.client, "get", lambda address: HttpResponse(shown))
    with pytest.raises(AssertionError):
        machine.drafts_are_unseen()
