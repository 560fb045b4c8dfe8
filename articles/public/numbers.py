"""Numbers to look at: words, agencies and sections over time, and who is mentioned with whom.

Each is a picture with its table, and the same table as CSV.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from articles import search

from . import counts
from .caching import public_page
from .describing import root_of
from .figures import Figure, Series, draw
from .formats import csv_line
from .open_data import name_file, open_data
from .printable import printable
from .showing import show
from .visible import public_agencies

MOST_WORDS = 5
LONGEST_WORD = 40
MOST_NAMES = 6
AT_FIRST = 3  # of those in most articles, where nobody has chosen yet
BETWEEN_WORDS = re.compile(r"[\s,，、;；]+")
CHARACTERS = 100_000
HUNDRED = 100


@public_page
def numbers(request):
    """Lead to each of the pictures."""
    return show("numbers", {"canonical": f"{root_of(request)}/numbers/"})


@public_page
def words(request):
    """Show how often words were used, month by month."""
    asked = read_words(request.GET.get("w", ""))
    figure, measure, _times = count_words(asked)
    query = urlencode({"w": " ".join(asked)})
    return show(
        "numbers_words",
        {
            "asked": " ".join(asked),
            "most": MOST_WORDS,
            "figure": figure,
            "measure": measure,
            "csv": f"/numbers/words.csv?{query}" if asked else "",
            "canonical": f"{root_of(request)}/numbers/words/",
        },
    )


def read_words(text: str) -> list[str]:
    """Return the words asked for, once each, as many as are counted."""
    found = (word[:LONGEST_WORD] for word in BETWEEN_WORDS.split(printable(text[:1000])) if word)
    return list(dict.fromkeys(found))[:MOST_WORDS]


def count_words(asked: list[str]) -> tuple[Figure, str, bool]:
    """Return the picture of these words, what is measured, and whether uses were counted.

    All are measured alike: where one is in too many articles to count its uses, all are counted in articles.
    """
    text = counts.text_by_month() if asked else {}
    found = search.usage(asked)
    in_times = all(each.times is not None for each in found)
    series = [
        Series(
            each.words,
            values=relative(each.times, text, 0, CHARACTERS)
            if in_times
            else relative(each.articles, text, 1, HUNDRED),
            counts=each.times if in_times else each.articles,
            href=f"/search/?{urlencode({'q': quoted(each.words)})}",
            notes=tuple(notes_of(each, in_times)),
        )
        for each in found
    ]
    measure = _("每十万字出现的次数") if in_times else _("每百篇文章中含有它的篇数")
    return draw(series, text), measure, in_times


def quoted(words: str) -> str:
    """Return the words as the search takes them for one phrase."""
    return '"{}"'.format(words.replace('"', " "))


def notes_of(used: search.Usage, in_times: bool) -> list[str]:
    notes = []
    if used.timed_out:
        notes.append(_("这个词数得太慢，已经停下。"))
    elif not in_times and not used.is_exact:
        notes.append(_("按索引计数，可能略多。"))
    return notes


def relative(
    found: Mapping[int, int] | None, text: Mapping[int, tuple[int, int]], of: int, unit: int
) -> dict[int, float]:
    """Return counts by month in relation to that month: to its characters (0) or its articles (1)."""
    return {
        month: number * unit / text[month][of]
        for month, number in (found or {}).items()
        if month in text and text[month][of]
    }


@public_page
def agencies(request):
    """Show how often agencies stood in the paper, month by month."""
    return over_time(request, "agencies", _("机构"))


@public_page
def sections(request):
    """Show how many articles sections had, month by month."""
    return over_time(request, "sections", _("栏目"))


def over_time(request, kind: str, label: str) -> HttpResponse:
    choices = CHOICES[kind]()
    chosen = read_keys(request) or [row["pk"] for row in choices[:AT_FIRST]]
    figure, chosen = count_names(kind, chosen)
    for row in choices:
        row["is_chosen"] = row["pk"] in chosen
    return show(
        "numbers_names",
        {
            "kind": kind,
            "label": label,
            "choices": choices,
            "most": MOST_NAMES,
            "figure": figure,
            "measure": _("每月篇数"),
            "csv": f"/numbers/{kind}.csv?{urlencode([('id', key) for key in chosen])}",
            "canonical": f"{root_of(request)}/numbers/{kind}/",
        },
    )


CHOICES = {
    "agencies": lambda: [dict(row) for row in counts.agencies_to_choose()],
    "sections": lambda: [dict(row) for row in counts.sections_to_choose()],
}
COUNTED = {"agencies": counts.by_agency, "sections": counts.by_section}


def read_keys(request) -> list[int]:
    """Return the numbers of what is asked for, once each; what cannot be one is nobody's."""
    keys = [
        int(key) for key in request.GET.getlist("id") if key.isascii() and key.isdigit() and len(key) < 19
    ]
    return list(dict.fromkeys(keys))[:MOST_NAMES]


