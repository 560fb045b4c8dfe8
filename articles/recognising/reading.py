"""A story as the recognisers read it: its parts in order, each letter knowing where on the page it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..segmenter.story import Role, Story
from ..segmenter.text import PageText, Span
from .words import Words

_HEADLINE = (Role.KICKER, Role.TITLE, Role.SUBTITLE)
_READ = frozenset([*_HEADLINE, Role.BODY, Role.SUBHEAD, Role.CAPTION, Role.SIGNOFF])


@dataclass(frozen=True, slots=True)
class Stretch:
    """One headline part or one whole paragraph, cut halves joined, line breaks taken out."""

    role: Role
    text: str
    runs: tuple[tuple[int, int], ...]  # (where in the text, where on the page) of each unbroken run

    def span(self, start: int, end: int) -> Span:
        """Return where on the page these letters stand; of a name cut in two, where its first part stands."""
        which = 0
        for number, (begin, _) in enumerate(self.runs):
            if begin > start:
                break
            which = number
        begin, on_page = self.runs[which]
        following = self.runs[which + 1][0] if which + 1 < len(self.runs) else len(self.text)
        return Span(on_page + start - begin, on_page + max(min(end, following), start + 1) - begin)


@dataclass(frozen=True)
class Reading:
    """All of a story that is read, headline first."""

    stretches: tuple[Stretch, ...]

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """Return the words of each stretch. Cutting costs most of recognising, so it is done once."""
        return tuple(Words(stretch.text) for stretch in self.stretches)

    def headline(self) -> Iterator[Stretch]:
        return (stretch for stretch in self.stretches if stretch.role in _HEADLINE)

    def body(self) -> Iterator[Stretch]:
        return (stretch for stretch in self.stretches if stretch.role not in _HEADLINE)

    @property
    def text(self) -> str:
        return "\n".join(stretch.text for stretch in self.stretches)


def read_story(page: PageText, story: Story) -> Reading:
    """Return the story's words in the order a reader meets them."""
    stretches: list[Stretch] = []
    open_parts: list[Span] = []

    def close():
        if open_parts and (stretch := _join(page.text, Role.BODY, open_parts)):
            stretches.append(stretch)
        open_parts.clear()

    headline = [piece for piece in story.pieces if piece.role in _HEADLINE]
    rest = [piece for piece in story.pieces if piece.role in _READ and piece.role not in _HEADLINE]
    for piece in sorted(headline, key=lambda piece: (_HEADLINE.index(piece.role), piece.span)):
        if stretches and stretches[-1].role == piece.role:
            # A headline of several lines reads on without a break.
            before = stretches.pop()
            joined = _join(page.text, piece.role, [*_spans(before), piece.span])
        else:
            joined = _join(page.text, piece.role, [piece.span])
        if joined:
            stretches.append(joined)
    for piece in rest:
        if piece.role is Role.BODY and piece.joins and open_parts:
            open_parts.append(piece.span)
            continue
        close()
        if piece.role is Role.BODY:
            open_parts.append(piece.span)
        elif stretch := _join(page.text, piece.role, [piece.span]):
            stretches.append(stretch)
    close()
    return Reading(tuple(stretches))


def _spans(stretch: Stretch) -> list[Span]:
    ends = [begin for begin, _ in stretch.runs[1:]] + [len(stretch.text)]
    return [
        Span(on_page, on_page + end - begin)
        for (begin, on_page), end in zip(stretch.runs, ends, strict=True)
        if end > begin
    ]


def _join(text: str, role: Role, spans: list[Span]) -> Stretch | None:
    """Put lines and halves together without the blanks at their edges."""
    letters: list[str] = []
    runs: list[tuple[int, int]] = []
    length = 0
    for span in spans:
        start = span.start
        for line in span.of(text).splitlines(keepends=True):
            bare = line.strip()
            if bare:
                runs.append((length, start + line.index(bare)))
                letters.append(bare)
                length += len(bare)
            start += len(line)
    return Stretch(role, "".join(letters), tuple(runs)) if runs else None
