"""Who may do what, where: one table of every address, every action, every standing of an article.

The roles: a anonymous, m member without staff, v viewer, l loader, e editor, c chief editor, s administrator;
`-` is nobody. An address or an action without a row fails the suite: whoever adds one says here who
may use it.
"""

from __future__ import annotations

from dataclasses import dataclass

# Behind the editors' door. Who may look (GET, HEAD), and who changes something with the form filled in right
# (POST); then the status of looking where it is not 200. Whoever may not look is led to the login (a, m) or
# refused (403, 405). No other method changes anything for anybody.
EDITORS = """
# address                                                             look     act      status
admin/                                                                vlecs    -
admin/(?P<url>.*)$                                                    vlecs    -        404
admin/^(?P<app_label>articles|auth|axes)/$                            vlecs    -
admin/articles/agency/                                                vlecs    -
admin/articles/agency/<int:pk>/merge/                                 cs       cs
admin/articles/agency/<path:object_id>/                               vlecs    -        302
admin/articles/agency/<path:object_id>/change/                        vlecs    ecs
admin/articles/agency/<path:object_id>/delete/                        cs       cs
admin/articles/agency/<path:object_id>/history/                       vlecs    -
admin/articles/agency/add/                                            ecs      ecs
admin/articles/agency/mergers/                                        vlecs    -
admin/articles/agency/mergers/<int:pk>/undo/                          cs       cs       302
admin/articles/agency/near/                                           vlecs    -
admin/articles/agency/tree/                                           vlecs    -
admin/articles/article/                                               vlecs    -
admin/articles/article/<int:article_id>/comments/                     -        ecs
admin/articles/article/<int:article_id>/join/                         ecs      ecs
admin/articles/article/<int:article_id>/move/<str:name>/              cs       cs
admin/articles/article/<int:article_id>/offers/                       -        ecs
admin/articles/article/<int:article_id>/presence/                     -        ecs
admin/articles/article/<int:article_id>/preview/                      vlecs    -
admin/articles/article/<int:article_id>/split/                        ecs      ecs
admin/articles/article/<int:article_id>/tags/                         -        ecs
admin/articles/article/<path:object_id>/                              vlecs    -        302
admin/articles/article/<path:object_id>/change/                       vlecs    ecs
admin/articles/article/<path:object_id>/delete/                       cs       cs
admin/articles/article/<path:object_id>/history/                      vlecs    -
admin/articles/article/<path:object_id>/history/<int:row_id>/         vlecs    ecs
admin/articles/article/add/                                           ecs      ecs
admin/articles/article/filters/                                       -        vlecs
admin/articles/article/filters/<int:pk>/forget/                       -        vlecs
admin/articles/issue/                                                 vlecs    -
admin/articles/issue/<path:object_id>/                                vlecs    -        302
admin/articles/issue/<path:object_id>/change/                         vlecs    ecs
admin/articles/issue/<path:object_id>/delete/                         s        s
admin/articles/issue/<path:object_id>/history/                        vlecs    -
admin/articles/issue/add/                                             lecs     lecs
admin/articles/load/                                                  vlecs    -
admin/articles/load/<int:load_id>/retry/                              lcs      lcs      302
admin/articles/load/<int:load_id>/run/                                lcs      lcs      302
admin/articles/load/<int:load_id>/undo/                               lcs      lcs      302
admin/articles/load/<path:object_id>/                                 vlecs    -        302
admin/articles/load/<path:object_id>/change/                          vlecs    lcs
admin/articles/load/<path:object_id>/delete/                          -        -
admin/articles/load/<path:object_id>/history/                         vlecs    -
admin/articles/load/add/                                              lcs      lcs
admin/articles/loadedfile/                                            vlecs    -
admin/articles/loadedfile/<path:object_id>/                           vlecs    -        302
admin/articles/loadedfile/<path:object_id>/change/                    vlecs    -
admin/articles/loadedfile/<path:object_id>/delete/                    -        -
admin/articles/loadedfile/<path:object_id>/history/                   vlecs    -
admin/articles/loadedfile/add/                                        -        -
admin/articles/mistakereport/                                         vecs     -
admin/articles/mistakereport/<path:object_id>/                        vlecs    -        302
admin/articles/mistakereport/<path:object_id>/change/                 vecs     ecs
admin/articles/mistakereport/<path:object_id>/delete/                 s        s
admin/articles/mistakereport/<path:object_id>/history/                vecs     -
admin/articles/mistakereport/add/                                     -        -
admin/articles/newspaper/                                             vlecs    -
admin/articles/newspaper/<path:object_id>/                            vlecs    -        302
admin/articles/newspaper/<path:object_id>/change/                     vlecs    cs
admin/articles/newspaper/<path:object_id>/delete/                     s        s
admin/articles/newspaper/<path:object_id>/history/                    vlecs    -
admin/articles/newspaper/add/                                         cs       cs
admin/articles/page/                                                  vlecs    -
admin/articles/page/<int:page_id>/date/                               ecs      ecs
admin/articles/page/<int:page_id>/desk/                               vlecs    -
admin/articles/page/<int:page_id>/desk/<str:step>/                    -        ecs
admin/articles/page/<int:page_id>/desk/mark/                          -        ecs
admin/articles/page/<path:object_id>/                                 vlecs    -        302
admin/articles/page/<path:object_id>/change/                          vlecs    ecs
admin/articles/page/<path:object_id>/delete/                          -        -
admin/articles/page/<path:object_id>/history/                         vlecs    -
admin/articles/page/add/                                              -        -
admin/articles/section/                                               vlecs    -
admin/articles/section/<path:object_id>/                              vlecs    -        302
admin/articles/section/<path:object_id>/change/                       vlecs    ecs
admin/articles/section/<path:object_id>/delete/                       cs       cs
admin/articles/section/<path:object_id>/history/                      vlecs    -
admin/articles/section/add/                                           ecs      ecs
admin/articles/tag/                                                   vlecs    -
admin/articles/tag/<int:pk>/merge/                                    cs       cs
admin/articles/tag/<path:object_id>/                                  vlecs    -        302
admin/articles/tag/<path:object_id>/change/                           vlecs    ecs
admin/articles/tag/<path:object_id>/delete/                           cs       cs
admin/articles/tag/<path:object_id>/history/                          vlecs    -
admin/articles/tag/add/                                               ecs      ecs
admin/articles/tag/mergers/                                           vlecs    -
admin/articles/tag/mergers/<int:pk>/undo/                             cs       cs       302
admin/articles/tag/near/                                              vlecs    -
admin/auth/group/                                                     s        -
admin/auth/group/<path:object_id>/                                    vlecs    -        302
admin/auth/group/<path:object_id>/change/                             s        s
admin/auth/group/<path:object_id>/delete/                             s        s
admin/auth/group/<path:object_id>/history/                            s        -
admin/auth/group/add/                                                 s        s
admin/auth/user/                                                      s        -
admin/auth/user/<id>/password/                                        s        s
admin/auth/user/<path:object_id>/                                     vlecs    -        302
admin/auth/user/<path:object_id>/change/                              s        s
admin/auth/user/<path:object_id>/delete/                              s        s
admin/auth/user/<path:object_id>/history/                             s        -
admin/auth/user/add/                                                  s        s
admin/autocomplete/                                                   vlecs    -
admin/axes/accessattempt/                                             s        -
admin/axes/accessattempt/<path:object_id>/                            vlecs    -        302
admin/axes/accessattempt/<path:object_id>/change/                     s        -
admin/axes/accessattempt/<path:object_id>/delete/                     s        s
admin/axes/accessattempt/<path:object_id>/history/                    s        -
admin/axes/accessattempt/add/                                         -        -
admin/axes/accessfailurelog/                                          s        -
admin/axes/accessfailurelog/<path:object_id>/                         vlecs    -        302
admin/axes/accessfailurelog/<path:object_id>/change/                  s        -
admin/axes/accessfailurelog/<path:object_id>/delete/                  -        -
admin/axes/accessfailurelog/<path:object_id>/history/                 s        -
admin/axes/accessfailurelog/add/                                      -        -
admin/axes/accesslog/                                                 s        -
admin/axes/accesslog/<path:object_id>/                                vlecs    -        302
admin/axes/accesslog/<path:object_id>/change/                         s        -
admin/axes/accesslog/<path:object_id>/delete/                         -        -
admin/axes/accesslog/<path:object_id>/history/                        s        -
admin/axes/accesslog/add/                                             -        -
admin/jsi18n/                                                         vlecs    -
admin/login/                                                          amvlecs  amvlecs
admin/logout/                                                         am       vlecs    302
admin/password_change/                                                vlecs    vlecs
admin/password_change/done/                                           vlecs    -
admin/r/<path:content_type_id>/<path:object_id>/                      vlecs    -        302
admin/reports/                                                        vlecs    -
admin/reports/<slug:name>.csv                                         vlecs    -
admin/reports/<slug:name>.svg                                         vlecs    -
admin/reports/<slug:name>/                                            vlecs    -
"""

