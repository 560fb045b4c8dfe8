"""Stories that go on from page to page are proposed as one, and stay two."""

from articles.segmenter import segment_issue
from articles.segmenter.links import find_links
from articles.segmenter.text import PageText

from .pages import BRIDGE, LIBRARY, ORCHARD, page_of

HEAD, LEAD, MIDDLE, LAST = BRIDGE.split("\n\n")
FIRST = page_of(HEAD, LEAD, MIDDLE + "(下转第2版)", ORCHARD)
SECOND = page_of("(上接第1版)", LAST, LIBRARY)


def issue(*texts):
    pages = [PageText(text) for text in texts]
    return pages, segment_issue(pages)


def test_a_story_is_found_again_on_the_page_it_goes_on_on():
    pages, found = issue(FIRST, SECOND)
    (link,) = find_links(pages, found)
    assert (link.page, link.story, link.next_page, link.next_story) == (0, 0, 1, 0)


def test_the_editor_reads_the_other_headline():
    _, found = issue(FIRST, SECOND)
    details = {doubt.code: doubt.detail for doubt in found[1].stories[0].doubts}
    assert HEAD in details["continued-from"]


def test_a_mark_that_names_another_page_links_nothing():
    pages, found = issue(FIRST, SECOND.replace("第1版", "第4版"))
    assert find_links(pages, found) == []


def test_pages_without_marks_are_not_linked():
    pages, found = issue(BRIDGE, ORCHARD)
    assert find_links(pages, found) == []
