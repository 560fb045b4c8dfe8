"""Pictures of numbers by month: a strip of bars a word or name, all to one measure, read without colour.

Each strip is one path, so that thirty years of months stay small; what it shows stands in a table beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .timeline import each_month, words_for

STEP = 10  # a month, gap included
BAR = 8
HEIGHT = 100
NARROWEST, WIDEST = 24, 64  # a month in pixels, where there is room
FULL = 640  # pixels that a picture of few months fills
MOST_TICKS, OF_A_TICK = 6, 64


@dataclass(frozen=True)
class Series:
    """One word or name: its value in each month, and the plain count behind it."""

    name: str
    values: Mapping[int, float]
    counts: Mapping[int, int]
    href: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Strip:
    """A series as it is drawn."""

    series: Series
    path: str
    most: str
    total: int
    peak: str = ""


@dataclass(frozen=True)
class Tick:
    """A month that stands under the picture: where, in hundredths of its width, and how it is set there."""

    label: str
    at: float
    anchor: str


@dataclass(frozen=True)
class Figure:
    """Strips to one measure, and the table of the same numbers."""

    strips: list[Strip] = field(default_factory=list)
    # Months of which the archive has no text: no bar there says nothing.
    silence: str = ""
    width: int = 0
    pixels: int = 0
    height: int = HEIGHT
    first: str = ""
    last: str = ""
    ticks: list[Tick] = field(default_factory=list)
    rows: list[dict] = field(default_factory=list)


def draw(series: Sequence[Series], text: Mapping[int, tuple[int, int]]) -> Figure:
    """Return the picture of these series over the months that the archive spans."""
    if not text:
        return Figure()
    months = list(each_month(min(text), max(text)))
    most = max((value for each in series for value in each.values.values()), default=0)
    pixels = len(months) * min(max(NARROWEST, FULL // len(months)), WIDEST)
    return Figure(
        strips=[draw_strip(each, months, most) for each in series],
        silence=bars((place, HEIGHT) for place, month in enumerate(months) if month not in text),
        width=len(months) * STEP,
        pixels=pixels,
        first=words_for(months[0]),
        last=words_for(months[-1]),
        ticks=ticks(months, min(MOST_TICKS, pixels // OF_A_TICK)),
        rows=[
            {
                "month": words_for(month),
                "characters": text[month][0],
                "articles": text[month][1],
                "cells": [
                    {"count": each.counts.get(month, 0), "value": written(each.values.get(month, 0))}
                    for each in series
                ],
            }
            for month in months
            if month in text
        ],
    )


def draw_strip(series: Series, months: Sequence[int], most: float) -> Strip:
    highest = max(series.values, key=series.values.get, default=None)
    return Strip(
        series,
        path=bars(
            # What there is, is seen, however little: one unit at least.
            (place, max(1, round(value * HEIGHT / most)))
            for place, month in enumerate(months)
            if (value := series.values.get(month, 0)) > 0
        ),
        most=written(series.values[highest]) if highest else "0",
        total=sum(series.counts.values()),
        peak=words_for(highest) if highest and series.values[highest] else "",
    )


def bars(found) -> str:
    """Return bars standing on the ground line, (place, height) each, as the path of an SVG."""
    return "".join(f"M{place * STEP} {HEIGHT}v-{height}h{BAR}v{height}z" for place, height in found)


def ticks(months: Sequence[int], most: int) -> list[Tick]:
    """Return a few months to stand under their bars, evenly from the first to the last."""
    steps = max(1, min(most, len(months)) - 1)
    places = dict.fromkeys(round(at * (len(months) - 1) / steps) for at in range(steps + 1))
    anchors = dict.fromkeys(places, "middle") | {len(months) - 1: "end", 0: "start"}
    return [
        Tick(words_for(months[place]), edge_of(place, len(months), anchors[place]), anchors[place])
        for place in places
    ]


def edge_of(place: int, months: int, anchor: str) -> float:
    """Return where a month's words are held: at its bar's left end, middle or right end."""
    within = {"start": 0, "middle": BAR / 2, "end": BAR}[anchor]
    return round((place * STEP + within) * 100 / (months * STEP), 2)


def written(value: float) -> str:
    """Return a value with as many places as it is worth."""
    if value == int(value):
        return str(int(value))
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