# The readers' door, open to all alike. The status of what is public, and of what is about a draft only.
READERS = """
# address                                                             public  hidden
(home)                                                                     200  200
issues/                                                               200  200
issues/<year:year>/                                                   200  200
issues/<month:month>/                                                 200  404
issues/<name:address>/                                                200  404
issues/<name:address>/<name:key>/                                     200  404
on-this-day/<day:day>/                                                200  404
articles/<number:pk>/                                                 200  404
articles/<number:pk>/citation/                                        200  404
articles/<number:pk>/related/                                         200  404
articles/<number:pk>/mistake/                                         200  404
articles/<number:pk>/mistake/thanks/                                  200  404
sections/                                                             200  200
sections/<number:pk>/                                                 200  404
agencies/                                                             200  200
agencies/tree/                                                        200  200
agencies/<number:pk>/                                                 200  404
tags/                                                                 200  200
tags/<number:pk>/                                                     200  404
writers/                                                              200  200
writers/<writer:name>/                                                200  404
search/                                                               200  200
search/facets/                                                        200  200
search/suggest/                                                       200  200
search/feed/                                                          200  200
search/feed/rss/                                                      200  200
feed/                                                                 200  200
feed/rss/                                                             200  200
sections/<number:pk>/feed/                                            200  404
sections/<number:pk>/feed/rss/                                        200  404
agencies/<number:pk>/feed/                                            200  404
agencies/<number:pk>/feed/rss/                                        200  404
tags/<number:pk>/feed/                                                200  404
tags/<number:pk>/feed/rss/                                            200  404
writers/<writer:name>/feed/                                           200  404
writers/<writer:name>/feed/rss/                                       200  404
numbers/                                                              200  200
numbers/words/                                                        200  200
numbers/words.csv                                                     200  200
numbers/agencies/                                                     200  200
numbers/agencies.csv                                                  200  200
numbers/sections/                                                     200  200
numbers/sections.csv                                                  200  200
numbers/together/                                                     200  200
numbers/together.csv                                                  200  200
sitemap.xml                                                           200  200
sitemaps/<name:section>.xml                                           200  404
robots.txt                                                            200  200
favicon.ico                                                           301  301
data/                                                                 200  200
api/openapi.json                                                      200  200
articles.json                                                         200  200
articles/<number:pk>.bib                                              200  404
articles/<number:pk>.ris                                              200  404
articles/<number:pk>.csl.json                                         200  404
articles/<number:pk>.ninjs.json                                       200  404
articles/<number:pk>.json                                             200  404
issues.json                                                           200  200
issues/<name:address>.json                                            200  404
issues/<name:address>/<name:key>.json                                 200  404
sections.json                                                         200  200
sections/<number:pk>.json                                             200  404
agencies.json                                                         200  200
agencies/<number:pk>.json                                             200  404
tags.json                                                             200  200
tags/<number:pk>.json                                                 200  404
writers.json                                                          200  200
writers/<writer:name>.json                                            200  404
search.json                                                           200  200
issues/<name:address>.spreadsheet.csv                                 200  404
search.spreadsheet.csv                                                200  200
issues/<name:address>.ninjs.jsonl                                     200  404
search.ninjs.jsonl                                                    200  200
issues/<name:address>.jsonl                                           200  404
search.jsonl                                                          200  200
issues/<name:address>.csv                                             200  404
search.csv                                                            200  200
issues/<name:address>.txt                                             200  404
search.txt                                                            200  200
"""

