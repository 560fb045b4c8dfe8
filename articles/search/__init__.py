"""Search: its own tokens, index and query. One small interface, whatever the database."""


def index_articles(articles) -> None:
    """Put published articles into the index, replacing what stood there for them."""


def forget_articles(ids) -> None:
    """Take articles out of the index."""


def publication_changed() -> None:
    """Tell every cache that what is public has changed."""
