"""Whose pages they are: the newspaper of each file, met once a load."""

from __future__ import annotations

from hashlib import blake2b

from articles.models import Newspaper

from .found import Found
from .knowing import guess_home, keep_agencies
from .papers import Paper

DEFAULT_NAME = "本报"


class Newspapers:
    """The newspapers of a load and their homes. The first page of a new one tells where it is."""

    def __init__(self, name: str = "", *, dry_run: bool = False, met=lambda: None):
        self.name, self.dry_run, self.met = name, dry_run, met
        self.known: dict[str, tuple[Newspaper | None, tuple[str, str]]] = {}
        self.notes: list[str] = []  # what there is to say about them

    def of(self, entry: Found) -> tuple[Newspaper | None, tuple[str, str]]:
        """Return the newspaper of a page, None in a dry run, and its province and city."""
        if entry.paper.name not in self.known:
            if self.dry_run:
                self.known[entry.paper.name] = (None, (entry.paper.province, entry.paper.city))
            else:
                self.known[entry.paper.name] = self.meet(entry)
                self.met()
        return self.known[entry.paper.name]

    def meet(self, entry: Found) -> tuple[Newspaper, tuple[str, str]]:
        newspaper, _made = find_newspaper(entry.paper, self.name)
        self.notes += keep_agencies(entry)
        if not newspaper.city and (home := guess_home(entry)):
            newspaper.province, newspaper.city = home.province, home.city
            newspaper.save(update_fields=["province", "city"])
            self.notes.append(
                f"{newspaper}: taken to be the paper of {home.province}{home.city}, by its pages."
                " Correct it in the admin or in newspaper.toml if it is not."
            )
        return newspaper, (newspaper.province, newspaper.city)


def find_newspaper(paper: Paper, name: str = "") -> tuple[Newspaper, bool]:
    """Return the newspaper of a page, and whether it was made now. The first one is the site's own."""
    name = name or paper.name
    main = Newspaper.objects.filter(is_main=True).first()
    if not name:
        if main:
            return main, False
        name = DEFAULT_NAME
    found = Newspaper.objects.filter(name=name).first()
    if found:
        return found, False
    facts = (
        {key: getattr(paper, key) for key in ("province", "city", "issn", "publisher", "description")}
        if name == paper.name or not paper.name
        else {}
    )
    slug = (paper.slug if name == paper.name else "") or (
        "main" if main is None else f"paper-{blake2b(name.encode(), digest_size=4).hexdigest()}"
    )
    return Newspaper.objects.get_or_create(
        name=name, defaults={"slug": slug, "is_main": main is None, **facts}
    )