# What a form beside an article changes, by how the article stands. `open`: another has it open; `theirs`:
# another worked on it last; `stale`: another saved it since this form was opened; `joined`: it went into
# another. Presence warns and locks nobody out: `open` and `theirs` answer as `draft` does.
STEPS = """
# step           imported draft   in-review scheduled published withdrawn open    theirs  stale   joined
change           ecs      ecs     ecs       ecs       ecs       ecs       ecs     ecs     -       ecs
comments         ecs      ecs     ecs       ecs       ecs       ecs       ecs     ecs     ecs     ecs
delete           cs       cs      cs        -         -         -         cs      cs      cs      -
join             ecs      ecs     ecs       cs        cs        ecs       ecs     ecs     -       -
offers           ecs      ecs     ecs       ecs       ecs       ecs       ecs     ecs     -       ecs
presence         ecs      ecs     ecs       ecs       ecs       ecs       ecs     ecs     ecs     ecs
publish          cs       cs      cs        -         -         cs        cs      cs      -       -
reopen           -        -       -         -         -         cs        -       -       -       -
reschedule       -        -       -         cs        -         -         -       -       -       -
revert           ecs      ecs     ecs       ecs       ecs       ecs       ecs     ecs     -       ecs
send_back        -        -       cs        -         -         -         -       -       -       -
split            ecs      ecs     ecs       ecs       ecs       ecs       ecs     ecs     -       ecs
submit           ecs      ecs     -         -         -         -         ecs     ecs     -       -
tags             ecs      ecs     ecs       ecs       ecs       ecs       ecs     ecs     -       ecs
unschedule       -        -       -         cs        -         -         -       -       -       -
withdraw         -        -       -         -         cs        -         -       -       -       -
"""

