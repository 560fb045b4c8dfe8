from datetime import date, timedelta

import pytest
from django.db import connection

from articles import publishing, search
from articles.search import answering, numbers
from articles.search.bounds import Deadline, TooSlow, bounded

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowded(write):
    """Forty articles on three days, published in an order that is not the printed one."""
    made = []
    for number in range(40):
        day = date(2024, 6, 1) + timedelta(days=number * 7 % 3)
        made.append(write(f"消息{number}", "老人食堂开张，居民叫好。", day=day))
    return sorted(made, key=lambda article: -article.sort_key)


@pytest.mark.parametrize("text", ["食堂", "老人食堂", "食堂 居民"])
def test_pages_by_offset_go_on_where_the_last_one_ended(crowded, text):
    expected = [article.pk for article in crowded]
    reached = []
    for offset in range(0, 45, 7):
        reached += [hit.article_id for hit in search.search(text, limit=7, offset=offset).hits]
    assert reached == expected


@pytest.mark.parametrize("text", ["食堂", "老人食堂"])
def test_pages_by_key_go_on_where_the_last_one_ended(crowded, text):
    reached, before = [], None
    for _page in range(6):
        answer = search.search(text, limit=7, before=before)
        reached += [hit.article_id for hit in answer.hits]
        before = answer.next_before
    assert reached == [article.pk for article in crowded]
    assert before is None


def test_pages_leave_out_what_is_scheduled(crowded):
    from django.utils.timezone import now

    for article in (crowded[3], crowded[20]):
        publishing.withdraw(article, because="重发")
        publishing.publish(article, at=now() + timedelta(days=1))
    expected = [article.pk for at, article in enumerate(crowded) if at not in (3, 20)]
    reached = []
    for offset in range(0, 45, 7):
        reached += [hit.article_id for hit in search.search("食堂", limit=7, offset=offset).hits]
    assert reached == expected
    assert search.search("食堂").total == 38


def test_totals_are_capped_and_counted_exactly_on_demand(crowded, monkeypatch):
    monkeypatch.setattr(answering, "CAP", 10)
    for text in ("食堂", "老人食堂"):
        answer = search.search(text)
        assert (answer.total, answer.is_capped) == (10, True)
        assert search.count_exactly(text) == 40


def test_every_hit_is_marked_in_title_and_snippet(write):
    write("養老服务“养老”新篇", "头一句。社区养 老，养老\n院、養老驿站。", subtitle="养老不离家")
    hit = search.search("养老").hits[0]
    marked = [words for words, is_hit in hit.title_parts if is_hit]
    assert marked == ["養老", "养老", "养老"]
    assert [words for words, is_hit in hit.snippet_parts if is_hit] == ["养 老", "养老", "養老"]
    assert "".join(words for words, _hit in hit.title_parts) == "養老服务“养老”新篇——养老不离家"


def test_a_snippet_shows_the_stretch_with_most_of_the_words(write):
    body = "食堂在东边。" + "无关的话。" * 60 + "这里食堂与书店相邻。" + "别的话。" * 60
    write("消息", body)
    parts = search.search("食堂 书店").hits[0].snippet_parts
    assert [words for words, is_hit in parts if is_hit] == ["食堂", "书店"]
    assert parts[0] == ("…", False)
    assert parts[-1] == ("…", False)


def test_best_first_puts_headlines_first_then_nearness_then_frequency(write):
    far = write("别的事", "食堂开门。" + "无关的话。" * 40 + "书店关门。", day=date(2024, 6, 9))
    near = write("另一件事", "食堂书店都开门。" + "无关的话。" * 40, day=date(2024, 6, 8))
    headline = write("食堂和书店", "都开门。", day=date(2020, 1, 1))
    order = [hit.article_id for hit in search.search("食堂 书店", order="best").hits]
    assert order == [headline.pk, near.pk, far.pk]


def test_tolerant_search_finds_look_alikes_and_says_so(write):
    article = write("消息", "末来可期，巳经开工。")
    assert search.search("未来").hits == []
    answer = search.search("未来 已经", tolerant=True)
    assert [hit.article_id for hit in answer.hits] == [article.pk]
    assert answer.messages == ["宽松查找：也找字形相近、可能认错的字。"]


