"""How an article is cited: GB/T 7714 as of 2015 and 2025, BibTeX, RIS, CSL-JSON.

Of the headline's parts the title and subtitle are cited; the kicker is left out, as the standard leaves it to
whoever cites. What is not known is not guessed: no byline, and the title comes first; no page number, and its
bracket is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from articles.models import Credit

from .entries import Entry
from .printable import printable

NAMED = 3  # writers named before 等
WRITERS = (Credit.Role.REPORTER, Credit.Role.CORRESPONDENT, Credit.Role.INTERN, Credit.Role.AUTHOR)


@dataclass(frozen=True)
class Reference:
    """What a citation says, each part on one line and printable."""

    key: str
    writers: tuple[str, ...]
    title: str
    subtitle: str
    paper: str
    city: str
    day: date
    page: str
    section: str
    url: str


def refer_to(entry: Entry, root: str) -> Reference:
    """Return what is cited of an article; `root` is the site's address without the last slash."""
    article = entry.article
    paper = article.issue.newspaper
    return Reference(
        key=f"newsroom{article.pk}",
        writers=writers_of(entry.credits),
        title=one_line(entry.title),
        subtitle=one_line(entry.subtitle),
        paper=one_line(paper.name),
        city=one_line(paper.city),
        day=article.issue.date,
        page=one_line(article.page.number) if article.page else "",
        section=one_line(entry.section.name) if entry.section else "",
        url=f"{root}{entry.address}",
    )


def writers_of(credits: Iterable[Credit]) -> tuple[str, ...]:
    """Return who wrote it, once each; where nobody is said to have written, whoever is credited."""
    credits = list(credits)
    writing = [credit for credit in credits if credit.role in WRITERS] or credits
    return tuple(dict.fromkeys(name for credit in writing if (name := one_line(credit.name))))


# A page says its title and the paper's name half a dozen times.
@lru_cache(maxsize=2000)
def one_line(text: str) -> str:
    return " ".join(printable(text).split())


def gbt_2015(reference: Reference, *, accessed: date | None = None) -> str:
    """Return the reference by GB/T 7714—2015; with a day of access, of the copy on the net."""
    return gbt(reference, comma=", ", colon=": ", brackets=("(", ")"), accessed=accessed)


def gbt_2025(reference: Reference, *, online: bool = False) -> str:
    """Return the reference by GB/T 7714—2025: full-width signs, and no day of access.

    The standard keeps that day for what is only on the net; a newspaper's page is not.
    """
    return gbt(reference, comma="，", colon="：", brackets=("（", "）"), online=online)


def gbt(
    reference: Reference,
    *,
    comma: str,
    colon: str,
    brackets: tuple[str, str],
    accessed: date | None = None,
    online: bool = False,
) -> str:
    on_net = online or accessed is not None
    names = list(reference.writers[:NAMED]) + (["等"] if len(reference.writers) > NAMED else [])
    writers = f"{comma.join(names)}. " if names else ""
    title = colon.join(filter(None, (reference.title, reference.subtitle)))
    page = reference.page.join(brackets) if reference.page else ""
    day = f"[{accessed.isoformat()}]" if accessed else ""
    where = f"{reference.paper}{comma}{reference.day.isoformat()}{page}{day}"
    return f"{writers}{title}[{'N/OL' if on_net else 'N'}]. {where}." + (
        f" {reference.url}." if on_net else ""
    )


# BibTeX counts braces even behind a backslash, so no brace of a text may stay one.
BIBTEX_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "%#$&_"},
    }
)


def bibtex(reference: Reference) -> str:
    """Return a BibTeX entry that BibLaTeX reads too (`date`, `entrysubtype`)."""
    fields = {
        "author": " and ".join(f"{{{spell(name)}}}" for name in reference.writers),
        # A second pair of braces keeps the words from being made lower case.
        "title": f"{{{spell(reference.title)}}}",
        "subtitle": spell(reference.subtitle),
        "journal": spell(reference.paper),
        "entrysubtype": "newspaper",
        "date": reference.day.isoformat(),
        "year": str(reference.day.year),
        "month": str(reference.day.month),
        "pages": spell(reference.page),
        "url": reference.url,
        "langid": "chinese",
        "language": "chinese",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@article{{{reference.key},\n" + ",\n".join(lines) + "\n}\n"


def spell(words: str) -> str:
    return words.translate(BIBTEX_SIGNS)


def ris(reference: Reference) -> str:
    """Return the reference as an RIS record, its lines ended as the format asks."""
    lines = [("TY", "NEWS")]
    lines += [("AU", name) for name in reference.writers]
    lines += [
        ("TI", ": ".join(filter(None, (reference.title, reference.subtitle)))),
        ("T2", reference.paper),
        ("PY", str(reference.day.year)),
        ("DA", reference.day.strftime("%Y/%m/%d/")),
        ("SP", reference.page),
        ("SE", reference.section),
        ("CY", reference.city),
        ("UR", reference.url),
        ("LA", "zh"),
        ("ID", reference.key),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def csl_item(reference: Reference) -> dict:
    """Return the reference as CSL-JSON. Names stay whole: where a Chinese name divides is not known."""
    day = reference.day
    item = {
        "id": reference.key,
        "type": "article-newspaper",
        "language": "zh-CN",
        "author": [{"literal": name} for name in reference.writers],
        "title": ": ".join(filter(None, (reference.title, reference.subtitle))),
        "container-title": reference.paper,
        "publisher-place": reference.city,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "page": reference.page,
        "section": reference.section,
        "URL": reference.url,
    }
    return {name: value for name, value in item.items() if value}
