"""The figures of several sizes as tables: what must be, what is, and how it grows from size to size."""

from __future__ import annotations

from itertools import pairwise

MEGABYTE = 1_000_000


def tables(found: list[dict]) -> str:
    """Return the figures in Markdown, sizes side by side with the ratio per step."""
    parts = [
        f"{found[-1]['machine']}; milliseconds are p50 / p95 / worst,"
        " in brackets p50 / p95 of processor time.\n"
    ]
    sizes = [f"{each['size']:,}" for each in found]
    steps = [f"× to {size}" for size in sizes[1:]]
    parts.append(
        table(["Search", *sizes, *(f"p95 of processor {step}" for step in steps)], time_rows(found, "times"))
    )
    parts.append(
        table(
            ["Page", *sizes, *(f"p50 of processor {step}" for step in steps)],
            time_rows(found, "pages", "cpu_p50"),
        )
    )
    if any("floors" in each for each in found):
        parts.append(
            table(
                ["Floor", *sizes, *(f"p95 of processor {step}" for step in steps)], time_rows(found, "floors")
            )
        )
    if any("replica" in each for each in found):
        parts.append(
            table(
                ["Replica", *sizes, *(f"p95 of processor {step}" for step in steps)],
                time_rows(found, "replica"),
            )
        )
    parts.append(table(["Size and speed", *sizes], size_rows(found)))
    for each in found:
        if "recall" in each:
            rows = [
                [name, str(one["queries"]), f"{one['recall']:.3f}", f"{one['precision']:.3f}"]
                for name, one in each["recall"].items()
                if name != "index"
            ]
            index = each["recall"]["index"]
            parts.append(table([f"On {each['size']:,} articles", "queries", "recall", "precision"], rows))
            parts.append(f"Index against rows: {index['missing']} missing, {index['extra']} extra.\n")
    return "\n".join(parts)


def time_rows(found: list[dict], kind: str, compared: str = "cpu_p95") -> list[list[str]]:
    names = dict.fromkeys(name for each in found for name in each.get(kind, {}))
    rows = []
    for name in names:
        values = [each.get(kind, {}).get(name) for each in found]
        row = [name, *map(show, values)]
        for before, after in pairwise(values):
            known = isinstance(before, dict) and isinstance(after, dict)
            row.append(f"{after[compared] / before[compared]:.1f}" if known else "–")
        rows.append(row)
    return rows


def show(value: dict | str | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    walls = " / ".join(f"{value[each]:.1f}" for each in ("p50", "p95", "worst"))
    return f"{walls} ({value['cpu_p50']:.1f} / {value['cpu_p95']:.1f})"


def size_rows(found: list[dict]) -> list[list[str]]:
    def row(name, value):
        return [name, *(value(each) for each in found)]

    return [
        row("text, UTF-8, MB", lambda each: f"{each['text_bytes'] / MEGABYTE:.0f}"),
        row("database, MB", lambda each: f"{each['database_bytes'] / MEGABYTE:.0f}"),
        row("database ÷ text, as loaded", lambda each: ratio(each, "loaded_bytes")),
        row("database ÷ text", lambda each: f"{each['database_bytes'] / each['text_bytes']:.2f}"),
        row("of it search ÷ text", lambda each: f"{each['index_bytes'] / each['text_bytes']:.2f}"),
        row("rows written, articles/s (of processor)", lambda each: rates(each, "rows_per")),
        row("indexed, articles/s (of processor)", lambda each: rates(each, "index_per")),
        row("made in all, s of processor", lambda each: rate(each, "build_cpu_s")),
        row("segments merged afterwards, s", lambda each: rate(each, "merged_s")),
        row("file compacted afterwards, s (of processor)", lambda each: both(each, "compacted")),
    ]


def rate(each: dict, name: str) -> str:
    return f"{each[name]:,.0f}" if name in each else "–"


def ratio(each: dict, name: str) -> str:
    return f"{each[name] / each['text_bytes']:.2f}" if name in each else "–"


def both(each: dict, name: str) -> str:
    return f"{rate(each, f'{name}_s')} ({rate(each, f'{name}_cpu_s')})"


def rates(each: dict, name: str) -> str:
    """Return a rate by the clock on the wall and by what this process worked."""
    return f"{rate(each, f'{name}_s')} ({rate(each, f'{name}_cpu_s')})"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
