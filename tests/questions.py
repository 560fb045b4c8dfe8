"""How many questions a page asks its database."""

# The marks of a transaction, and what bounds the time of a search on PostgreSQL, are no questions.
AROUND = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK", "SET LOCAL")


def count_questions(captured) -> int:
    """Return the number of queries captured, without what stands around them."""
    return sum(not query["sql"].startswith(AROUND) for query in captured.captured_queries)
