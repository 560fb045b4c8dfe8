"""From what a person typed to a Query. Never fails: what cannot be used is named in a message."""

from __future__ import annotations

import calendar
import re
from datetime import date

from django.utils.translation import gettext as _

from .folding import fold, unseen
from .query import Query, Term

LONGEST_QUERY = 1000  # characters read
LONGEST_PHRASE = 100
MOST_TERMS = 20

FIELDS = {
    "标题": "title", "title": "title",
    "机构": "agencies", "agency": "agencies",
    "栏目": "sections", "section": "sections",
    "标签": "tags", "tag": "tags",
    "作者": "writers", "记者": "writers", "author": "writers",
    "版": "pages", "版次": "pages", "page": "pages",
    "日期": "date", "date": "date", "年": "date", "year": "date",
}  # fmt: skip
LISTS = ("terms", "excluded", "agencies", "sections", "tags", "writers", "pages")
# Straight and full-width quotes, and a pair of curly ones or corner brackets around a whole word.
QUOTES = {'"': '"＂', "＂": '"＂', "“": "”", "「": "」"}

field_name = re.compile(rf"({'|'.join(sorted(FIELDS, key=len, reverse=True))})[:：]", re.IGNORECASE)
day_pattern = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月?)|年?)", re.ASCII)


def parse(text: str | None) -> Query:
    """Return the question that a text asks."""
    reader = Reader(str(text or ""))
    reader.read()
    return reader.query()


class Reader:
    """Goes through a text once, from left to right, and keeps what it asks."""

    def __init__(self, text: str):
        self.messages: list[str] = []
        self.lists = {name: [] for name in LISTS}
        self.days: tuple[date | None, date | None] = (None, None)
        self.original = unseen.sub(" ", text[:LONGEST_QUERY]).replace("\n", " ").replace("\u2029", " ")
        self.text = self.original
        if len(text) > LONGEST_QUERY:
            self.say(_("查询太长，只用了前 %(count)s 个字。") % {"count": LONGEST_QUERY})

    def say(self, message: str) -> None:
        if message not in self.messages:
            self.messages.append(message)

    def read(self) -> None:
        at, text = 0, self.text
        while at < len(text):
            if text[at] == " ":
                at += 1
                continue
            is_excluded = text[at] in "-－" and at + 1 < len(text) and text[at + 1] != " "
            at += is_excluded
            name = None
            if match := field_name.match(text, at):
                name, at = FIELDS[match.group(1).lower()], match.end()
            words, at = take_words(text, at)
            self.keep(name, words, is_excluded=is_excluded)

    def keep(self, name: str | None, words: str, *, is_excluded: bool) -> None:
        if name == "date" and not is_excluded:
            self.keep_days(words)
            return
        folded = fold(words)
        if not folded:
            if name:
                self.say(_("“%(field)s：”后面没有内容，已忽略。") % {"field": shown(name)})
            return
        if len(folded) > LONGEST_PHRASE:
            self.say(_("一个词最长 %(count)s 个字，多出的已略去。") % {"count": LONGEST_PHRASE})
            folded = folded[:LONGEST_PHRASE].strip(" \n")
        if name in {None, "title"}:
            kind = "excluded" if is_excluded else "terms"
            value = Term(folded, in_headline=name == "title")
        elif is_excluded:
            self.say(_("“-”只能用在词语和标题前，“%(words)s”已忽略。") % {"words": words[:40]})
            return
        else:
            kind, value = name, folded
        if value not in self.lists[kind]:
            self.lists[kind].append(value)

    def keep_days(self, words: str) -> None:
        days = read_days(words)
        if days is None:
            self.say(
                _("看不懂日期“%(words)s”，已忽略。请写成 2024、2024-06、2024-06-14，或两者之间加“..”。")
                % {"words": words[:40]}
            )
            return
        self.days = days

    def query(self) -> Query:
        asked = 0
        for name, values in self.lists.items():
            room = max(0, MOST_TERMS - asked)
            if len(values) > room:
                self.say(_("词太多，只用了前 %(count)s 个。") % {"count": MOST_TERMS})
            self.lists[name] = values[:room]
            asked += len(self.lists[name])
        query = Query(
            text=self.original.strip(),
            date_from=self.days[0],
            date_to=self.days[1],
            messages=tuple(self.messages),
            **{name: tuple(values) for name, values in self.lists.items()},
        )
        if query.is_empty and query.excluded:
            query = query.saying(_("只有要排除的词。请再写一个要找的词。"))
        return query


def take_words(text: str, at: int) -> tuple[str, int]:
    """Return the word or quoted phrase that begins here, and where reading goes on."""
    closing = QUOTES.get(text[at]) if at < len(text) else None
    if closing:
        ends = [end for end in range(at + 1, len(text)) if text[end] in closing]
        if text[at] in '"＂':
            # A quote that nobody closed reaches to the end.
            end = ends[0] if ends else len(text)
            return text[at + 1 : end], end + 1
        if ends and (ends[0] + 1 == len(text) or text[ends[0] + 1] == " "):
            return text[at + 1 : ends[0]], ends[0] + 1
    end = text.find(" ", at)
    end = len(text) if end < 0 else end
    return text[at:end], end


def read_days(words: str) -> tuple[date | None, date | None] | None:
    """Return the first and last day of a date or range, None when it is neither."""
    folded = fold(words).replace(" ", "")
    for mark in ("..", "…", "~", "至", "到", "—"):
        if mark in folded:
            first, last = (part.strip(".") for part in folded.split(mark, 1))
            from_, to = read_day(first), read_day(last)
            if (first and from_ is None) or (last and to is None) or not (first or last):
                return None
            if from_ and to and from_[0] > to[1]:
                from_, to = to, from_
            return (from_[0] if from_ else None, to[1] if to else None)
    return read_day(folded)


def read_day(words: str) -> tuple[date, date] | None:
    """Return the first and last day of a year, month or day."""
    match = day_pattern.fullmatch(words)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
        if day:
            return first, first
        last_month = month or 12
        return first, date(year, last_month, calendar.monthrange(year, last_month)[1])
    except ValueError:
        return None


def shown(name: str) -> str:
    """Return the word a reader writes for a field."""
    return next(word for word, field in FIELDS.items() if field == name)
