"""What a story is about: five to eight noun phrases that an editor would keep as tags.

Most of them are known subjects of city news, in whatever words the story has for them. What no list knows
comes in when the headline and the text share it, or when the story itself sets it in quotes.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain

from ..segmenter.people import SURNAMES, looks_like_name
from ..segmenter.story import Role
from .findings import Mentioned, Suggested
from .lookup import Lookup
from .places import known_places
from .reading import Reading, Stretch
from .statistics import NOUNISH, Statistics, load_statistics
from .wordlists import DATA, read_lists
from .words import Words

MOST = 8
_HEADLINE = {Role.KICKER: 2.2, Role.TITLE: 3.0, Role.SUBTITLE: 2.0}
_WEIGHT = _HEADLINE | {Role.SUBHEAD: 1.6, Role.CAPTION: 1.6, Role.SIGNOFF: 0.0}
_FORMS = 3  # words of one subject that may each be a tag
_OTHER = 0.65
_ENOUGH = 0.25
_FIELD = 0.6  # of its best subject, for a field that no word of the story names
_LEAD = 1.6  # the first paragraph says what the story is about
_QUOTED = re.compile(r"“([一-鿿A-Za-z0-9+·]{2,9})”")
_EMPTY = frozenset(read_lists("empty.txt")["empty"])
_NEVER = frozenset(read_lists("empty.txt")["never"])


@cache
def load_subjects() -> Lookup[tuple[str, float]]:
    """Return the subjects of city news by every word for them, each with how much it tells."""
    words: dict[str, tuple[str, float]] = {}
    for line in (DATA / "subjects.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and line[0] not in "#^":
            name, *others = line.removeprefix("~").split()
            for word in (name, *others):
                words.setdefault(word, (name, 0.4 if line.startswith("~") else 1.0))
    return Lookup(words)


@cache
def load_fields() -> dict[str, frozenset[str]]:
    """Return the subjects that several others of a story stand for: 田径 and 决赛 are 体育赛事."""
    lines = (DATA / "subjects.txt").read_text(encoding="utf-8").splitlines()
    fields = (line[1:].split() for line in lines if line.startswith("^"))
    return {name: frozenset(members) for name, *members in fields}


def suggest_tags(
    reading: Reading,
    agencies: Iterable[Mentioned] = (),
    *,
    people: Iterable[str] = (),
    vocabulary: Mapping[str, Iterable[str]] | None = None,
    without: frozenset[str] = frozenset(),
) -> tuple[Suggested, ...]:
    """Return the tags that weigh most. A vocabulary maps the archive's own tags to their synonyms."""
    agencies = tuple(agencies)
    closed = [*people, *(mentioned.words for mentioned in agencies)]
    scores = {} if "subjects" in without else _known_subjects(reading, agencies)
    fresh = {} if "phrases" in without else _new_phrases(reading, scores)
    for word, score in fresh.items():
        if not any(word in name or name in word for name in closed):
            scores[word] = score
    return _choose(_by_own_names(scores, vocabulary))


def _weights(reading: Reading) -> list[tuple[Stretch, float]]:
    first = next((number for number, s in enumerate(reading.stretches) if s.role is Role.BODY), -1)
    return [
        (stretch, _LEAD if number == first else _WEIGHT.get(stretch.role, 1.0))
        for number, stretch in enumerate(reading.stretches)
    ]


def _known_subjects(reading: Reading, agencies: tuple[Mentioned, ...]) -> dict[str, float]:
    """Weigh each subject by where and how often the story has a word for it; name it by that word."""
    statistics, subjects = load_statistics(), load_subjects()
    said: defaultdict[str, dict[str, list[float]]] = defaultdict(dict)
    names = [mentioned.words for mentioned in agencies]
    for (stretch, weight), words in zip(_weights(reading), reading.words, strict=True):
        named = _letters_of(stretch.text, names)
        # Whole words only: there is no 社区工作 in 社区工作人员.
        for start, end, (subject, tells) in subjects.find(stretch.text, words.pairs, words.hold):
            word = stretch.text[start:end]
            if end - start == 2 and _names_a_person(stretch.text, start):
                continue
            share = 0.35 if named[start] and named[end - 1] else 1.0
            worth = tells * share * _worth(word, statistics)
            said[subject].setdefault(word, []).append(weight * worth)
    scores: dict[str, float] = {}
    for words in said.values():
        ranked = sorted(words.items(), key=lambda item: (-sum(item[1]), -len(item[0]), item[0]))
        # The longer word says more, where it is not rare: 疫苗接种点 before 接种.
        ranked = _longer_first(ranked)
        whole = _add_up([part for _, parts in ranked for part in parts])
        for place, (word, parts) in enumerate(ranked[:_FORMS]):
            # The word that stands for the subject has all of its weight, another one only its own.
            scores[word] = whole if place == 0 else _OTHER * _add_up(parts)
    for field, members in load_fields().items():
        if field not in scores and len(told := members & scores.keys()) >= 2:
            scores[field] = _FIELD * max(scores[word] for word in told)
    return scores


# 副市长杨继承: a given name may be any word.
_TITLED = re.compile(
    r"(?:长|书记|主任|委员|主席|经理|记者|通讯员|市民|居民|村民|教授|医生|老师|律师|选手|代表|员|师|、)\s*$"
)


def _names_a_person(text: str, start: int) -> bool:
    """Say whether two letters are a given name: a family name stands before them, and a title before that."""
    family = text[start - 1 : start]
    return family in SURNAMES and family != "" and bool(_TITLED.search(text, max(0, start - 6), start - 1))


