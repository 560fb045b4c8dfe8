"""Every page of the readers' site by its route, with the addresses that show all that can stand on it."""

from articles import publishing

PAGES = {
    "": ["/"],
    "issues/": ["/issues/"],
    "issues/<year:year>/": ["/issues/2023/"],
    "issues/<month:month>/": ["/issues/2024-06/"],
    "issues/<name:address>/": ["/issues/2024-06-14/"],
    "issues/<name:address>/<name:key>/": ["/issues/2024-06-14/1/"],
    "on-this-day/<day:day>/": ["/on-this-day/06-14/"],
    "articles/<number:pk>/": [
        "/articles/20240614001001/",
        "/articles/20240614001003/",
        "/articles/20240614001004/",  # withdrawn
        "/articles/20240614001002/",  # a draft
    ],
    "articles/<number:pk>/citation/": ["/articles/20240614001001/citation/"],
    "articles/<number:pk>/related/": ["/articles/20240614001001/related/"],
    "articles/<number:pk>/mistake/": ["/articles/20240614001001/mistake/"],
    "articles/<number:pk>/mistake/thanks/": ["/articles/20240614001001/mistake/thanks/"],
    "sections/": ["/sections/"],
    "sections/<number:pk>/": ["/sections/{section}/"],
    "agencies/": ["/agencies/", "/agencies/?q=没有这个"],
    "agencies/tree/": ["/agencies/tree/", "/agencies/tree/?under={parent}"],
    "agencies/<number:pk>/": ["/agencies/{agency}/", "/agencies/{agency}/?since=gestern&genre=feature"],
    "tags/": ["/tags/"],
    "tags/<number:pk>/": ["/tags/{tag}/"],
    "writers/": ["/writers/"],
    "writers/<writer:name>/": ["/writers/林一苇/"],
    "search/": [
        "/search/",
        "/search/?q=码头",
        "/search/?q=码头&year=2024&sheet=1&agency={agency}",
        "/search/?q=没有这个词呢",
        "/search/?q=码头&since=gestern",
    ],
    "search/facets/": ["/search/facets/?q=码头"],
    "numbers/": ["/numbers/"],
    "numbers/words/": ["/numbers/words/", "/numbers/words/?w=码头 居民"],
    "numbers/agencies/": ["/numbers/agencies/"],
    "numbers/sections/": ["/numbers/sections/"],
    "numbers/together/": ["/numbers/together/", "/numbers/together/?id={agency}"],
    "data/": ["/data/"],
    None: ["/no-such-page/"],
}  # fmt: skip
# What the other routes give out is no page: it ends so.
FILES = (".json", ".jsonl", ".csv", ".txt", ".xml", ".bib", ".ris", ".ico", "feed/", "rss/", "suggest/")


def addresses(keys: dict) -> list[str]:
    return [address.format(**keys) for found in PAGES.values() for address in found]


def fill(archive, mess: str = "") -> dict[str, int]:
    """Print three days with something for every page, and `mess` in what is printed; return the keys."""
    parent = archive.agency(f"河口市人民政府{mess}")
    made = {"section": archive.section(), "agency": archive.agency(parent=parent), "tag": archive.tag()}
    story = {
        "kicker": "三年之后",
        "title": f"老码头{mess or '重新开放'}",
        "subtitle": "等了三年",
        "body": f"河边的老码头昨天重新开放。{mess}\n■小标题\n居民说值得。\n▲老码头今貌",
        "section": made["section"],
        "agencies": [made["agency"], parent],
        "tags": [made["tag"]],
        "writers": ["林一苇", "图/文 向晚"],
        "series": "码头记",
    }
    for day in ("2023-06-14", "2024-05-31", "2024-06-14"):
        *_others, withdrawn = archive.sheet(
            story,
            {"title": "草稿", "body": "不公开。", "published": False},
            story | {"title": "", "kicker": "", "subtitle": "", "genre": "feature"},
            {"title": "误传", "body": "已更正。"},
            day=day,
            between="闲字",
        )
        publishing.withdraw(withdrawn, because="所述不实")
    return {name: thing.pk for name, thing in made.items()} | {"parent": parent.pk}
