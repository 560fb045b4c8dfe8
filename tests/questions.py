"""How many questions a page asks its database."""

# What bounds the time of a search on PostgreSQL is no question.
AROUND = ("SAVEPOINT", "RELEASE SAVEPOINT", "SET LOCAL")


def count_questions(captured) -> int:
    """Return the number of queries captured, without what PostgreSQL needs around them."""
    return sum(not query["sql"].startswith(AROUND) for query in captured.captured_queries)
