"""Measure recognising on a set: the figures, what each kind of evidence is worth, the mistakes.

    python -m articles.recognising.measuring FOLDER [--agencies FILE...] [--city 望澜市 --province 青岚省]

FOLDER holds gold/ and facts/. Stories are taken from gold, so that only recognising is measured.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from ..segmenter.story import Credit, CreditRole, Genre, Piece, Role, Segmentation, Story
from ..segmenter.text import PageText, Span
from . import Authority, Home, recognise_page
from .scoring import FIGURES, Tally, bare, count_article

# What can be left out, to see what it is worth.
KINDS = ("authority", "grammar", "home", "subjects", "phrases")


def measure(folder: Path, authority: Authority, home: Home | None = None, *, without: str = "") -> Tally:
    """Return the tally of a set, with one kind of evidence left out if one is named."""
    tally = Tally()
    for facts, answer in answers(folder, authority, home, without=without):
        count_article(tally, facts, answer)
    return tally


def answers(
    folder: Path, authority: Authority, home: Home | None = None, *, without: str = ""
) -> Iterator[tuple[Mapping, dict]]:
    """Yield the facts of every article and what is recognised in it."""
    if without == "authority":
        authority = Authority()
    for path in sorted((folder / "facts").glob("*.json")):
        gold = json.loads((folder / "gold" / path.name).read_text(encoding="utf-8"))
        facts = json.loads(path.read_text(encoding="utf-8"))["articles"]
        page = PageText(gold["text"], gold["page"])
        segmentation = Segmentation(tuple(story_of(article, page.text) for article in gold["articles"]))
        # Where the folders of an archive say the day, the page need not be asked.
        known = date.fromisoformat(gold["issue_date"]) if home and gold["issue_date"][0] != "?" else None
        found = recognise_page(
            page, segmentation, authority=authority, home=None if without == "home" else home,
            issue_date=known, least_trust=0.0, without=frozenset([without]) if without else frozenset(),
        )  # fmt: skip
        for article, story in zip(gold["articles"], found.stories, strict=True):
            day = story.dateline_date or story.event_date
            agencies = [{"mention": a.words, "name": a.name, "role": a.part} for a in story.agencies]
            answer = {"agencies": agencies, "tags": [tag.name for tag in story.tags]}
            yield facts[article["id"]], answer | {"title": article["title"], "dateline": day and str(day)}


def story_of(article: Mapping, text: str) -> Story:
    """Return a gold article as a story."""
    pieces = tuple(
        Piece(Span(span["start"], span["end"]), Role(span["role"]), "gold", joins=bool(span.get("joins")))
        for span in article["spans"]
    )
    credits = tuple(
        Credit(credit["name"], CreditRole(credit["role"]), pieces[0].span) for credit in article["byline"]
    )
    return Story(pieces, title=article["title"], genre=Genre(article["genre"]), credits=credits)


def mistakes(facts: Mapping, answer: Mapping) -> list[str]:
    """Return what is wrong in one article, in words."""
    wrong: list[str] = []
    left = list(answer["agencies"])
    for true in facts["agencies"]:
        names = {bare(name) for name in (true["canonical"], *true.get("canonical_alt", []))}
        words = {
            bare(word)
            for word in (true["mention"], *true["aliases_in_article"], *true.get("mention_alt", []))
        }
        hit = next((found for found in left if bare(found["mention"]) in words), None)
        if hit:
            left.remove(hit)
        if true.get("optional") or true.get("place_only"):
            continue
        if hit is None:
            wrong.append(f"not found: {true['mention']}")
        elif bare(hit["name"]) not in names:
            wrong.append(f"{hit['mention']} taken for {hit['name']}")
        elif true["role"] == "source" and hit["role"] != "source":
            wrong.append(f"not called the source: {hit['mention']}")
    wrong += [f"no agency: {found['mention']}" for found in left]
    topics = [{bare(topic), *map(bare, facts["topic_synonyms"].get(topic, []))} for topic in facts["topics"]]
    poor = [tag for tag in answer["tags"][:5] if not any(bare(tag) in topic for topic in topics)]
    if len(poor) >= 3:
        wrong.append(f"poor tags: {'、'.join(poor)}")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--agencies", type=Path, nargs="+", help="Authority files, instead of those shipped.")
    parser.add_argument("--city", default="")
    parser.add_argument("--province", default="")
    options = parser.parse_args()
    authority = Authority.from_csv(options.agencies) if options.agencies else Authority.shipped()
    home = Home(options.province, options.city) if options.city else None
    print(f"{'':14}" + "".join(f"{name:>13}" for name in FIGURES))
    for without in ("", *KINDS):
        figures = measure(options.folder, authority, home, without=without).figures()
        print(
            f"{'no ' + without if without else 'all':14}"
            + "".join(f"{figures[name]:13.3f}" for name in FIGURES)
        )
    for facts, answer in answers(options.folder, authority, home):
        for wrong in mistakes(facts, answer):
            print(f"  {answer['title'][:16] or '(no title)'}: {wrong}")


if __name__ == "__main__":
    main()
