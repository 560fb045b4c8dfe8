"""What search must answer, found the slow and sure way, and questions to ask it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from articles.models import Article
from articles.search.answering import answers
from articles.search.asking import ask
from articles.search.bounds import Deadline
from articles.search.folding import article_text, fold
from articles.search.parsing import parse
from articles.search.query import Term

LENGTHS = range(1, 13)


def folded_texts() -> dict[int, str]:
    """Return the folded text of every published article by id: what plain substring search looks through."""
    rows = Article.objects.published().values_list("pk", "kicker", "title", "subtitle", "body")
    return {pk: fold(article_text(*words)) for pk, *words in rows.iterator(chunk_size=2000)}


def containing(texts: dict[int, str], words: Iterable[str]) -> set[int]:
    """Return the ids of the texts that have every one of the folded words."""
    words = list(words)
    return {pk for pk, text in texts.items() if all(word in text for word in words)}


def draw_queries(texts: dict[int, str], count: int, *, seed: int = 1) -> list[str]:
    """Return stretches of 1 to 12 characters of the texts, as many of each length, and some that none has."""
    random = Random(seed)
    pool = list(texts.values())
    queries: dict[str, None] = {}
    while len(queries) < count:
        length = LENGTHS[len(queries) % len(LENGTHS)]
        text = random.choice(pool)
        start = random.randrange(max(1, len(text) - length))
        words = text[start : start + length].strip()
        if len(words) != length or "\n" in words or '"' in words:
            continue
        if len(queries) % 25 == 24:
            words = words[::-1]  # as a rule in no text
        queries[ask_for(words)] = None
    return list(queries)


def ask_for(words: str) -> str:
    """Return what to type for these folded words: in quotes, where they would be read as something else."""
    query = parse(words)
    is_plain = query.terms == (Term(words),) and not query.excluded and not query.messages
    return words if is_plain else f'"{words}"'


def ids_found(query: str, *, tolerant: bool = False) -> set[int]:
    """Return the ids of all that search finds, without the bound on its time."""
    question = ask(parse(query), tolerant=tolerant)
    if not question.is_answerable:
        return set()
    return {row.id for row in answers(question, Deadline(600_000), high=question.high)}


@dataclass
class Agreement:
    """How well answers agree with the truth, over many queries."""

    queries: int = 0
    expected: int = 0
    found: int = 0
    both: int = 0
    mean_recall: float = 0.0  # over queries, as the floors were first measured
    mean_precision: float = 0.0
    wrong: tuple[str, ...] = ()

    @property
    def recall(self) -> float:
        return self.both / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        return self.both / self.found if self.found else 1.0


def agree(queries: Sequence[str], texts: dict[int, str], find) -> Agreement:
    """Compare what `find` answers to each query with the truth."""
    agreement = Agreement()
    recalls, precisions = [], []
    for query in queries:
        expected = containing(texts, [term.words for term in parse(query).terms])
        found = find(query)
        agreement.queries += 1
        agreement.expected += len(expected)
        agreement.found += len(found)
        agreement.both += len(expected & found)
        recalls.append(len(expected & found) / len(expected) if expected else 1.0)
        precisions.append(len(expected & found) / len(found) if found else 1.0)
        if expected != found and len(agreement.wrong) < 10:
            agreement.wrong += (query,)
    agreement.mean_recall = sum(recalls) / max(1, len(recalls))
    agreement.mean_precision = sum(precisions) / max(1, len(precisions))
    return agreement
