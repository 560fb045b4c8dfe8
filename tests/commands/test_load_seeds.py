"""manage.py load_seeds: what is loaded, what is refused, and that twice is once."""

import io
import json
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles import search
from articles.models import (
    Article,
    DateSource,
    Issue,
    Load,
    LoadedFile,
    Mark,
    Newspaper,
    Page,
    Passage,
    SearchDocument,
    Section,
    State,
)
from tests import canonical
from tests.loading.conftest import page_text

pytestmark = pytest.mark.django_db


def load(*paths, **options) -> str:
    """Run the command; return what it printed. A status other than 0 is raised."""
    out = io.StringIO()
    call_command("load_seeds", *map(str, paths), stdout=out, stderr=out, **options)
    return out.getvalue()


def status_of(*paths, **options) -> int:
    try:
        load(*paths, **options)
    except SystemExit as end:
        return end.code
    except CommandError as error:
        return error.returncode
    return 0


def test_a_folder_becomes_issues_pages_and_articles(paper):
    printed = load(paper)
    assert "4 loaded; 12 articles" in printed
    newspaper = Newspaper.objects.get()
    assert (newspaper.name, newspaper.city, newspaper.is_main) == ("云溪日报", "云溪市", True)
    assert [issue.address for issue in Issue.objects.order_by("date")] == ["2031-05-06", "2031-05-07"]
    assert set(Issue.objects.values_list("date_source", flat=True)) == {DateSource.PATH}
    page = Page.objects.get(issue__date=date(2031, 5, 6), number="2")
    assert (page.position, page.encoding, page.source) == (2, "utf-8", "2031-05-06/02.txt")
    assert page.raw == (paper / "2031-05-06" / "02.txt").read_bytes()
    titles = page.articles.order_by("order").values_list("title", flat=True)
    assert list(titles) == ["云溪新桥主跨合龙", "2个老旧小区装上电梯", "山乡图书馆里的读书声"]
    bridge = page.articles.get(order=0)
    assert [(credit.name, credit.role) for credit in bridge.credits.all()] == [("林舟", "reporter")]
    assert str(bridge.pk).startswith("20310506")
    assert bridge.state == State.IMPORTED


def test_every_letter_of_a_page_stands_in_one_place(paper):
    load(paper)
    for page in Page.objects.all():
        spans = [
            *Passage.objects.filter(page=page).values_list("start", "end"),
            *(piece[:2] for piece in page.loose),
        ]
        covered = sorted(at for start, end in spans for at in range(start, end))
        letters = [at for at, letter in enumerate(page.text) if not letter.isspace()]
        assert [at for at in covered if not page.text[at].isspace()] == letters


def test_loading_twice_is_loading_once(paper, django_assert_num_queries):
    load(paper, publish=True)
    before = canonical.dump()
    assert "4 unchanged; 0 articles" in load(paper, publish=True)
    assert canonical.dump() == before
    assert Load.objects.count() == 1


def test_a_canonical_dump_tells_a_difference(paper):
    """The control of every test that compares dumps."""
    load(paper)
    before = canonical.fingerprint()
    Article.objects.filter(pk=Article.objects.first().pk).update(title="别的标题")
    assert canonical.fingerprint() != before


def test_numbers_of_articles_do_not_depend_on_the_order_of_loading(paper):
    load(paper)
    whole = set(Article.objects.values_list("pk", "title", "page__number", "issue__date"))
    for model in (Passage, LoadedFile, Load):
        model.objects.all().delete()
    Article.objects.all().delete()
    Page.objects.all().delete()
    Issue.objects.all().delete()
    load(paper / "2031-05-07" / "02.txt")
    load(paper / "2031-05-07")
    load(paper)
    assert set(Article.objects.values_list("pk", "title", "page__number", "issue__date")) == whole


def test_publishing_takes_what_carries_no_doubt(paper):
    load(paper, publish=True)
    for article in Article.objects.all():
        assert (article.state == State.PUBLISHED) is not article.has_doubts
    published = Article.objects.published().first()
    assert published is not None
    assert published.sort_key
    assert published.tags.filter(taggings__state="accepted").exists()


