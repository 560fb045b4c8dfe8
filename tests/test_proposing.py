"""Stories become articles; nothing that a person did is written over, and an article keeps its address."""

import io
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from articles import proposing, publishing
from articles.loading.reading import tell_apart
from articles.models import Article, Credit, Mark, Mention, Page, Passage, Section, State, Tagging
from articles.proposing.merging import digest, merge
from articles.proposing.pairing import pair_by_place, pair_by_words
from articles.proposing.registering import authority
from articles.proposing.writing import Outcome, Told, write_pages
from articles.segmenter.story import MarkKind, Role
from tests import canonical
from tests.loading.conftest import STORIES, page_text

DAY = "2031-05-06"


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def load(folder, text: str, **options) -> Page:
    """Load a text as page 1 of one day; return the reading that stands now."""
    path = folder / f"{DAY}_01.txt"
    path.write_text(text, encoding="utf-8")
    call_command("load_seeds", str(path), stdout=io.StringIO(), stderr=io.StringIO(), **options)
    return Page.objects.current().get(number="1")


def mark(page: Page, kind: MarkKind, words: str, value: str = "") -> Mark:
    start = page.text.index(words)
    return Mark.objects.create(
        page=page, kind=kind, start=start, end=start + len(words), quote=words, value=value
    )


def say(page: Page, *, join=(), split=None, instead: dict | None = None, by=None) -> Outcome:
    """Let the machine speak again: with two stories joined, one split at a piece, or other words."""
    draft, _ = tell_apart(page.text, issue_date=page.issue and page.issue.date, authority=authority())
    drafts = list(draft.drafts)
    if join:
        first, second = (drafts[index] for index in join)
        words = f"{first.fields['body']}\n{second.fields['title']}\n{second.fields['body']}"
        drafts[join[0]] = replace(
            first, fields=first.fields | {"body": words}, passages=first.passages + second.passages
        )
        del drafts[join[1]]
    if split:
        whole, at = drafts[split[0]], split[1]
        body = whole.fields["body"].split("\n")
        rest = replace(
            whole,
            start=whole.passages[at][0],
            fields=whole.fields | {"title": "", "body": "\n".join(body[at - 1 :])},
            passages=whole.passages[at:],
        )
        drafts[split[0]] = replace(
            whole,
            fields=whole.fields | {"body": "\n".join(body[: at - 1])},
            passages=whole.passages[:at],
        )
        drafts.insert(split[0] + 1, rest)
    for old, new in (instead or {}).items():
        drafts = [
            replace(
                one,
                fields=one.fields | {name: one.fields[name].replace(old, new) for name in ("title", "body")},
            )
            for one in drafts
        ]
    return write_pages([Told(page, replace(draft, drafts=tuple(drafts)))], by=by)


def titled(words: str) -> Article:
    return Article.objects.get(title__contains=words)


# --- three versions of a field ----------------------------------------------------------------


def speak(standing, proposal, *, last, touched=(), offers=None, frozen=False):
    return merge(
        {"title": standing},
        {"title": proposal},
        last={"title": digest(last)},
        touched=set(touched),
        offers=offers or {},
        frozen=frozen,
    )


def test_an_untouched_field_follows_the_machine():
    changes, offers, _ = speak("旧题", "新题", last="旧题")
    assert (changes, offers) == ({"title": "新题"}, {})


@pytest.mark.parametrize(
    "why",
    [
        {"standing": "人改的题", "touched": ()},  # nobody noted it, but it is not what the machine said
        {"standing": "旧题", "touched": ("title",)},
        {"standing": "旧题", "frozen": True},
    ],
)
def test_what_a_person_decided_stays_and_the_machine_offers(why):
    changes, offers, digests = speak(why.pop("standing"), "新题", last="旧题", **why)
    assert (changes, offers) == ({}, {"title": "新题"})
    assert digests["title"] == digest("新题")


def test_a_declined_offer_is_not_made_again():
    _, offers, digests = speak("人改的题", "新题", last="旧题")
    assert offers
    changes, offers, _ = merge(
        {"title": "人改的题"}, {"title": "新题"}, last=digests, touched={"title"}, offers={}
    )
    assert (changes, offers) == ({}, {})


def test_an_open_offer_stands_until_it_is_answered_or_overtaken():
    _, offers, digests = speak("人改的题", "新题", last="旧题")
    _, kept, _ = merge(
        {"title": "人改的题"}, {"title": "新题"}, last=digests, touched={"title"}, offers=offers
    )
    assert kept == {"title": "新题"}
    _, gone, _ = merge({"title": "新题"}, {"title": "新题"}, last=digests, touched={"title"}, offers=offers)
    assert gone == {}


# --- which story is which article ---------------------------------------------------------------


