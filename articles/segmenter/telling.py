"""Stories as readers and editors should see them: fields, paragraphs, credits and doubts from a draft."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from . import cues
from .credits import Named, credits_at_foot, credits_at_head, name_alone, photo_credit, read_credits
from .damage import find_damage, find_missing_marks
from .doubts import severity
from .genres import find_genre
from .glyphs import normalise, squash
from .headlines import SWAPPED, divide_headline, read_headline, read_series
from .story import Credit, CreditRole, Doubt, Mark, MarkKind, Paragraph, Piece, Role, Story
from .text import Span
from .ties import Ties
from .traditional import is_traditional, simplify
from .units import Unit
from .weaving import Draft

FOOT = 100  # letters at the end of a paragraph that a signature may take; `credits_at_foot` reads fewer
PRINTED = (Role.BODY, Role.SUBHEAD, Role.CAPTION)


class Telling:
    """Makes the `Story` of each draft of one page."""

    def __init__(self, text: str, units: Sequence[Unit], ties: Ties, marks: Sequence[Mark] = ()):
        self.text, self.units, self.ties = text, units, ties
        self.apart = sum(unit.gap == 0 for unit in units[1:]) < 0.1 * len(units)
        self.traditional = is_traditional(text)
        self.readings = {mark.span: mark.value for mark in marks if mark.kind is MarkKind.READ_AS}

    def read(self, span: Span) -> str:
        """The words of a stretch, with what a person said they should read."""
        words = span.of(self.text)
        for marked, value in sorted(self.readings.items(), reverse=True):
            if span.start <= marked.start and marked.end <= span.end:
                words = words[: marked.start - span.start] + value + words[marked.end - span.start :]
        return words

    def _flat(self, words: str) -> str:
        """Spell words of the page as the rules read them."""
        return simplify(normalise(words)) if self.traditional else normalise(words)

    def tell(self, draft: Draft) -> Story:
        margin = self._divide(draft) if draft.heads else 1.0
        headline = read_headline(draft.heads, self.read)
        section = self._section(draft)
        paragraphs = tuple(self._paragraphs(draft))
        credits = tuple(self._credits(draft))
        ways = [cues.continuation(unit.words) for unit in draft.others if unit.role is Role.CONTINUATION]
        continued_from = next((page for way, page in filter(None, ways) if way == "from"), "")
        continued_on = next((page for way, page in filter(None, ways) if way == "on"), "")
        for unit in draft.paragraphs[-1:]:
            if found := cues.continued_on(unit.words):
                continued_on = found[0]
        series = None
        for words in (headline.subtitle, headline.kicker, headline.title):
            series = series or read_series(words)
        doubts = tuple(
            self._doubts(draft, paragraphs, margin, continued_from, continued_on, series, headline)
        )
        return Story(
            pieces=tuple(self._pieces(draft)),
            kicker=headline.kicker,
            title=headline.title,
            subtitle=headline.subtitle,
            section=section,
            genre=find_genre(draft, self._flat(headline.title), self._flat(section), credits, continued_from),
            paragraphs=paragraphs,
            credits=credits,
            continued_from=continued_from,
            continued_on=continued_on,
            series=series[0] if series else "",
            series_number=series[1] if series else None,
            confidence=_confidence(doubts, draft.margin),
            doubts=doubts,
        )

    def _divide(self, draft: Draft) -> float:
        return divide_headline(draft.heads, draft.paragraphs, self.ties, apart=self.apart)

    def _section(self, draft: Draft) -> str:
        return re.sub(r"^[#*\s【\[]+|[\s】\]*]+$", "", draft.label.span.of(self.text)) if draft.label else ""

    def _pieces(self, draft: Draft) -> Iterator[Piece]:
        order = [*draft.heads, *draft.bodies, *sorted(draft.others, key=lambda unit: unit.start)]
        inside = set(map(id, draft.bodies))
        for unit in order:
            joins = id(unit) in inside and unit.goes_on_from is not None
            for place, line in enumerate(unit.lines):
                yield Piece(
                    line.span,
                    unit.role,
                    unit.rule or "is_unexplained",
                    max(0.0, min(1.0, unit.margin)),
                    joins or place > 0,
                )

    def _paragraphs(self, draft: Draft) -> Iterator[Paragraph]:
        waiting: list[Unit] = []
        captions = [unit for unit in draft.others if unit.role is Role.CAPTION]
        for unit in draft.bodies:
            if waiting and unit.goes_on_from == waiting[-1].index:
                waiting.append(unit)
                continue
            if waiting:
                yield self._paragraph(waiting, draft)
            waiting = [unit]
        if waiting:
            yield self._paragraph(waiting, draft)
        for unit in captions:
            yield self._paragraph([unit], draft)

    def _paragraph(self, units: list[Unit], draft: Draft) -> Paragraph:
        parts: list[str] = []
        for unit in units:
            for line in unit.lines:
                parts.append(self.read(line.span))
        words = _put_together(parts)
        role = units[0].role if units[0].role in PRINTED else Role.BODY
        words = re.sub(r"^(?:#{1,6}\s*|- (?=\d))", "", words)
        if role is Role.BODY:
            words = self._without_signature(words)
        if role is Role.SUBHEAD:
            words = re.sub(r"^[■□●◆▲★]+\s*", "", words)
        return Paragraph(words, role, tuple(line.span for unit in units for line in unit.lines))

    def _without_signature(self, words: str) -> str:
        before = max(0, len(words) - FOOT)
        flat = self._flat(words[before:])
        start = before + credits_at_foot(flat)[1]
        if found := cues.continued_on(flat):
            start = min(start, before + found[1])
        return words[:start].rstrip() if start < len(words) and words[:start].strip() else words

    def _credits(self, draft: Draft) -> Iterator[Credit]:
        seen: set[tuple[str, CreditRole]] = set()
        for unit, named in self._named(draft):
            for person in named:
                if (person.name, person.role) not in seen:
                    seen.add((person.name, person.role))
                    span = _span_in(unit, person)
                    name = squash(span.of(self.text)) if self.traditional else person.name
                    yield Credit(name, person.role, span)

    def _named(self, draft: Draft) -> Iterator[tuple[Unit, list[Named]]]:
        bodies = draft.paragraphs
        if bodies:
            yield bodies[0], credits_at_head(bodies[0].words, has_dateline=cues.has_dateline(bodies[0].words))
        for unit in draft.others:
            if unit.role is Role.BYLINE:
                yield unit, self._signed_by(unit, draft)
        for place, unit in enumerate(bodies):
            if place >= len(bodies) - 3 or unit.signed:
                yield unit, credits_at_foot(unit.words)[0]
        for unit in draft.others:
            if unit.role is Role.CAPTION:
                yield unit, photo_credit(unit.words)[0]

    def _signed_by(self, unit: Unit, draft: Draft) -> list[Named]:
        """Read a line of names; a bare name under a text without a lead is its author."""
        if (
            unit.words[0] not in "([【"
            and name_alone(unit.words)
            and not draft.opens
            and not _DESCRIBED.search(unit.words)
        ):
            named = read_credits(unit.words, alone=(CreditRole.AUTHOR,))
            return named or name_alone(unit.words)
        return read_credits(unit.words) or name_alone(unit.words)

    # -- doubts ---------------------------------------------------------------------------------

    def _doubts(
        self, draft, paragraphs, margin, continued_from, continued_on, series, headline
    ) -> Iterator[Doubt]:
        first = min(draft.units, key=lambda unit: unit.start)
        if not draft.heads and not draft.pictured and not continued_from:
            yield _doubt("no-headline", first.span)
        if draft.heads and not draft.bodies and not any(u.role is Role.CAPTION for u in draft.others):
            yield _doubt("no-text", draft.heads[0].span, headline.title)
        for note in draft.notes:
            if note in ("late-headline", "headline-elsewhere", "interrupted"):
                where = draft.heads[0] if draft.heads else first
                yield _doubt(note, where.span)
        if margin < 0.15:
            yield _doubt("headline-parts", draft.heads[0].span)
        for unit in draft.heads:
            if unit.rule == SWAPPED:
                yield _doubt("headline-swapped", unit.span)
        if draft.margin < 0.15:
            yield _doubt("narrow", first.span)
        yield from self._seam_doubts(draft, continued_from)
        yield from self._signature_doubts(draft)
        for unit in draft.others:
            if unit.role is Role.DUPLICATE:
                yield _doubt("repeated" if unit.margin > 0.9 else "repeated-nearly", unit.span)
            if unit.role is Role.CONTINUATION and (way := cues.continuation(unit.words)):
                yield _doubt("continued-from" if way[0] == "from" else "continued-on", unit.span, way[1])
        if series:
            yield _doubt("series", draft.heads[-1].span, f"{series[0]} {series[1]}")
        for paragraph in paragraphs:
            yield from find_missing_marks(self.text, paragraph.spans)
        for unit in draft.units:
            if unit.role is not Role.DUPLICATE:
                for line in unit.lines:
                    yield from find_damage(self.text, line.span, traditional=self.traditional)

    def _signature_doubts(self, draft: Draft) -> Iterator[Doubt]:
        """Names printed without anything between them, and offices that sign in place of people."""
        for unit, named in self._named(draft):
            for one, two in itertools.pairwise(named):
                if one.end == two.start:
                    first, last = _span_in(unit, one), _span_in(unit, two)
                    if first.start < last.end:
                        yield _doubt("glued-names", Span(first.start, last.end), f"{one.name} {two.name}")
        for unit in draft.paragraphs[-1:]:
            if (found := _OFFICE_SIGNS.search(unit.words)) and cues.is_office(found.group(1)):
                yield _doubt(
                    "office-signature", Span(unit.end - len(found.group(1)) - 1, unit.end - 1), found.group(1)
                )

    def _seam_doubts(self, draft: Draft, continued_from: str) -> Iterator[Doubt]:
        for unit in draft.paragraphs:
            tail = Span(max(unit.start, unit.end - 12), unit.end)
            if unit.goes_on_in is not None:
                other = self.units[unit.goes_on_in]
                apart = any(u.role is Role.BODY for u in self.units[unit.index + 1 : other.index])
                if apart:
                    yield _doubt("joined-apart", tail)
                elif other.margin < 0.3:
                    yield _doubt("joined-narrowly", tail)
            elif not (unit.finished or unit.signed or cues.continued_on(unit.words)):
                yield _doubt("cut-off", tail)
        if "no-opening" in draft.notes and not continued_from and draft.paragraphs:
            first = draft.paragraphs[0]
            yield _doubt("begins-inside", Span(first.start, min(first.end, first.start + 12)))


def _doubt(code: str, span: Span, detail: str = "") -> Doubt:
    return Doubt(code, span, detail, severity(code))


def _confidence(doubts: Sequence[Doubt], margin: float) -> float:
    sure = 1.0
    counted: set[str] = set()
    for doubt in doubts:
        if doubt.code not in counted:
            counted.add(doubt.code)
            sure *= 1.0 - 0.6 * doubt.severity
    return round(max(0.05, min(sure, 0.5 + max(0.0, margin))), 3)


def _put_together(parts: Sequence[str]) -> str:
    """Put broken lines together; only Latin words keep a blank between them."""
    words = parts[0]
    for part in parts[1:]:
        latin = words[-1:].isascii() and words[-1:].isalpha() and part[:1].isascii() and part[:1].isalpha()
        words += (" " if latin else "") + part
    return words


def _span_in(unit: Unit, person: Named) -> Span:
    """Where on the page a name found in a unit's words stands."""
    start, end = person.start, person.end
    for line in unit.lines:
        if start < len(line.words):
            return Span(line.start + start, line.start + min(end, len(line.words)))
        start, end = start - len(line.words), end - len(line.words)
    return unit.lines[-1].span


_OFFICE_SIGNS = re.compile(r"\(([一-鿿]{4,24})\)$")
_DESCRIBED = re.compile(r"记者|通讯员|实习|摄|图|文|报道|整理|编")
