"""Tables that leave the house: as CSV for spreadsheets, as bars in an SVG."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.html import escape

# What a spreadsheet takes for a formula, in both widths.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

BAR, GAP, LEFT, WIDTH, RIGHT = 20, 8, 190, 380, 70
MOST_BARS = 24


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence]) -> HttpResponse:
    """Return a table for spreadsheets: with a byte order mark, and no cell that computes."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-for-spreadsheets.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in head])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return response


def harmless(cell) -> str:
    """Return a cell as text that no spreadsheet runs: a quote stands before what looks like a formula."""
    text = "" if cell is None else str(cell)
    if isinstance(cell, (int, float)):
        return text
    return f"'{text}" if text.startswith(FORMULA) else text


def bars_svg(title: str, bars: Sequence[tuple[str, float]]) -> str:
    """Return horizontal bars with their numbers. Nothing in it runs, and nothing comes from elsewhere."""
    bars = bars[:MOST_BARS]
    most = max((value for _label, value in bars), default=0) or 1
    height = max(len(bars), 1) * (BAR + GAP) + GAP
    total = LEFT + WIDTH + RIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {height}" width="{total}"'
        f' height="{height}" role="img" font-family="sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{total}" height="{height}" fill="#ffffff"/>',
    ]
    for number, (label, value) in enumerate(bars):
        top = GAP + number * (BAR + GAP)
        wide = max(round(WIDTH * value / most, 1), 1 if value else 0)
        shown = label if len(label) <= 14 else label[:13] + "…"
        parts.append(
            f'<text x="{LEFT - 8}" y="{top + 15}" text-anchor="end" fill="#22272c">{escape(shown)}</text>'
            f'<rect x="{LEFT}" y="{top}" width="{wide}" height="{BAR}" fill="#3d4a57"/>'
            f'<text x="{LEFT + wide + 6}" y="{top + 15}" fill="#22272c">{value:g}</text>'
        )
    if not bars:
        parts.append(f'<text x="{LEFT}" y="{GAP + 15}" fill="#59626b">—</text>')
    return "".join([*parts, "</svg>"])