def test_the_larger_share_keeps_the_address_and_headlines_weigh_more():
    articles = {7: [(0, 10, "title"), (11, 200, "body")]}
    stories = [[(0, 10, "title"), (11, 40, "body")], [(41, 200, "body")]]
    assert pair_by_place(stories, articles) == {1: 7}
    assert pair_by_place([[(0, 10, "title"), (11, 120, "body")], [(121, 200, "body")]], articles) == {0: 7}


def test_two_readings_are_paired_by_their_words():
    old = {1: "云溪新桥主跨昨日合龙两岸居民过江只需五分钟", 2: "石鼓乡图书馆坐满了孩子老师轮流讲故事"}
    new = {
        0: "石鼓乡图书馆坐満了孩子老师轮流讲故事",
        1: "云溪新桥主垮昨日合龙两岸居民过江只需五分钟",
        2: "全然无关的另一篇文章",
    }
    assert pair_by_words(new, old) == {0: 2, 1: 1}


# --- on pages --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_proposing_again_changes_nothing(folder):
    page = load(folder, page_text(1))
    before = canonical.dump()
    outcome = proposing.propose(page)
    assert (outcome.made, outcome.changed, outcome.unmatched) == ([], [], [])
    assert canonical.dump() == before
    assert set(Article.objects.values_list("version", flat=True)) == {1}


@pytest.mark.django_db
def test_joined_stories_leave_one_article_and_a_way_back(folder):
    page = load(folder, page_text(1))
    first, second = titled("新桥"), titled("电梯")
    say(page, join=(0, 1))
    first.refresh_from_db()
    second.refresh_from_db()
    assert "加装电梯" in first.body
    assert second.is_unmatched
    assert second.replaced_by == first
    assert not second.passages.exists()
    say(page)
    first.refresh_from_db()
    second.refresh_from_db()
    assert not second.is_unmatched
    assert second.replaced_by is None
    assert second.passages.exists()
    assert "加装电梯" not in first.body
    assert Article.objects.count() == 3


@pytest.mark.django_db
def test_a_split_story_keeps_its_address_where_its_headline_is(folder):
    page = load(folder, page_text(1))
    bridge = titled("新桥")
    outcome = say(page, split=(0, 2))
    bridge.refresh_from_db()
    assert "施工方表示" not in bridge.body
    (made,) = outcome.made
    assert "施工方表示" in made.body
    assert made.pk != bridge.pk
    assert str(made.pk).startswith("20310506")


@pytest.mark.django_db
def test_a_person_who_edits_keeps_her_words_when_the_machine_says_otherwise(folder):
    page = load(folder, page_text(1))
    article = titled("新桥")
    article.title = "云溪新桥昨日合龙"
    proposing.touch(article, ["title"])
    article.save()
    say(page, instead={"云溪新桥主跨合龙": "云溪大桥主跨合龙"})
    article.refresh_from_db()
    assert article.title == "云溪新桥昨日合龙"
    assert article.offers["title"] == "云溪大桥主跨合龙"


@pytest.mark.django_db
def test_an_untouched_article_follows_a_mark_and_its_history_keeps_both(folder):
    page = load(folder, page_text(1))
    article = titled("新桥")
    editor = User.objects.create_user("editor")
    say(page, instead={"云溪新桥主跨合龙": "云溪大桥主跨合龙"}, by=editor)
    article.refresh_from_db()
    assert (article.title, article.version) == ("云溪大桥主跨合龙", 2)
    assert [row.title for row in article.history.all()] == ["云溪大桥主跨合龙", "云溪新桥主跨合龙"]
    assert article.history.first().history_user == editor


@pytest.mark.django_db
def test_a_published_article_keeps_its_text_when_the_page_is_segmented_again(folder):
    page = load(folder, page_text(1), publish=True)
    article = titled("新桥")
    publishing_state = article.state
    assert publishing_state == State.PUBLISHED
    words = article.body
    say(page, instead={"双向六车道": "双向八车道"})
    article.refresh_from_db()
    assert article.body == words
    assert "双向八车道" in article.offers["body"]
    assert article.state == publishing_state


@pytest.mark.django_db
def test_agencies_and_tags_that_a_person_decided_stay_decided(folder):
    page = load(folder, page_text(1))
    article = titled("新桥")
    mention = article.mentions.first()
    Mention.objects.filter(pk=mention.pk).update(is_refused=True)
    tagging = article.taggings.first()
    Tagging.objects.filter(pk=tagging.pk).update(state="refused")
    say(page, instead={"双向六车道": "双向八车道"})
    assert Mention.objects.get(pk=mention.pk).is_refused
    assert Tagging.objects.get(pk=tagging.pk).state == "refused"