def test_an_empty_search_says_what_to_do(write):
    write("消息", "正文。")
    for text in ("", "   ", "\x00", '""'):
        answer = search.search(text)
        assert (answer.hits, answer.total) == ([], 0)
        assert answer.messages == ["请输入要找的词。"]


HOSTILE = [
    '"', "'", "*", "-a", "a:", "(", ")", "a,b", ".", "%", "_", "^a", "+", "{", "}", "[", "]", "~", "a AND",
    "NOT", "OR", "NEAR(a b)", "a OR b", "a*", '"a" "b', "\\", "\\'", "';--", "\x00", "\ud800", "a\x00b",
    "<script>", "&amp;", "%s", "%(x)s", "{0}", "日期:", "标题:", '标题:"', "年:99999", "日期:0000-00-00",
    "😀", "𠮷", "｡", "١٢٣", "é", "\u202e", "养" * 10_000, "养 " * 600, "%_" * 2500, '"' * 999,
    "(" * 500, "-" * 500, "a" * 10_000, "标签:" * 300,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("order", ["newest", "best"])
def test_any_text_gets_an_answer(write, text, order):
    write("消息(a,b)", "正文100%，a_b 'c' \"d\" 😀𠮷。")
    for tolerant in (False, True):
        answer = search.search(text, order=order, tolerant=tolerant)
        assert not answer.timed_out
        assert answer.total >= len(answer.hits)
    search.facets(text)
    search.by_month(text)
    search.suggest(text)
    search.did_you_mean(text)


@pytest.mark.parametrize("text", ["100%", "%，", "a_b", "'c'", "😀", "𠮷", "(a,b)", "😀𠮷"])
def test_signs_are_found_as_they_are_written(write, text):
    article = write("消息(a,b)", "正文100%，a_b 'c' “d” 😀𠮷。")
    write("别的", "没有。")
    assert [hit.article_id for hit in search.search(text).hits] == [article.pk]


@pytest.mark.parametrize(
    "limits",
    [
        {"offset": 10**9}, {"offset": -5}, {"limit": 0}, {"limit": 10**6}, {"before": 0}, {"before": 1},
        {"before": 2**62}, {"before": -1}, {"before": 10**30},
    ],
)  # fmt: skip
def test_odd_page_numbers_get_an_answer(write, limits):
    write("食堂", "正文。")
    search.search("食堂", **limits)


def test_a_search_that_takes_too_long_is_stopped_and_says_so(crowded, settings):
    settings.NEWSROOM = settings.NEWSROOM | {"SEARCH_TIMEOUT_MS": 0}
    answer = search.search("老人食堂")
    assert answer.timed_out
    assert answer.is_capped
    assert answer.messages == ["这样查太慢，已经停下。请多写几个字，或加上年份。"]
    assert search.count_exactly("老人食堂") is None
    assert search.facets("老人食堂").timed_out


def test_the_database_stops_a_statement_at_its_deadline(db):
    endless = (
        "SELECT pg_sleep(30)"
        if connection.vendor == "postgresql"
        else "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    )
    deadline = Deadline(150)
    with connection.cursor() as cursor, pytest.raises(TooSlow), bounded(connection, deadline):
        cursor.execute(endless).fetchall()
    assert deadline.took_ms < 1500
    # The connection goes on working, without the bound.
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_a_full_day_gives_freed_places_again_and_then_says_so(write, monkeypatch):
    monkeypatch.setitem(numbers.PLACES, connection.vendor, 2)
    day = date(2024, 6, 1)
    four = [write(f"食堂{number}", "正文。", day=day) for number in range(4)]
    publishing.withdraw(four[1], because="重复")
    write("食堂甲", "正文。", day=day)
    assert search.count_exactly("食堂") == 4
    with pytest.raises(numbers.DayIsFull, match="4 articles a day"):
        write("食堂乙", "正文。", day=day)
