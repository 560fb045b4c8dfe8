"""The sample paper: its answers are exact, and every hard thing about printed pages is in it."""

import csv
import importlib.util
import json
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from articles.loading.papers import read_paper
from articles.loading.paths import read_path
from articles.segmenter import segment_page
from articles.segmenter.story import LOOSE_ROLES, CreditRole, Genre, Mark, MarkKind, Role
from articles.segmenter.text import PageText, Span

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
COMPOUND = ["欧阳", "上官", "司徒", "慕容", "尉迟", "赫连", "万俟"]


@cache
def composer():
    """Return seeds/compose.py as a module: it is a script beside the pages, in no package."""
    spec = importlib.util.spec_from_file_location("compose", SEEDS / "compose.py")
    module = sys.modules["compose"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def pages():
    """Return every page of the sample paper as the composer makes it."""
    return composer().compose_all()


@cache
def golds():
    return {
        path.stem: json.loads(path.read_text("utf-8")) for path in sorted((SEEDS / "gold").glob("*.json"))
    }


def articles():
    return [(gold, article) for gold in golds().values() for article in gold["articles"]]


def told():
    return [article for _, article in articles()]


def papers():
    return list(golds().values())


def words(gold, span):
    return gold["text"][span["start"] : span["end"]]


def spans_of(gold):
    """Return every span of a page in page order, with the article it is in ("" for none)."""
    told = [(span, article["id"]) for article in gold["articles"] for span in article["spans"]]
    return sorted(told + [(span, "") for span in gold["loose"]], key=lambda item: item[0]["start"])


# --- The answers are exact --------------------------------------------------------------------


def test_composing_again_gives_every_file_byte_for_byte():
    made = {path: content for page in pages() for path, content in composer().files_of(page).items()}
    assert [str(path) for path, content in made.items() if (SEEDS / path).read_bytes() != content] == []


def test_no_page_stands_there_that_nobody_composed():
    composed = {page.path for page in pages()}
    assert {path.relative_to(SEEDS) for path in SEEDS.rglob("*.txt")} == composed


@pytest.mark.parametrize("stem", sorted(golds()))
def test_every_letter_stands_in_exactly_one_span(stem):
    gold = golds()[stem]
    held = Counter(at for span, _ in spans_of(gold) for at in range(span["start"], span["end"]))
    assert [at for at, letter in enumerate(gold["text"]) if not letter.isspace() and held[at] != 1] == []


@pytest.mark.parametrize("stem", sorted(golds()))
def test_spans_name_their_line_and_begin_and_end_with_a_letter(stem):
    gold = golds()[stem]
    for span, _ in spans_of(gold):
        assert words(gold, span) == words(gold, span).strip() != ""
        assert span["line"] == gold["text"].count("\n", 0, span["start"]) + 1
        assert span["role"] in set(Role)


def test_roles_genres_and_credits_are_the_segmenters():
    for gold, article in articles():
        assert article["genre"] in set(Genre)
        assert {credit["role"] for credit in article["byline"]} <= set(CreditRole)
        assert {span["role"] for span in gold["loose"]} <= LOOSE_ROLES


def test_every_name_in_a_byline_is_printed_in_its_article():
    for gold, article in articles():
        text = re.sub(r"\s", "", "".join(words(gold, span) for span in article["spans"]))
        assert [c["name"] for c in article["byline"] if c["name"] not in text] == [], gold["page"]


def test_a_repeat_repeats_its_own_article():
    for gold, article in articles():
        said = [words(gold, span) for span in article["spans"] if span["role"] == "body"]
        for span in article["spans"]:
            if span["role"] == "duplicate":
                assert any(words(gold, span) in paragraph for paragraph in said)


def test_the_files_hold_the_text_of_their_gold():
    for page in pages():
        assert (SEEDS / page.path).read_bytes().decode(page.encoding) == golds()[page.path.stem]["text"]


# --- What is in it ----------------------------------------------------------------------------


def test_the_paper_is_large_enough_to_walk_about_in():
    days = {gold["issue_date"] for gold in golds().values() if "?" not in gold["issue_date"]}
    assert len(days) >= 5
    assert len(golds()) == len(pages()) >= 14  # and no two pages share a name
    assert len(articles()) >= 85


def test_encodings_are_as_the_source_says():
    used = Counter(page.encoding for page in pages())
    assert used["gb18030"] >= 2
    assert used["utf-8-sig"] == 1
    for page in pages():
        raw = (SEEDS / page.path).read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf") == (page.encoding == "utf-8-sig")
        if page.encoding == "gb18030":
            with pytest.raises(UnicodeDecodeError):
                raw.decode("utf-8")


def test_paths_tell_the_gold_date_in_three_ways():
    paper = read_paper((SEEDS / "newspaper.toml").read_bytes(), "newspaper.toml")
    ways = Counter()
    for page in pages():
        path = page.path.as_posix()
        own, common = paper.says(path), read_path(path)
        told = own.date or common.date
        if told is None:
            ways["none"] += 1
            continue
        assert str(told) == page.gold["issue_date"], path
        ways["own rule" if own.date else "folder" if "/0" in path else "file name"] += 1
    assert ways["own rule"] >= 1
    assert ways["folder"] >= 1
    assert ways["file name"] >= 1
    assert ways["none"] == 2  # one that its text can date, one that nobody can


def test_one_page_keeps_its_year_to_itself():
    [gold] = [gold for gold in golds().values() if gold["issue_date"].startswith("????")]
    assert re.search(r"\d{4}\s*年|(星期|周)[一二三四五六日]", gold["text"]) is None


def breaks(gold):
    """Yield, for every cut paragraph, how many other spans stand between its halves."""
    order = spans_of(gold)
    for place, (span, owner) in enumerate(order):
        if span.get("joins"):
            before = max(i for i in range(place) if order[i][1] == owner and order[i][0]["role"] == "body")
            yield place - before - 1


def owners(gold):
    """Return whose each stretch of page is, in order, each owner once in a row."""
    row = [owner for span, owner in spans_of(gold) if span["role"] != "section"]
    return [owner for place, owner in enumerate(row) if not place or row[place - 1] != owner]


def spans_with(role, pattern=""):
    return [
        words(gold, span)
        for gold, article in articles()
        for span in article["spans"]
        if span["role"] == role and re.search(pattern, words(gold, span))
    ]


def late_headlines():
    """Articles whose title comes after text of theirs."""
    for gold, article in articles():
        first = {}
        for span in sorted(article["spans"], key=lambda span: span["start"]):
            first.setdefault(span["role"], span["start"])
        if first.get("title", 0) > first.get("body", len(gold["text"])):
            yield article


def repeats(whole):
    for gold, article in articles():
        said = {words(gold, span) for span in article["spans"] if span["role"] == "body"}
        for span in article["spans"]:
            if span["role"] == "duplicate" and (words(gold, span) in said) == whole:
                yield span


def labels(where):
    """Return the section labels that stand so among their stories: {True} means all come after it."""
    for gold in golds().values():
        for label in gold["loose"]:
            if label["role"] != "section":
                continue
            name = words(gold, label)
            heads = [a for a in gold["articles"] if a["section"][0] == name]
            if {a["spans"][0]["start"] > label["start"] for a in heads} == where:
                yield name


def slips():
    return [
        slip
        for source in sorted((SEEDS / "source").glob("*.page"))
        for line in composer().read_source(source).lines
        if line
        for slip in line.slips
    ]


def bylines(*roles):
    return [a for a in told() if {credit["role"] for credit in a["byline"]} >= set(roles)]


DIFFICULTIES = {
    "a paragraph cut by a column break": (
        4,
        lambda: [n for g in papers() for n in breaks(g) if not n],
    ),
    "the other half behind another story": (4, lambda: [n for g in papers() for n in breaks(g) if n]),
    "a whole paragraph repeated": (1, lambda: list(repeats(whole=True))),
    "half a paragraph repeated": (4, lambda: list(repeats(whole=False))),
    "pages with interleaved stories": (
        4,
        lambda: [g for g in papers() if max(Counter(filter(None, owners(g))).values()) > 1],
    ),
    "a headline after its text": (4, lambda: list(late_headlines())),
    "a headline without any text": (
        1,
        lambda: [a for a in told() if {span["role"] for span in a["spans"]} == {"title"}],
    ),
    "text without a headline": (
        2,
        lambda: [a for a in told() if not a["title"] and a["genre"] != "photo"],
    ),
    "a label before its stories": (4, lambda: list(labels({True}))),
    "a label between its stories": (2, lambda: list(labels({True, False}))),
    "a label after its stories": (1, lambda: list(labels({False}))),
    "a kicker": (3, lambda: [a for a in told() if a["kicker"]]),
    "a subtitle": (3, lambda: [a for a in told() if a["subtitle"]]),
    "a title over several lines": (
        10,
        lambda: [a for a in told() if sum(span["role"] == "title" for span in a["spans"]) > 1],
    ),
    "a headline on one line with a space": (10, lambda: spans_with("title", r"\S \S+[^#]$")),
    "subheads": (9, lambda: spans_with("subhead")),
    "signed at the head": (10, lambda: spans_with("body", r"^本报讯[（(]记者")),
    "signed at the foot of the last paragraph": (
        20,
        lambda: spans_with("body", r"[（(][^（()）：:]{2,9}[）)]$"),
    ),
    "signed on a line of its own": (5, lambda: spans_with("byline", r"^[（(]")),
    "signed as writer and photographer": (2, lambda: spans_with("body", r"文/摄[）)]$")),
    "reporter and correspondent on a line": (1, lambda: spans_with("byline", r"^记者 .* 通讯员 ")),
    "a correspondent": (8, lambda: bylines("correspondent")),
    "an intern": (1, lambda: bylines("intern")),
    "a two-letter name with a space in it": (
        6,
        lambda: spans_with("byline", r"(^|[^\S\n]|[（(])\S \S($|[ ）)])"),
    ),
    "a compound family name": (
        8,
        lambda: [c for a in told() for c in a["byline"] if c["name"].startswith(tuple(COMPOUND))],
    ),
    "a name of four letters": (
        4,
        lambda: [c for a in told() for c in a["byline"] if len(c["name"]) == 4],
    ),
    "continued from another page": (2, lambda: spans_with("continuation", "上接")),
    "continued on another page": (2, lambda: spans_with("continuation", "下转")),
    "a part of a series": (3, lambda: [a for a in told() if re.search("之[一二三]$", a["subtitle"])]),
    "a notice with issuer and date": (
        6,
        lambda: [
            a
            for a in told()
            if a["genre"] == "notice" and sum(span["role"] == "signoff" for span in a["spans"]) > 1
        ],
    ),
    "a round-up": (3, lambda: [a for a in told() if a["genre"] == "roundup"]),
    "a round-up item behind its place": (9, lambda: spans_with("body", r"^(【\w{3}】|\w{2}[县区市][ ：:])")),
    "a photograph with its credit on the caption's line": (4, lambda: spans_with("caption", "摄$")),
    "a photograph with its credit on a line of its own": (5, lambda: spans_with("byline", "摄$")),
    "a caption that may also stand alone": (
        1,
        lambda: [1 for a in told() if "either" in str(a["spans"])],
    ),
    "a letter": (2, lambda: [a for a in told() if a["genre"] == "letter"]),
    "a comment": (4, lambda: [a for a in told() if a["genre"] == "comment"]),
    "a traditional or look-alike letter": (
        8,
        lambda: [slip for slip in slips() if slip["cls"] == "substitution"],
    ),
    "a foreign word slipped in": (2, lambda: [slip for slip in slips() if slip["cls"] == "insertion"]),
    "a bracket missing": (
        2,
        lambda: spans_with("body", r"^本报讯[（(][^）)]*\d"),
    ),
    "a page with half-width punctuation": (5, lambda: [g for g in papers() if "，" not in g["text"]]),
    "a page with full-width punctuation": (5, lambda: [g for g in papers() if "," not in g["text"]]),
    "a markdown headline": (8, lambda: spans_with("title", "^# ")),
    "a markdown list": (6, lambda: spans_with("body", "^- ")),
    "a markdown address": (3, lambda: spans_with("body", "<http[^>]+>")),
    "a dateline from another city": (1, lambda: spans_with("body", r"^本报\S+日电")),
    "the page's own frame": (
        1,
        lambda: [span for g in papers() for span in g["loose"] if span["role"] == "furniture"],
    ),
}


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_every_difficulty_is_in_the_sample(difficulty):
    at_least, find = DIFFICULTIES[difficulty]
    assert len(find()) >= at_least


def test_one_page_is_damaged_in_every_way_at_once():
    gold = golds()["wanglan-20240614-A04"]
    assert any(breaks(gold))
    assert [article for article in late_headlines() if article in gold["articles"]]
    assert "duplicate" in {span["role"] for span, _ in spans_of(gold)}
    assert max(Counter(owners(gold)).values()) >= 3


# What an editor says at the desk: which words go to the story that stands at which words.
MOVES = {
    "放回任何一个车站都行。": "本报讯 早上6时",
    "一本旧书换一碗豆浆": "本报讯 早上6时",
    "开张两个月,": "本报讯 早上6时",
    "(裴知夏)": "三胞胎“抢”名字",
    "这天放的是一部老动画片。": "船厂宿舍的露天电影又开场了",
}


def test_the_exercise_is_solved_in_five_marks():
    gold = golds()["wanglan-20240614-A04"]
    text = gold["text"]
    marks = []
    for moved, home in MOVES.items():
        start = text.index(moved)
        end = text.find("\n", start)
        marks.append(Mark(MarkKind.MOVE, Span(start, end), str(text.index(home))))
    solved = segment_page(PageText(text), marks)
    stories = {
        frozenset((piece.span.start, piece.span.end, str(piece.role)) for piece in story.pieces)
        for story in solved.stories
    }
    assert stories == {
        frozenset((span["start"], span["end"], span["role"]) for span in article["spans"])
        for article in gold["articles"]
    }


# --- The authority file and the facts ----------------------------------------------------------


def agencies():
    with (SEEDS / "agencies.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_two_agencies_answer_to_one_name():
    names = Counter(
        name for row in agencies() for name in [row["name"], *filter(None, row["aliases"].split("|"))]
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_every_parent_is_in_the_file():
    known = {row["name"] for row in agencies()}
    assert {row["parent"] for row in agencies()} - known == {""}


def facts():
    for path in sorted((SEEDS / "facts").glob("*.json")):
        yield golds()[path.stem], json.loads(path.read_text("utf-8"))


def test_three_pages_have_facts_for_all_their_articles():
    pairs = list(facts())
    assert len(pairs) >= 3
    for gold, fact in pairs:
        assert set(fact["articles"]) == {article["id"] for article in gold["articles"]}


def test_facts_are_on_the_page():
    for gold, fact in facts():
        for article in gold["articles"]:
            told = fact["articles"][article["id"]]
            text = "".join(words(gold, span) for span in article["spans"])
            mentioned = [agency["mention"] for agency in told["agencies"]] + [told["event_date_text"]]
            assert [name for name in mentioned if name not in text] == [], (gold["page"], article["id"])
            for slip in told["ocr_errors"]:
                assert words(gold, slip) == slip["text"]
