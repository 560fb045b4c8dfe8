"""The segmenter's stories become articles, or proposals beside a person's work.

    drafting    a story as the fields of an article (no database)
    pairing     which story is which article (no database)
    merging     three versions of a field meet (no database)
    identity    the number an article keeps for ever
    naming      sections, agencies and tags by their names
    following   a page told apart again, for the desk
    registering agencies of authority files kept, and the authority that pages are recognised with
    remembering names a load has looked up before
    matching    the articles that a page has already
    updating    an article that stands, and what is now said of it
    writing     articles, passages and all that hangs on them, a batch of pages at a time
    continuing  上接 and 下转 tied together within an issue

Worker processes draft without Django: nothing is imported here until it is asked for.
"""


def propose(page, *, marks=None, by=None, load=None, recognise=True):
    """Tell a stored page apart under its standing marks, and bring its articles in step.

    Returns a writing.Outcome: the articles made, changed and left without a story.
    """
    from .following import follow_page

    return follow_page(page, marks=marks, by=by, load=load, recognise=recognise)


def touch(article, fields) -> None:
    """Note on an unsaved article that a person changed these fields: the machine no longer may."""
    article.touched = sorted({*article.touched, *fields})