def count_names(kind: str, keys: list[int]) -> tuple[Figure, list[int]]:
    """Return the picture of these agencies or sections, and those of them that are public."""
    names = counts.names_of(kind, keys)
    keys = [key for key in keys if key in names]
    found = COUNTED[kind](keys) if keys else {}
    text = counts.text_by_month() if keys else {}
    series = [
        Series(names[key], values=found.get(key, {}), counts=found.get(key, {}), href=f"/{kind}/{key}/")
        for key in keys
    ]
    return draw(series, text), keys


@public_page
def together(request):
    """Show which agencies stand in the same articles: of one agency, or the pairs that meet most often."""
    agency = find_agency(request)
    rows = rows_together(agency)
    most = max((row["number"] for row in rows), default=1)
    for row in rows:
        row["share"] = max(1, round(row["number"] * HUNDRED / most))
    return show(
        "numbers_together",
        {
            "agency": agency,
            "choices": CHOICES["agencies"](),
            "rows": rows,
            "csv": f"/numbers/together.csv?id={agency.pk}" if agency else "/numbers/together.csv",
            "canonical": f"{root_of(request)}/numbers/together/",
        },
    )


def find_agency(request):
    keys = read_keys(request)
    if not keys:
        return None
    agency = public_agencies().filter(pk=keys[0]).first()
    if agency is None:
        raise Http404
    return agency


def rows_together(agency) -> list[dict]:
    """Return who stands with whom: {"one", "other", "number"}, most often first."""
    if agency is not None:
        one = {"pk": agency.pk, "name": agency.name}
        return [
            {"one": one, "other": row, "number": row["number"]} for row in counts.partners_of(agency)
        ]  # fmt: skip
    return [{"one": one, "other": other, "number": number} for one, other, number in counts.pairs()]


@open_data
def words_csv(request):
    figure, _measure, in_times = count_words(read_words(request.GET.get("w", "")))
    unit = "per_100000_characters" if in_times else "per_100_articles"
    return table(figure, "times" if in_times else "articles", unit)


@open_data
def agencies_csv(request):
    return table(count_names("agencies", read_keys(request))[0], "articles")


@open_data
def sections_csv(request):
    return table(count_names("sections", read_keys(request))[0], "articles")


@open_data
def together_csv(request):
    rows = rows_together(find_agency(request))
    lines = [("one", "other", "articles")]
    lines += [(row["one"]["name"], row["other"]["name"], str(row["number"])) for row in rows]
    return as_csv(lines)


def table(figure: Figure, counted: str, unit: str = "") -> HttpResponse:
    """Return a picture's numbers, a line a month and series."""
    head = ["month", "characters", "articles_of_month", "name", counted, *([unit] if unit else [])]
    lines = [head]
    for row in figure.rows:
        for strip, cell in zip(figure.strips, row["cells"], strict=True):
            line = [row["month"], row["characters"], row["articles"], strip.series.name, cell["count"]]
            lines.append([str(value) for value in (*line, *([cell["value"]] if unit else []))])
    return as_csv(lines)


def as_csv(lines: list) -> HttpResponse:
    response = HttpResponse("".join(map(csv_line, lines)).encode(), content_type="text/csv; charset=utf-8")
    return name_file(response, "numbers.csv")