def _longer_first(ranked: list[tuple[str, list[float]]]) -> list[tuple[str, list[float]]]:
    """Put 疫苗接种点 before the 接种 in it, unless the longer word is rare beside the shorter."""
    short, parts = ranked[0]
    fuller = [item for item in ranked[1:] if short in item[0] and sum(item[1]) >= _ENOUGH * sum(parts)]
    best = max(fuller, key=lambda item: (sum(item[1]), item[0]), default=ranked[0])
    return [best, *(item for item in ranked if item is not best)]


def _add_up(parts: list[float]) -> float:
    """Weigh what is said again: each time it adds less."""
    return sum(part / (1 + 0.6 * number) for number, part in enumerate(sorted(parts, reverse=True)))


def _letters_of(text: str, names: Iterable[str]) -> bytearray:
    """Mark the letters of agencies' names: 总工会 in 市总工会 is not what the story is about."""
    marked = bytearray(len(text))
    for name in names:
        at = text.find(name)
        while at >= 0:
            marked[at : at + len(name)] = b"\1" * len(name)
            at = text.find(name, at + len(name))
    return marked


def _worth(word: str, statistics: Statistics) -> float:
    """Return how much a word tells: longer and rarer is more."""
    bare = word.strip("“”")
    rarity = min(statistics.rarity(bare), 7.0) / 7.0
    return (0.4 + 0.6 * rarity) * 0.3 * min(len(bare), 5)


def _new_phrases(reading: Reading, known: Mapping[str, float]) -> dict[str, float]:
    """Return phrases that no list knows and that the story itself makes much of."""
    statistics = load_statistics()
    printed: Counter[str] = Counter()
    quoted: Counter[str] = Counter()
    weight: defaultdict[str, float] = defaultdict(float)
    in_headline: set[str] = set()
    # What is printed twice is made of words that are.
    times = Counter(chain.from_iterable(words.spelled for words in reading.words))
    parts = {word: part for word, n in times.items() if n > 1 and (part := _part_of(word))}
    for (stretch, at), words in zip(_weights(reading), reading.words, strict=True):
        said = list(_phrases(words, parts, statistics))
        marked = [match[1] for match in _QUOTED.finditer(stretch.text)]
        printed.update(said)
        quoted.update(marked)
        for word in (*said, *marked):
            weight[word] += at
        if stretch.role in _HEADLINE:
            in_headline.update(said, marked)
    found: dict[str, float] = {}
    for word, heavy in weight.items():
        count = max(printed[word], quoted[word])
        shared = word in in_headline and count >= 2
        if word in known or word in _EMPTY or not (shared or count >= 3 or quoted[word] >= 2):
            continue
        if any(word[at : at + 3] in other for at in range(len(word) - 2) for other in known):
            continue  # a part of what is known, or around it
        tells = 0.5 * _worth(word, statistics) * math.sqrt(heavy)
        found[word] = tells * (1.3 if shared else 0.8) * (1.3 if quoted[word] else 1.0)
    return found


_BEGINS = NOUNISH | {"a", "x"}
_GOES_ON = _BEGINS | {"v"}
_ENDS = NOUNISH | {"x"}
_ALONE = frozenset(["n", "vn", "nz", "l", "x"])


@lru_cache(maxsize=50_000)
def _part_of(word: str) -> str:
    """Return a word's part of speech, x when the table does not know it, nothing when it is in no phrase."""
    if word in _NEVER or not "一" <= word[0] <= "鿿" or _is_a_name(word):
        return ""
    return load_statistics().classes.get(word, "x")


def _phrases(words: Words, part_of: Mapping[str, str], statistics: Statistics) -> Iterator[str]:
    """Yield runs of one to four words that may name a subject, made of words whose part is known."""
    tokens, text = words.tokens, words.text
    known = statistics.phrases
    parts = list(map(part_of.get, words.spelled))
    for at in [at for at, part in enumerate(parts) if part in _BEGINS]:
        start, end, word = tokens[at]
        if len(word) >= 3 and parts[at] in _ALONE and word not in _EMPTY:
            yield word
        says = word not in _EMPTY
        for further in range(at + 1, min(at + 4, len(tokens))):
            begin, until, follow = tokens[further]
            if begin != end or parts[further] not in _GOES_ON or until - start > 9:
                break
            end = until
            says = says or follow not in _EMPTY
            if says and end - start >= 4 and (parts[further] in _ENDS or text[start:end] in known):
                yield text[start:end]


def _is_a_name(word: str) -> bool:
    """Say whether a word is a place, or could be a person and is no word the table knows."""
    return word in known_places().words or (word not in load_statistics().classes and looks_like_name(word))


def _by_own_names(
    scores: Mapping[str, float], vocabulary: Mapping[str, Iterable[str]] | None
) -> dict[str, float]:
    """Put the archive's own tags for their synonyms."""
    if not vocabulary:
        return dict(scores)
    own = {word: name for name, others in vocabulary.items() for word in (name, *others)}
    merged: dict[str, float] = {}
    for word, score in scores.items():
        name = own.get(word.strip("“”"), word)
        merged[name] = max(merged.get(name, 0.0), score * (1.3 if name in vocabulary else 1.0))
    return merged


def _choose(scores: Mapping[str, float]) -> tuple[Suggested, ...]:
    """Take the best that do not repeat one another."""
    ranked = sorted((item for item in scores.items() if item[1] > 0), key=lambda item: (-item[1], item[0]))
    chosen: list[tuple[str, float]] = []
    for word, score in ranked:
        name = re.sub("[“”]", "", word)
        if name in known_places().words or name in _EMPTY:
            continue
        if any(name in other or other in name for other, _ in chosen):
            continue
        chosen.append((name, score))
        if len(chosen) == MOST:
            break
    best = chosen[0][1] if chosen else 1.0
    return tuple(Suggested(name, round(score / best, 3)) for name, score in chosen)
