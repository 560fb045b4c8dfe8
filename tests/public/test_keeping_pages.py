"""Public pages are kept and revalidated, and never for longer than they are true."""

import gzip

import brotli
import pytest

from articles import publishing

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(archive):
    return archive.story()


def test_a_reader_who_has_the_page_is_told_so(client, article):
    first = client.get(article.get_absolute_url())
    again = client.get(article.get_absolute_url(), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content


def test_a_304_never_confirms_a_withdrawn_article(client, article, django_capture_on_commit_callbacks):
    etag = client.get(article.get_absolute_url())["ETag"]
    home = client.get("/")["ETag"]
    with django_capture_on_commit_callbacks(execute=True):
        publishing.withdraw(article, because="更正")
    assert client.get(article.get_absolute_url(), headers={"if-none-match": etag}).status_code == 410
    assert client.get("/", headers={"if-none-match": home}).status_code == 200


def test_a_kept_page_asks_no_question_but_what_is_public_now(
    client, article, django_assert_max_num_queries, settings
):
    client.get("/")
    with django_assert_max_num_queries(2):
        client.get("/")


def test_a_publication_shows_on_pages_already_kept(
    client, archive, article, django_capture_on_commit_callbacks
):
    assert "第二篇" not in client.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        archive.story("第二篇", number="2")
    assert "第二篇" in client.get("/").content.decode()


@pytest.mark.parametrize(
    "address", ["/", "/issues/", "/search/?q=码头", "/feed/", "/sitemap.xml", "/robots.txt", "/articles/1/"]
)
def test_no_public_answer_sets_a_cookie_or_varies_on_one(client, article, address):
    client.cookies["sessionid"] = client.cookies["csrftoken"] = "stale"
    response = client.get(address)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_an_editor_reads_the_same_bytes_as_everybody(client, admin_client, article):
    for address in ("/", article.get_absolute_url()):
        assert client.get(address).content == admin_client.get(address).content


@pytest.mark.parametrize(("coding", "open_up"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_pages_travel_compressed_to_who_understands(client, article, coding, open_up):
    plain = client.get("/").content
    packed = client.get("/", headers={"accept-encoding": f"{coding}, deflate"})
    assert packed["Content-Encoding"] == coding
    assert "Accept-Encoding" in packed["Vary"]
    assert open_up(packed.content) == plain
    assert "Content-Encoding" not in client.get("/", headers={"accept-encoding": f"{coding};q=0"})


def test_head_answers_like_get_without_a_body(client, article):
    get, head = client.get("/"), client.head("/")
    assert head.headers == get.headers
    assert not head.content


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_reading_is_all_one_can_do(client, article, method):
    response = getattr(client, method)("/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.django_db(transaction=True)
def test_a_new_name_given_in_the_admin_shows_at_once_on_pages_already_kept(client, admin_client, archive):
    section = archive.section("走街串巷")
    article = archive.story(section=section)
    assert "走街串巷" in client.get(article.get_absolute_url()).content.decode()
    form = {"name": "街巷新闻", "description": ""}
    admin_client.post(f"/admin/articles/section/{section.pk}/change/", form)
    html = client.get(article.get_absolute_url()).content.decode()
    assert "街巷新闻" in html
    assert "走街串巷" not in html