def test_publishing_takes_what_an_earlier_load_left(paper):
    load(paper)
    assert not Article.objects.published().exists()
    printed = load(paper, publish=True)
    assert "4 unchanged" in printed
    in_two_steps = [line.replace('"version": 2', '"version": 1') for line in canonical.dump()]
    public = set(Article.objects.published().values_list("pk", flat=True))
    assert f"{len(public)} published" in printed
    Load.objects.all().delete()
    for model in (Passage, Article, Page, Issue, Newspaper):
        model.objects.all().delete()
    load(paper, publish=True)
    assert set(Article.objects.published().values_list("pk", flat=True)) == public
    assert public
    assert canonical.dump() == in_two_steps


def test_publishing_again_leaves_alone_what_somebody_touched(paper):
    load(paper)
    corrected, marked, returned, *_others = Article.objects.order_by("pk")
    Article.objects.filter(pk=corrected.pk).update(state=State.DRAFT)
    Article.objects.filter(pk=marked.pk).update(touched=["title"])
    Article.objects.filter(pk=returned.pk).update(warnings=[{"code": "no-text", "severity": 1.0}])
    load(paper, publish=True)
    kept = Article.objects.exclude(state=State.PUBLISHED).values_list("pk", flat=True)
    assert {corrected.pk, marked.pk, returned.pk} <= set(kept)
    before = canonical.dump()
    assert "0 published" in load(paper, publish=True)
    assert canonical.dump() == before
    assert Load.objects.count() == 2  # the third found nothing to do


def test_the_index_of_a_load_is_what_a_rebuild_would_make(paper):
    load(paper, publish=True)
    made = list(SearchDocument.objects.order_by("number").values_list())
    assert len(made) == Article.objects.published().count() > 0
    search.index_articles(Article.objects.all())
    assert list(SearchDocument.objects.order_by("number").values_list()) == made
    assert search.compare() == ([], [])


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "Ignored 1 file that is no page (a0.jpg)."),
        (9, "Ignored 9 files that are no pages (a0.jpg, a1.jpg, a2.jpg, …)."),
    ],
)
def test_what_is_no_page_is_counted_and_the_first_are_named(paper, count, said):
    for number in range(count):
        (paper / f"a{number}.jpg").write_bytes(b"")
    assert said in load(paper)


def test_a_heading_over_a_published_article_becomes_a_section_that_readers_see(tmp_path):
    (tmp_path / "2031-05-06_01.txt").write_text(f"桥头夜话\n\n{page_text(1)}", encoding="utf-8")
    load(tmp_path)
    assert set(Section.objects.values_list("is_proposed", flat=True)) <= {True}
    (tmp_path / "2031-05-07_01.txt").write_text(f"桥头夜话\n\n{page_text(2)}", encoding="utf-8")
    load(tmp_path, publish=True)
    for section in Section.objects.all():
        assert section.is_proposed is not section.articles.published().exists()


def test_a_dry_run_tells_and_writes_nothing(paper):
    printed = load(paper, dry_run=True)
    assert "Would be: 4 loaded; 12 articles" in printed
    assert not Page.objects.exists()
    assert not Load.objects.exists()
    assert not Newspaper.objects.exists()


def test_a_folder_of_good_and_bad_files_gives_the_good_and_names_the_bad(tmp_path):
    good = {
        "2031-05-06_01.txt": page_text(1).encode("gb18030"),
        "2031-05-06_02.txt": page_text(2).encode("utf-16"),
        "2031-05-06_03.txt": ("\f" + page_text(3)).encode(),
    }
    bad = {
        "2031-05-06_04.txt": (b"", "empty"),
        "2031-05-06_05.txt": (b"\x89PNG\r\n\x1a\n" + os.urandom(2000), "No Chinese text"),
        "2031-05-06_06.txt": (b"\0\f" + page_text(6).encode(), "NUL"),
    }
    for name, raw in good.items():
        (tmp_path / name).write_bytes(raw)
    for name, (raw, _reason) in bad.items():
        (tmp_path / name).write_bytes(raw)
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("2031-05-06_07.txt", page_text(7))
        archive.writestr("../2031-05-06_08.txt", page_text(8))
    report = tmp_path / "report.jsonl"
    assert status_of(tmp_path, report=report) == 1
    lines = {
        os.path.basename(line["path"]): line
        for line in map(json.loads, report.read_text("utf-8").splitlines())
    }
    assert {name for name, line in lines.items() if line["state"] == "loaded"} == {*good, "2031-05-06_07.txt"}
    for name, (_raw, reason) in bad.items():
        assert lines[name]["state"] == "refused"
        assert reason in lines[name]["reason"]
    assert "leads out" in lines["2031-05-06_08.txt"]["reason"]
    assert Page.objects.count() == 4
    assert {page.encoding for page in Page.objects.all()} == {"gb18030", "utf-16-le", "utf-8"}
    assert Page.objects.get(number="1").text == page_text(1)
    one = Load.objects.get()
    assert (one.loaded, one.refused) == (4, 4)
    assert one.files.filter(state="refused").count() == 4
    # What is in an article, a feed can carry: the blank stays on the page.
    assert not any("\f" in article.body for article in Article.objects.all())


