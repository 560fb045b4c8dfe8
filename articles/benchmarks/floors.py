"""What search is compared with, in the same run on the same rows: LIKE, words of jieba, trigrams."""

from __future__ import annotations

from django.db import connection

from articles.search.parsing import parse

from .measuring import Times, time_calls

NEWEST = """
SELECT id, title, substr(body, 1, 200) FROM articles_article
WHERE state = 'published' AND {conditions} ORDER BY sort_key DESC LIMIT 20
"""
COUNT = "SELECT count(*) FROM articles_article WHERE state = 'published' AND {conditions}"


def like(statement: str, text: str) -> None:
    """Ask as a site without an index would: every word anywhere in title or body."""
    words = [term.words for term in parse(text).terms]
    conditions = " AND ".join(["(title LIKE %s OR body LIKE %s)"] * len(words))
    parameters = [f"%{word}%" for word in words for _column in range(2)]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(conditions=conditions), parameters)
        cursor.fetchall()


def measure_like(asked: list[str]) -> dict[str, Times]:
    some = asked[::4]
    return {
        "LIKE, newest 20": time_calls([lambda text=text: like(NEWEST, text) for text in some], repeats=1),
        "LIKE, total": time_calls([lambda text=text: like(COUNT, text) for text in some[::2]], repeats=1),
    }


class Words:
    """A full-text table of jieba's words, all of a query's words asked for: what most sites do."""

    def __init__(self, texts: dict[int, str]):
        import jieba

        jieba.setLogLevel(60)
        self.cut = jieba.cut_for_search
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE VIRTUAL TABLE temp.floor_words USING fts5(text, content='', tokenize='ascii')"
            )
            cursor.executemany(
                "INSERT INTO temp.floor_words(rowid, text) VALUES (%s, %s)",
                ((key, " ".join(self.words(text))) for key, text in texts.items()),
            )

    def words(self, text: str) -> list[str]:
        return [word for word in self.cut(text) if word.strip() and word.isalnum()]

    def find(self, text: str) -> set[int]:
        words = [word for term in parse(text).terms for word in self.words(term.words)]
        if not words:
            return set()
        asked = " AND ".join(f'"{word}"' for word in words)
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid FROM floor_words WHERE floor_words MATCH %s", [asked])
            return {key for (key,) in cursor.fetchall()}


class Trigrams:
    """SQLite's own trigram index, asked for each word as a phrase."""

    def __init__(self, texts: dict[int, str]):
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE VIRTUAL TABLE temp.floor_trigrams USING fts5(text, content='', tokenize='trigram')"
            )
            cursor.executemany("INSERT INTO temp.floor_trigrams(rowid, text) VALUES (%s, %s)", texts.items())

    def find(self, text: str) -> set[int]:
        quoted = (term.words.replace('"', '""') for term in parse(text).terms)
        asked = " AND ".join(f'"{word}"' for word in quoted)
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid FROM floor_trigrams WHERE floor_trigrams MATCH %s", [asked])
            return {key for (key,) in cursor.fetchall()}