# An action on chosen rows: who is offered it. With a standing, an article that the action changes.
ACTIONS = """
# list           action                   who
accessattempt    delete_selected          s
agency           confirm                  ecs
agency           delete_selected          cs
article          add_tags                 ecs
article          publish_chosen           cs
article          remove_tags              ecs
article          set_section              ecs
article          submit_chosen            ecs
article          withdraw_chosen          cs
group            delete_selected          s
issue            delete_selected          s
mistakereport    accept                   ecs
mistakereport    delete_selected          s
mistakereport    refuse                   ecs
newspaper        delete_selected          s
section          confirm                  ecs
section          delete_selected          cs
tag              delete_selected          cs
user             delete_selected          s
"""

# What an article action changes, by how the article stands.
CHANGES = """
# action         imported draft   in-review scheduled published withdrawn open    theirs  stale   joined
add_tags         ecs      ecs     ecs       ecs       ecs       ecs       ecs     ecs     ecs     ecs
publish_chosen   cs       cs      cs        -         -         cs        cs      cs      cs      -
remove_tags      ecs      ecs     ecs       ecs       ecs       ecs       ecs     ecs     ecs     ecs
set_section      ecs      ecs     ecs       ecs       ecs       ecs       ecs     ecs     ecs     ecs
submit_chosen    ecs      ecs     -         -         -         -         ecs     ecs     ecs     -
withdraw_chosen  -        -       -         -         cs        -         -       -       -       -
"""


@dataclass(frozen=True)
class Row:
    """What one address answers: to whom, and how."""

    look: frozenset[str]
    act: frozenset[str]
    public: int = 200
    hidden: int = 200


def lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.splitlines() if line and not line.startswith("#")]


def roles(letters: str) -> frozenset[str]:
    return frozenset(letters.replace("-", ""))


def read_addresses() -> dict[str, Row]:
    """Return the row of each address, by the route as the resolver has it."""
    rows = {}
    for route, look, act, *status in lines(EDITORS):
        rows[route] = Row(roles(look), roles(act), int(status[0]) if status else 200)
    for route, public, hidden in lines(READERS):
        # The one form that readers have: reporting a mistake.
        act = "amvlecs" if route == "articles/<number:pk>/mistake/" else "-"
        rows[route.replace("(home)", "")] = Row(roles("amvlecs"), roles(act), int(public), int(hidden))
    return rows


def read_standings(table: str) -> dict[tuple[str, str], frozenset[str]]:
    """Return who changes something, by the step or action and the standing of the article."""
    standings = table.strip().splitlines()[0].split()[2:]
    return {
        (name, standing): roles(who)
        for name, *cells in lines(table)
        for standing, who in zip(standings, cells, strict=True)
    }


ADDRESSES = read_addresses()
STEPS_OF = read_standings(STEPS)
ACTIONS_OF = {(noun, name): roles(who) for noun, name, who in lines(ACTIONS)}
CHANGES_OF = read_standings(CHANGES)