def test_every_file_has_one_final_state(paper):
    (paper / "2031-05-06" / "03.txt").write_bytes(b"")
    assert status_of(paper) == 1
    states = LoadedFile.objects.values_list("path", "state")
    assert len(states) == len({path for path, _ in states}) == 5


def test_a_page_without_a_date_waits_with_what_is_known(tmp_path):
    (tmp_path / "scan.txt").write_text(page_text(1), encoding="utf-8")
    assert "1 waiting for a date" in load(tmp_path, publish=True)
    page = Page.objects.get()
    assert page.issue is None
    assert page.date_guess["month_day"] == [5, 3]
    assert page.date_guess["evidence"]
    assert page.articles.count() == 3
    assert not Article.objects.published().exists()
    assert all(10**10 < pk < 2 * 10**10 for pk in Article.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("name", "options", "config", "expected", "source"),
    [
        (
            "2031-05-06_02.txt",
            {"date": date(2031, 1, 2)},
            "date = 2031-03-04",
            date(2031, 1, 2),
            DateSource.OPTION,
        ),
        ("2031-05-06_02.txt", {}, "date = 2031-03-04", date(2031, 5, 6), DateSource.PATH),
        ("scan.txt", {}, "date = 2031-03-04", date(2031, 3, 4), DateSource.CONFIG),
    ],
)
def test_the_date_is_believed_in_order_of_trust(tmp_path, name, options, config, expected, source):
    (tmp_path / name).write_text(page_text(1), encoding="utf-8")
    (tmp_path / "newspaper.toml").write_text(f"[newspaper]\n{config}\n")
    load(tmp_path, **options)
    issue = Issue.objects.get()
    assert (issue.date, issue.date_source) == (expected, source)
    assert issue.date_evidence[0]["why"]


def test_an_issue_notes_the_better_source_of_its_date(tmp_path):
    (tmp_path / "2031-05-06_01.txt").write_text(page_text(1), encoding="utf-8")
    (tmp_path / "scan.txt").write_text(page_text(2), encoding="utf-8")
    load(tmp_path / "2031-05-06_01.txt")
    load(tmp_path / "scan.txt", date=date(2031, 5, 6))
    assert Issue.objects.get().date_source == DateSource.OPTION


def test_a_date_the_text_settles_is_taken_with_its_evidence(tmp_path):
    text = page_text(1).replace("5月2日", "2031年5月2日") + "\n云溪市交通运输局\n2031年5月2日\n"
    (tmp_path / "scan.txt").write_text(text, encoding="utf-8")
    load(tmp_path)
    page = Page.objects.get()
    if page.issue is None:
        assert page.date_guess["confidence"] < 0.8
    else:
        assert page.issue.date_source == DateSource.TEXT
        assert page.issue.date_confidence >= 0.8
        assert page.issue.date_evidence


def test_another_page_may_not_take_the_place_of_one(paper):
    load(paper)
    other = paper / "2031-05-06_02.txt"
    other.write_text(
        "市民广场喷泉开放\n\n本报讯 每晚七点，市民广场的喷泉准时开放，一直喷到九点。\n", encoding="utf-8"
    )
    assert status_of(other) == 1
    assert "holds another text already" in LoadedFile.objects.get(state="refused").reason
    assert Page.objects.filter(number="2", issue__date=date(2031, 5, 6)).count() == 1


def test_two_readings_of_one_page_in_one_load_stand_beside_each_other(paper):
    (paper / "2031-05-06_02.txt").write_text(page_text(2).replace("八百米", "八百余米"), encoding="utf-8")
    assert "4 loaded, 1 new readings" in load(paper)
    page = Page.objects.current().get(number="2", issue__date=date(2031, 5, 6))
    assert page.supersedes is not None
    assert Article.objects.count() == 12
    assert not Article.objects.filter(is_unmatched=True).exists()