@pytest.mark.django_db
def test_what_is_new_is_proposed_and_never_silently_kept(folder):
    text = page_text(1).replace("石鼓乡图书馆", "石鼓乡文化书院管理委员会")
    page = load(folder, f"走街串巷\n\n{text}")
    assert not Section.objects.filter(is_proposed=False).exists()
    for mention in Mention.objects.filter(article__page=page).select_related("agency"):
        assert mention.agency.is_proposed


@pytest.mark.django_db
def test_a_page_is_proposed_without_recognising_when_told_so(folder):
    page = load(folder, page_text(1))
    mentions = set(Mention.objects.values_list("pk", flat=True))
    mark(page, MarkKind.ROLE, STORIES[0][2].format(n=1), Role.CAPTION)
    proposing.propose(page, recognise=False)
    assert "▲施工方" in titled("新桥").body
    assert set(Mention.objects.values_list("pk", flat=True)) == mentions


# --- another reading of the page (R7) ------------------------------------------------------------


@pytest.mark.django_db
def test_a_better_reading_updates_what_nobody_touched(folder):
    worse = page_text(1).replace("双向六车道", "双向六车逼")
    old = load(folder, worse)
    before = {article.title: article.pk for article in Article.objects.all()}
    new = load(folder, page_text(1))
    old.refresh_from_db()
    assert (new.supersedes, old.is_current) == (old, False)
    assert {article.title: article.pk for article in Article.objects.all()} == before
    assert "双向六车道" in titled("新桥").body
    assert set(Passage.objects.values_list("page", flat=True)) == {new.pk}
    assert set(Article.objects.values_list("page", flat=True)) == {new.pk}


@pytest.mark.django_db
def test_a_better_reading_leaves_edited_and_published_words_alone(folder):
    worse = page_text(1).replace("双向六车道", "双向六车逼").replace("敞亮", "敝亮")
    load(folder, worse)
    edited, published = titled("新桥"), titled("电梯")
    edited.body = edited.body.replace("六车逼", "四车道")
    proposing.touch(edited, ["body"])
    edited.save()
    published.refresh_from_db()
    publishing.publish(published)
    load(folder, page_text(1))
    edited.refresh_from_db()
    published.refresh_from_db()
    assert "四车道" in edited.body
    assert "双向六车道" in edited.offers["body"]
    assert "敝亮" in published.body
    assert "敞亮" in published.offers["body"]


@pytest.mark.django_db
def test_an_article_that_a_reading_no_longer_has_is_flagged_and_kept(folder):
    load(folder, page_text(1))
    gone = titled("电梯")
    load(folder, page_text(1, stories=(0, 2)))
    gone.refresh_from_db()
    assert gone.is_unmatched
    assert gone.body
    assert Article.objects.filter(is_unmatched=False).count() == 2


@pytest.mark.django_db
def test_marks_are_carried_to_another_reading_by_their_words(folder):
    old = load(folder, page_text(1))
    mark(old, MarkKind.ROLE, STORIES[0][2].format(n=1), Role.CAPTION)
    proposing.propose(old)
    lost = mark(old, MarkKind.ROLE, "心里真敞亮。", Role.BODY)
    new = load(folder, "社会新闻\n\n" + page_text(1).replace("心里真敞亮", "真是高兴"))
    lost.refresh_from_db()
    assert lost.state == Mark.State.LOST
    carried = new.marks.get()
    assert new.text[carried.start : carried.end] == carried.quote == STORIES[0][2].format(n=1)
    assert carried.start != old.marks.first().start
    assert "▲施工方" in titled("新桥").body


@pytest.mark.django_db
def test_an_older_reading_that_comes_again_changes_nothing(folder):
    load(folder, page_text(1).replace("敞亮", "敝亮"))
    load(folder, page_text(1))
    before = canonical.dump()
    load(folder, page_text(1).replace("敞亮", "敝亮"))
    assert canonical.dump() == before


# --- pages that go on -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_story_that_goes_on_is_tied_to_its_beginning(folder):
    day = folder / DAY
    day.mkdir()
    first = page_text(1, stories=(1,)) + (
        "\n云溪新桥主跨合龙\n\n本报讯(记者 林舟)昨日上午，云溪新桥主跨顺利合龙，市民前来观看。(下转第2版)\n"
    )
    second = (
        "(上接第1版)\n\n施工方表示，下一步将铺装桥面、安装路灯，并对附近道路同步改造，方便市民出行。\n\n"
        + page_text(2, stories=(2,))
    )
    (day / "01.txt").write_text(first, encoding="utf-8")
    (day / "02.txt").write_text(second, encoding="utf-8")
    call_command("load_seeds", str(day), stdout=io.StringIO())
    continued = Article.objects.get(continued_page="<1")
    assert continued.continues.title == "云溪新桥主跨合龙"
    assert not continued.continues_confirmed
    assert continued.continues.continued_page == ">2"


def test_credits_are_kept_in_the_order_of_print():
    assert Credit._meta.ordering == ("order", "pk")
