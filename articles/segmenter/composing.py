"""Gold pages put together from single articles, in order and damaged, to learn weights from.

`python -m articles.segmenter.composing CORPUS.jsonl... --into FOLDER`. Each line of a corpus is an article:
id, title, paragraphs, perhaps subtitle, caption and photo_credit. The same corpus and seed give the same
pages. What the articles say belongs to their publishers: the pages stay outside the project.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from . import cues
from .credits import credits_at_foot, credits_at_head, photo_credit, read_credits
from .glyphs import normalise
from .people import SURNAMES

STYLES = ("printed", "head", "foot", "line", "mixed")  # how stories are signed; printed: as they came
LABELS = ("民生速递", "政务之要", "城事", "关注", "社会万象", "综合新闻", "要闻", "时政聚焦")
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建文辉晓慧琳雪梅浩宇轩涵"
_WIDE = str.maketrans(",()!?:;", "，（）！？：；")
_LEAD = re.compile(r"^[^。,]{0,24}?(?:讯|电|消息)[ ::]*(?:\([^()]{2,60}\)[ ]*)?")


@dataclass(slots=True)
class Strip:
    """One printed piece of a story on its way to the page."""

    role: str
    words: str
    gap: int = 1
    joins: bool = False


@dataclass(slots=True, eq=False)
class Tale:
    """One story before it is printed: headline and text as strips, and what gold says of it."""

    title: str
    strips: list[Strip]
    subtitle: str = ""
    genre: str = "news"
    continues: str = ""
    byline: list[dict] = field(default_factory=list)

    @property
    def heads(self) -> list[Strip]:
        return [strip for strip in self.strips if strip.role in ("title", "subtitle")]

    @property
    def texts(self) -> list[Strip]:
        return [strip for strip in self.strips if strip.role == "body"]


def plain(words: str) -> str:
    return re.sub(r" {2,}", " ", normalise(words)).strip()


def is_subhead(words: str) -> bool:
    return 3 <= len(words) <= 26 and words[-1] not in "。!?;:,”)…" and "。" not in words and words[0] != "("


def is_usable(article: dict) -> bool:
    """Say whether an article has the shape of a newspaper story: no list, no speech, no single line."""
    words = [plain(one) for one in article["paragraphs"]]
    subheads = [bool(one) and is_subhead(one) for one in words]
    return (
        2 <= len(words) <= 34
        and 120 <= sum(map(len, words)) <= 4500
        and len(article["title"]) >= 6
        and len(set(words)) == len(words)
        and not (subheads[0] or subheads[-1])
        and not any(one and other for one, other in itertools.pairwise(subheads))
        and not any(len(one) < 12 and not short for one, short in zip(words, subheads, strict=True))
        and not any(one.startswith("■") for one in words)
    )


class Composer:
    """Puts pages together from a corpus; every choice comes from one seeded source."""

    def __init__(self, articles: Sequence[dict], random: Random):
        self.random = random
        usable = [article for article in articles if is_usable(article)]
        self.short = [one for one in usable if len(one["paragraphs"]) <= 14 and not self._has_subheads(one)]
        self.long = [one for one in usable if self._has_subheads(one)]
        self.photos = [one for one in articles if one.get("caption") and one.get("photo_credit")]
        if len(self.short) < 12:
            raise ValueError(
                f"{len(self.short)} usable articles are too few to compose pages: give at least 12."
            )

    @staticmethod
    def _has_subheads(article: dict) -> bool:
        return sum(is_subhead(plain(words)) for words in article["paragraphs"] if plain(words)) >= 2

    def page(self, style: str, damaged: bool) -> dict:
        """Return one gold page."""
        random = self.random
        articles = random.sample(self.short, random.randint(6, 9))
        if self.long and random.random() < 0.4:
            articles[random.randrange(len(articles))] = random.choice(self.long)
        headings = random.random() < (0.25 if damaged else 0.08)
        tales = [self._tell(article, style, headings) for article in articles]
        if damaged:
            for tale in tales:
                self._damage(tale)
        order = self._arrange(tales, style) if damaged else [(tale, s) for tale in tales for s in tale.strips]
        self._add_photo(order, tales, style)
        if style != "printed" and random.random() < 0.5:
            places = [at for at, (_, s) in enumerate(order) if s.role == "title"] or [0]
            order.insert(random.choice([0, *places]), (None, Strip("section", random.choice(LABELS))))
        return self._print(order, tales, headings, wide=random.random() < 0.4)

    # -- single stories ------------------------------------------------------------------------------

    def _name(self) -> str:
        given = self.random.choice((1, 2, 2, 2))
        return self.random.choice(sorted(SURNAMES)[:160]) + "".join(self.random.choices(_GIVEN, k=given))

    def _tell(self, article: dict, style: str, headings: bool) -> Tale:
        random = self.random
        texts = [words for words in map(plain, article["paragraphs"]) if words]
        title = plain(article["title"])
        parts = title.split(" ")
        if len(parts) == 1 and len(title) > 12 and style != "printed" and random.random() < 0.3:
            parts = [title[: len(title) // 2], title[len(title) // 2 :]]
        broken = 1 < len(parts) <= 3 and random.random() < 0.5
        heads = [Strip("title", words, int(not at)) for at, words in enumerate(parts if broken else [title])]
        subtitle = plain(article.get("subtitle") or "") if random.random() < 0.6 else ""
        if subtitle:
            dash = "——" if random.random() < 0.3 else ""
            heads.append(Strip("subtitle", dash + subtitle, random.choice((0, 1, 1))))
        mark = random.choice(("", "", "■", "# " if headings else ""))
        byline: list[dict] = []
        if style == "printed":
            named = credits_at_head(texts[0], has_dateline=cues.has_dateline(texts[0]))
            named = named or credits_at_foot(texts[-1])[0] or read_credits(texts[-1])
            byline = [{"name": one.name, "role": one.role.value} for one in named]
        else:
            byline, extra = self._sign(texts, heads, style)
        strips = [
            Strip("subhead", mark + words) if is_subhead(words) else Strip("body", words) for words in texts
        ]
        if style != "printed":
            strips += extra
        return Tale(title.replace(" ", ""), heads + strips, subtitle, byline=byline)

    def _sign(self, texts: list[str], heads: list[Strip], style: str) -> tuple[list[dict], list[Strip]]:
        """Open and sign a story as papers do, in place of how it came."""
        random = self.random
        if cues.opens_story(texts[0]):
            texts[0] = _LEAD.sub("", texts[0]) or texts[0]
        named, start = credits_at_foot(texts[-1])
        if named and start > 12:
            texts[-1] = texts[-1][:start]
        form = random.choice(("head", "foot", "line", "below", "plain")) if style == "mixed" else style
        writers = [self._name() for _ in range(random.choice((1, 1, 1, 2)))]
        if form in ("head", "foot", "line") and (form != "line" or random.random() < 0.8):
            texts[0] = "本报讯 " + texts[0]
        if form == "plain" or random.random() < 0.12:
            return [], []
        byline = [{"name": name, "role": "reporter"} for name in writers]
        if form == "head":
            texts[0] = texts[0].replace("本报讯 ", f"本报讯(记者 {'、'.join(writers)})", 1)
        elif form == "foot":
            texts[-1] += f"({'、'.join(writers)})"
        elif form == "below":
            heads.append(Strip("byline", random.choice(("■本报记者 ", "◎文/", "□记者 ")) + " ".join(writers)))
        else:
            words = f"({'、'.join(writers)})" if random.random() < 0.6 else "记者 " + " ".join(writers)
            return byline, [Strip("byline", words)]
        return byline, []

    # -- damage ----------------------------------------------------------------------------------------

    def _damage(self, tale: Tale) -> None:
        random = self.random
        if random.random() < 0.14 and len(tale.texts) > 2 and tale.strips[len(tale.heads)].role == "body":
            tale.strips.remove(tale.texts[0])  # it stands on page 1
            if random.random() < 0.4:
                tale.strips = [strip for strip in tale.strips if strip not in tale.heads]
                tale.title = tale.subtitle = ""
            tale.strips.insert(len(tale.heads), Strip("continuation", "(上接第1版)"))
            tale.continues, tale.genre = "1", "continued"
        if random.random() < 0.35:
            self._cut(tale, random.choice(tale.texts), keep=True)
        if random.random() < 0.035:
            self._cut(tale, tale.texts[-1], keep=False)
        if random.random() < 0.18:
            strip = random.choice(tale.texts)
            if len(strip.words) > 16 and not strip.joins:
                tale.strips.insert(tale.strips.index(strip) + 1, Strip("duplicate", strip.words))

    def _cut(self, tale: Tale, strip: Strip, *, keep: bool) -> None:
        """Cut a paragraph inside a sentence; without `keep` its other half is lost."""
        if len(strip.words) < 60 or strip.joins:
            return
        at = self.random.randint(20, len(strip.words) - 20)
        if strip.words[at - 1] in "。!?”;:" or strip.words[at - 1 : at + 1].isdecimal():
            return
        rest = strip.words[at:].lstrip()
        strip.words = strip.words[:at].rstrip()
        if keep:
            tale.strips.insert(tale.strips.index(strip) + 1, Strip("body", rest, joins=True))

    def _arrange(self, tales: list[Tale], style: str) -> list[tuple[Tale | None, Strip]]:
        """Put the stories down: some interrupted, some headed late, some apart from their headline."""
        random = self.random
        order: list[tuple[Tale | None, Strip]] = []
        waiting = list(tales)
        while waiting:
            tale = waiting.pop(0)
            own = [(tale, strip) for strip in tale.strips]
            bodies = [at for at, (_, strip) in enumerate(own) if strip.role == "body"]
            chance = random.random()
            if waiting and chance < 0.28 and len(bodies) >= 2:
                halves = [at for at in bodies[1:] if own[at][1].joins]
                at = random.choice(halves) if halves and random.random() < 0.5 else random.choice(bodies[1:])
                order += self._interrupt(own, at, waiting.pop(0), style)
            elif waiting and style != "printed" and chance < 0.36 and len(bodies) >= 3 and not tale.continues:
                heads = [one for one in own if one[1] in tale.heads]
                rest = [one for one in own if one[1] not in tale.heads]
                other = waiting.pop(0)
                at = random.choice([at for at, (_, strip) in enumerate(rest) if strip.role == "body"][1:])
                between = [(other, strip) for strip in other.strips]
                order += (
                    heads + between + rest
                    if random.random() < 0.4
                    else rest[:at] + between + heads + rest[at:]
                )
            elif chance > 0.84 and not tale.continues:
                order += [one for one in own if one[1] not in tale.heads]
                order += [one for one in own if one[1] in tale.heads]
            else:
                order += own
        return order

    def _interrupt(self, own: list, at: int, other: Tale, style: str) -> list:
        between = [(other, strip) for strip in other.strips]
        bodies = [place for place, (_, strip) in enumerate(between) if strip.role == "body"]
        if style != "printed" and len(bodies) >= 3 and self.random.random() < 0.4:  # they take turns
            turn = self.random.choice(bodies[1:])
            back = self.random.randint(at + 1, len(own))
            return own[:at] + between[:turn] + own[at:back] + between[turn:] + own[back:]
        return own[:at] + between + own[at:]

    def _add_photo(self, order: list, tales: list[Tale], style: str) -> None:
        random = self.random
        if not self.photos:
            return
        article = random.choice(self.photos)
        words = f"{plain(article['caption'])} {plain(article['photo_credit'])}"
        named = photo_credit(words)[0]
        if not named:
            return
        places = [
            at
            for at in range(1, len(order))
            if order[at][0] is not order[at - 1][0] and order[at][1].role == "title" != order[at - 1][1].role
        ]
        at = random.choice([*places, len(order), *([0] if style != "printed" else [])])
        strips = [Strip("caption", words, random.choice((1, 2, 3)))]
        title = ""
        if random.random() < (0.6 if at == 0 else 0.3):
            title = plain(article["title"]).split("(")[0]
            strips.insert(0, Strip("title", title, random.choice((1, 2))))
        photo = Tale(title.replace(" ", ""), strips, genre="photo")
        photo.byline = [{"name": one.name, "role": one.role.value} for one in named]
        tales.append(photo)
        order[at:at] = [(photo, strip) for strip in strips]

    # -- the page ----------------------------------------------------------------------------------------

    def _print(self, order: list, tales: list[Tale], headings: bool, *, wide: bool) -> dict:
        text = ""
        spans: dict[int, list[dict]] = {id(tale): [] for tale in tales}
        loose: list[dict] = []
        for tale, strip in order:
            words = strip.words
            if headings and strip.role == "title" and strip.gap:
                words = "# " + words
            if wide:
                words = words.translate(_WIDE)
            text += "\n" * (strip.gap + 1) * bool(text)
            span = {"start": len(text), "end": len(text) + len(words), "role": strip.role}
            if strip.joins:
                span["joins"] = True
            text += words
            (loose if tale is None else spans[id(tale)]).append(span)
        articles = [
            {
                "id": f"A{number}",
                "genre": tale.genre,
                "section": [""],
                "kicker": "",
                "title": tale.title.translate(_WIDE) if wide else tale.title,
                "title_alt": [],
                "subtitle": tale.subtitle.translate(_WIDE) if wide else tale.subtitle,
                "byline": tale.byline,
                "byline_alt": [],
                "continues": tale.continues,
                "spans": spans[id(tale)],
            }
            for number, tale in enumerate(tales, start=1)
        ]
        return {"text": text, "issue_date": "????-01-01", "articles": articles, "loose": loose}


def compose(articles: Sequence[dict], *, pages: int, seed: int) -> dict[str, dict]:
    """Return gold pages by name: half of them damaged, every style as often."""
    found = {}
    for style in STYLES:
        for damaged in (False, True):
            composer = Composer(articles, Random(f"{seed} {style} {damaged}"))
            for number in range(pages):
                name = f"{style}-{'damaged' if damaged else 'clean'}-{number:02d}"
                found[name] = composer.page(style, damaged) | {"page": f"{name}.txt"}
    return found


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="articles.segmenter.composing", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, help="JSON lines, an article a line.")
    parser.add_argument("--into", type=Path, required=True, help="A folder outside the project.")
    parser.add_argument("--pages", type=int, default=48, help="Pages of each of ten kinds (48).")
    parser.add_argument("--seed", type=int, default=1, help="Another seed, other pages (1).")
    parser.add_argument("--without", type=Path, help="A file with ids of articles to leave out, one a line.")
    options = parser.parse_args(argv)
    without = set(options.without.read_text(encoding="utf-8").split()) if options.without else set()
    articles = []
    for path in options.paths:
        with path.open(encoding="utf-8") as lines:
            articles += [article for article in map(json.loads, lines) if article["id"] not in without]
    options.into.mkdir(parents=True, exist_ok=True)
    for name, gold in compose(articles, pages=options.pages, seed=options.seed).items():
        (options.into / f"{name}.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