def test_the_first_newspaper_is_the_sites_own_and_needs_no_name(tmp_path):
    (tmp_path / "2031-05-06_01.txt").write_text(page_text(1), encoding="utf-8")
    load(tmp_path)
    load(tmp_path, newspaper="云溪晚报")
    main, other = Newspaper.objects.order_by("-is_main")
    assert main.is_main
    assert not other.is_main
    assert other.name == "云溪晚报"
    assert Issue.objects.get(newspaper=other).address == f"{other.slug}-2031-05-06"


def test_agencies_beside_the_pages_are_kept(paper):
    (paper / "agencies.csv").write_text(
        "name,aliases,level,kind,parent,place\n云溪市交通运输局,市交通运输局,city,government,,云溪市\n",
        encoding="utf-8",
    )
    load(paper)
    mentioned = Article.objects.filter(
        mentions__agency__name="云溪市交通运输局", mentions__agency__is_proposed=False
    )
    assert mentioned.exists()


def test_a_list_on_standard_input_is_loaded(paper, monkeypatch):
    names = "\n".join(str(path) for path in sorted(paper.glob("2031-05-06/*.txt")))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(names.encode())))
    assert "2 loaded" in load("-")


def test_machines_get_json_lines(paper):
    lines = [json.loads(line) for line in load(paper, format="json").splitlines()]
    assert [line["state"] for line in lines[:-1]] == ["loaded"] * 4
    assert lines[-1]["summary"] == {"loaded": 4}


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (["nowhere.txt"], {}),
        ([], {"page": "2"}),
        ([], {"jobs": 0}),
        ([], {"encoding": "ebcdic"}),
        ([], {"date": date(1066, 1, 1)}),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused_before_anything_is_read(paper, arguments, options):
    assert status_of(*(arguments or [paper]), **options) == 2
    assert not Page.objects.exists()


def test_fail_fast_stops_at_the_first_refusal(paper):
    (paper / "2031-05-06" / "00.txt").write_bytes(b"")
    assert status_of(paper, fail_fast=True) == 1
    assert Page.objects.count() < 4


@pytest.mark.parametrize("jobs", [2])
def test_processes_read_what_one_would(paper, jobs):
    load(paper)
    before = canonical.dump()
    for model in (Mark, Passage, LoadedFile):
        model.objects.all().delete()
    Article.objects.all().delete()
    for model in (Page, Issue):
        model.objects.all().delete()
    load(paper, jobs=jobs)
    assert canonical.dump() == before


def test_sources_are_not_touched(paper):
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in Path(paper).rglob("*")
        if path.is_file()
    }
    load(paper)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before


def test_a_scan_that_a_person_placed_is_known_again_when_it_is_read_better(tmp_path):
    scan = tmp_path / "scan.txt"
    scan.write_text(page_text(1), encoding="utf-8")
    load(tmp_path)
    page = Page.objects.get()
    addresses = set(Article.objects.values_list("pk", flat=True))
    issue = Issue.objects.create(newspaper=page.newspaper, date=date(2031, 5, 6))
    Page.objects.filter(pk=page.pk).update(issue=issue, number="3", position=3)
    scan.write_text(page_text(1).replace("八百米", "八百余米"), encoding="utf-8")
    assert "1 new readings" in load(tmp_path)
    better = Page.objects.current().get()
    assert (better.issue, better.number, better.position) == (issue, "3", 3)
    assert set(Article.objects.values_list("pk", flat=True)) == addresses
    assert set(Article.objects.values_list("issue", flat=True)) == {issue.pk}


def test_looking_for_what_is_stored_reads_an_index_and_not_every_page(paper):
    load(paper)
    from django.db import connection

    from articles.loading.storing import stored_pages

    page = Page.objects.first()
    rows = Page.objects.filter(newspaper__in={page.newspaper_id}, sha256__in={page.sha256})
    assert stored_pages({page.newspaper_id}, {page.sha256}) == {(page.newspaper_id, page.sha256): page}
    if connection.vendor == "sqlite":
        plan = rows.explain() + Page.objects.filter(source="scan.txt").explain()
        assert "SCAN" not in plan
