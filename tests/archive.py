"""A large made-up archive with everything that hangs on it, written fast: to walk the editors' door."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle, islice
from random import Random

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.utils.timezone import now

from articles import search
from articles.models import (
    Agency,
    AgencyName,
    Article,
    Comment,
    Credit,
    Issue,
    Load,
    LoadedFile,
    Mark,
    Mention,
    Merger,
    MistakeReport,
    Newspaper,
    Page,
    Passage,
    Presence,
    SavedFilter,
    Section,
    State,
    Tag,
    Tagging,
    TagSynonym,
)
from articles.models.doubt import WORDS
from articles.models.page import deflate

ON_A_PAGE, IN_AN_ISSUE = 12, 48
FIRST_DAY = date(2001, 1, 1)
PLACES = "东关 西津 南渡 北坞 石桥 白石 柳荫 长亭 双塔 梅园 沙洲 云台".split()
DEEDS = "改造 疏浚 开放 合龙 验收 启用 修缮 征集 评选 演练 展出 推广".split()
THINGS = "老街 河道 图书馆 大桥 学校 公园 市场 车站 剧院 果园 水厂 堤岸".split()
SENTENCE = "{place}的{thing}昨日{deed}，附近居民前来观看，第{n}号通告说工程分三期进行，明年完成。"
STATES = [State.PUBLISHED] * 183 + [State.IMPORTED] * 7 + [State.DRAFT] * 6 + [State.IN_REVIEW] * 3
STATES += [State.WITHDRAWN]


def fill(number: int, *, indexed: bool = True, text: int = 8) -> None:
    """Write an archive of `number` articles of `text` sentences; most of it published and searchable."""
    Archive(number, text).write(indexed=indexed)


class Archive:
    """The same rows from the same seed, whatever the size."""

    def __init__(self, number: int, text: int):
        self.number, self.text, self.random = number, text, Random(1962)

    def write(self, *, indexed: bool) -> None:
        self.write_people()
        self.write_names()
        self.write_pages()
        articles = self.write_articles()
        self.write_beside(articles)
        self.write_history(articles)
        self.write_records()
        if indexed:
            for at in range(0, len(articles), 400):
                public = [one for one in articles[at : at + 400] if one.state == State.PUBLISHED]
                search.index_articles(public)

    def words(self, n: int) -> dict:
        pick = self.random.choice
        return {"place": pick(PLACES), "thing": pick(THINGS), "deed": pick(DEEDS), "n": n}

    def write_people(self) -> None:
        self.people = User.objects.bulk_create(
            [User(username=f"编辑{n}", last_name="林", first_name=f"舟{n}", is_staff=True) for n in range(30)]
        )

    def write_names(self) -> None:
        self.papers = [
            Newspaper.objects.create(name="云溪日报", slug="yunxi", is_main=True),
            Newspaper.objects.create(name="云溪晚报", slug="yunxi-wanbao"),
        ]
        self.sections = Section.objects.bulk_create(
            [Section(name=f"栏目{n}", is_proposed=n % 7 == 0) for n in range(80)]
        )
        many = min(3000, max(self.number // 20, 30))
        self.agencies = Agency.objects.bulk_create(
            [
                Agency(
                    name=f"云溪市第{n}局",
                    kind=f"类{n % 9}",
                    level="city",
                    place="云溪",
                    is_proposed=n % 5 == 0,
                )
                for n in range(many)
            ]
        )
        for n, agency in enumerate(self.agencies):
            agency.parent = self.agencies[n // 8] if n else None
        Agency.objects.bulk_update(self.agencies, ["parent"], batch_size=500)
        AgencyName.objects.bulk_create(
            [AgencyName(agency=one, name=f"第{n}局", valid_from=1990) for n, one in enumerate(self.agencies)]
        )
        self.tags = Tag.objects.bulk_create([Tag(name=f"标签{n}") for n in range(many)])
        TagSynonym.objects.bulk_create(
            [TagSynonym(tag=one, name=f"同义{n}") for n, one in enumerate(self.tags) if n % 3 == 0]
        )
        for kind, rows in ((Merger.Kind.TAG, self.tags), (Merger.Kind.AGENCY, self.agencies)):
            Merger.objects.bulk_create(
                [
                    Merger(
                        kind=kind,
                        gone_id=one.pk,
                        kept_id=rows[0].pk,
                        gone_name="甲",
                        kept_name=one.name[:9],
                        made_by=self.people[0],
                        articles=3,
                    )
                    for one in rows[:150]
                ]
            )

    def write_pages(self) -> None:
        days = -(-self.number // IN_AN_ISSUE)
        # Mondays are no day of this paper, and one issue in thirty is missing.
        dates = (day for n in range(10**6) if (day := FIRST_DAY + timedelta(days=n)).weekday() and n % 30)
        issues = []
        for n, day in enumerate(islice(dates, days)):
            issue = Issue(newspaper=self.papers[n % 10 == 9], date=day, expected_pages=4)
            issue.address = issue.make_address()
            issues.append(issue)
        Issue.objects.bulk_create(issues, batch_size=500)
        pages = [self.page(issue, number) for issue in issues for number in range(1, 5)]
        pages += [self.page(None, n) for n in range(max(self.number // 500, 12))]
        self.pages = Page.objects.bulk_create(pages, batch_size=200)
        self.loads = Load.objects.bulk_create(
            [
                Load(
                    state=Load.State.FINISHED,
                    started_by=self.people[n % 30],
                    loaded=40,
                    refused=n % 5,
                    paths=["p"],
                )
                for n in range(max(len(pages) // 40, 12))
            ]
        )
        LoadedFile.objects.bulk_create(
            [
                LoadedFile(
                    load=self.loads[n % len(self.loads)],
                    path=f"{n}.txt",
                    state=LoadedFile.State.REFUSED if n % 40 == 0 else LoadedFile.State.LOADED,
                    reason="不是 UTF-8" if n % 40 == 0 else "",
                    page=None if n % 40 == 0 else page,
                )
                for n, page in enumerate(self.pages)
            ],
            batch_size=500,
        )

    def page(self, issue, number: int) -> Page:
        name = f"{issue.date} {number}" if issue else f"未知 {number}"
        lines = [f"{name} 题目{n}\n{SENTENCE.format(**self.words(n))}" for n in range(ON_A_PAGE)]
        text = "\n".join(lines)
        accepted = issue is not None and self.random.random() < 0.3
        return Page(
            newspaper=issue.newspaper if issue else self.papers[0],
            issue=issue,
            number=str(number) if issue else "",
            position=number,
            name="要闻",
            original=deflate(text.encode()),
            encoding="utf-8",
            sha256=name,
            characters=len(text),
            source=f"{name}.txt",
            doubts=self.random.choice((0, 0, 0, 1, 2, 5)),
            views=self.random.randrange(90),
            accepted_at=now() if accepted else None,
            accepted_by=self.people[1] if accepted else None,
            date_guess={} if issue else {"month_day": [5, 9], "confidence": 0.4, "evidence": []},
        )

    def write_articles(self) -> list[Article]:
        articles, passages = [], []
        for n in range(self.number):
            page = self.pages[n // ON_A_PAGE]
            articles.append(self.article(n, page))
        Article.objects.bulk_create(articles, batch_size=200)
        for n, article in enumerate(articles):
            starts = page_line_starts(article.page)
            at = 2 * (n % ON_A_PAGE)
            for order, role in enumerate(("title", "body")):
                first, last = starts[at + order]
                passages.append(
                    Passage(article=article, page=article.page, order=order, start=first, end=last, role=role)
                )
        Passage.objects.bulk_create(passages, batch_size=500)
        return articles

    def article(self, n: int, page: Page) -> Article:
        body = "\n".join(SENTENCE.format(**self.words(n + at)) for at in range(self.text))
        day, order = page.issue.date, n % ON_A_PAGE
        written = day.year * 10000 + day.month * 100 + day.day
        state = STATES[self.random.randrange(len(STATES))]
        waits = state == State.PUBLISHED and self.random.random() < 0.003
        is_doubtful = self.random.random() < 0.15
        return Article(
            pk=written * 100_000 + page.position * 1000 + order,
            sort_key=(written * 1000 + 999 - page.position) * 10000 + (999 - order) * 10 + 9,
            issue=page.issue,
            page=page,
            order=order,
            title="{place}{thing}{deed}第{n}号".format(**self.words(n)),
            section=self.random.choice(self.sections) if self.random.random() < 0.8 else None,
            genre=self.random.choice(("news", "news", "news", "feature", "notice", "comment", "letter")),
            body=body,
            characters=len(body),
            state=state,
            publish_at=now() + timedelta(days=3 if waits else -3) if state == State.PUBLISHED else None,
            withdrawn_because="重复" if state == State.WITHDRAWN else "",
            confidence=0.6 if is_doubtful else 1.0,
            warnings=[self.doubt()] if is_doubtful else [],
            offers={"title": "别的题目"} if self.random.random() < 0.01 else {},
            touched=["title"] if self.random.random() < 0.05 else [],
            is_unmatched=self.random.random() < 0.002,
            load=self.loads[n % len(self.loads)],
            series="连载" if self.random.random() < 0.01 else "",
            updated_at=now() - timedelta(minutes=self.random.randrange(10**6)),
        )

    def doubt(self) -> dict:
        return {
            "code": self.random.choice(list(WORDS)),
            "start": 0,
            "end": 6,
            "detail": "甲",
            "severity": 0.6,
        }

    def write_beside(self, articles: list[Article]) -> None:
        pick, chance = self.random.choice, self.random.random
        Credit.objects.bulk_create(
            [Credit(article=one, name=f"林舟{n % 400}") for n, one in enumerate(articles) if n % 4],
            batch_size=500,
        )
        Mention.objects.bulk_create(
            [
                Mention(article=one, agency=pick(self.agencies), words="市局")
                for one in articles
                if chance() < 0.8
            ],
            batch_size=500,
        )
        Tagging.objects.bulk_create(
            [
                Tagging(article=one, tag=tag, state="accepted" if order < 2 and n % 5 else "suggested")
                for n, one in enumerate(articles)
                for order, tag in enumerate(self.random.sample(self.tags, 4))
            ],
            batch_size=500,
        )
        some = articles[:: max(len(articles) // 2000, 3)]
        Comment.objects.bulk_create(
            [Comment(article=one, author=pick(self.people), text="请核对") for one in some]
        )
        MistakeReport.objects.bulk_create(
            [
                MistakeReport(
                    article=one, words="错字", sender=str(n), state=pick(MistakeReport.State.values)
                )
                for n, one in enumerate(some)
            ]
        )
        Presence.objects.bulk_create(
            [Presence(article=one, user=person) for one in articles[-3:] for person in self.people[:4]]
        )
        Mark.objects.bulk_create(
            [
                Mark(
                    page=page,
                    kind="new-story",
                    start=0,
                    end=4,
                    quote=page.text[:4],
                    made_by=pick(self.people),
                )
                for page in self.pages[::5]
            ],
            batch_size=500,
        )

    def write_history(self, articles: list[Article]) -> None:
        from articles.guarding import history_row

        reasons = cycle(("edit", "edit: 署名 +甲", "tags: +乙", "submit", "publish", "take-over"))
        rows = [
            history_row(one, by=self.random.choice(self.people) if at else None, reason=next(reasons))
            for one in articles[::3]
            for at in range(3)
        ]
        for at, row in enumerate(rows):
            row.history_date = now() - timedelta(hours=at % 3000)
        Article.history.model.objects.bulk_create(rows, batch_size=200)

    def write_records(self) -> None:
        kinds = [ContentType.objects.get_for_model(model) for model in (Page, Tag, Agency, Section)]
        LogEntry.objects.bulk_create(
            [
                LogEntry(
                    user=self.people[n % 30],
                    content_type=kinds[n % 4],
                    object_id=str(n % 500),
                    object_repr="甲",
                    action_flag=CHANGE,
                    change_message="改",
                )
                for n in range(self.number // 5)
            ],
            batch_size=500,
        )
        SavedFilter.objects.bulk_create(
            [
                SavedFilter(user=one, name=f"常用{n}", query="work=doubts")
                for one in self.people
                for n in range(9)
            ]
        )


def page_line_starts(page: Page) -> list[tuple[int, int]]:
    """Return where each line of a page begins and ends; asked for once a page."""
    if not hasattr(page, "_line_starts"):
        at, page._line_starts = 0, []
        for line in page.text.split("\n"):
            page._line_starts.append((at, at + len(line)))
            at += len(line) + 1
    return page._line_starts
