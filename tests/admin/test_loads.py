"""Files sent through the admin are loaded by the same code, and a load can be taken back whole."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from articles import uploading
from articles.models import Article, Issue, Load, LoadedFile, Page
from tests import factories as make

pytestmark = pytest.mark.django_db

PAGE = """云溪新桥今日合龙

本报讯（记者 林舟）5月6日上午，云溪新桥主跨合龙，两岸居民沿江围观，掌声不断。大桥全长一千二百米。

市交通局有关负责人说，大桥年底通车，届时过江时间由四十分钟缩短到五分钟。
"""


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture
def loader(client):
    client.force_login(make.make_person("loader", "loader"))
    make.NewspaperFactory()
    return client


def page_file(name="2031-05-06_02.txt", text=PAGE):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def upload(client, *files, **data):
    paper = make.NewspaperFactory()
    return client.post(
        reverse("admin:articles_load_add"), {"files": list(files), "newspaper": paper.pk, **data}
    )


def test_a_page_sent_through_the_admin_is_loaded_at_once(loader):
    answer = upload(loader, page_file())
    load = Load.objects.get()
    assert answer.status_code == 302
    assert (load.state, load.loaded, load.refused) == ("finished", 1, 0)
    page = Page.objects.get()
    assert (page.text, str(page.issue.date), page.number) == (PAGE, "2031-05-06", "2")
    assert load.files.get().path == "2031-05-06_02.txt"
    assert Article.objects.filter(load=load).exists()


def test_the_sender_is_told_of_a_refused_file_with_its_reason(loader):
    upload(loader, page_file(), page_file("2031-05-06_03.txt", b"\xff\xfe\x00"))
    load = Load.objects.get()
    html = loader.get(reverse("admin:articles_load_change", args=[load.pk])).content.decode()
    assert (load.loaded, load.refused) == (1, 1)
    assert "2031-05-06_03.txt" in html
    assert load.files.get(state="refused").reason in html.replace("&#x27;", "'").replace("&quot;", '"')


def test_an_archive_waits_for_run_loads(loader):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("2031-05-06/02.txt", PAGE)
        archive.writestr("../../etc/evil.txt", PAGE + "外")
    upload(loader, SimpleUploadedFile("pages.zip", packed.getvalue()))
    load = Load.objects.get()
    assert load.state == "queued"
    call_command("run_loads", verbosity=0)
    load.refresh_from_db()
    assert (load.state, load.loaded, load.refused) == ("finished", 1, 1)
    assert load.started_by.username == "loader"


def test_a_queued_load_is_run_once(loader):
    upload(loader, page_file())
    assert not uploading.run_load(Load.objects.get())


@pytest.mark.parametrize(
    "name", ["page.exe", "page", "a.html", "x.txt.svg", ".htaccess", "页" * 300 + ".pdf"]
)
def test_what_is_no_page_is_not_taken(loader, name):
    file = SimpleUploadedFile("x.txt", b"x")
    file.name = name
    with pytest.raises(uploading.NotLoadable):
        uploading.receive([file], by=None)
    assert not Load.objects.exists()


@pytest.mark.parametrize("name", ["../../../x.txt", "..\\..\\x.txt", "/etc/x.txt", "\x00x.txt", "...x.txt"])
def test_a_file_name_never_leaves_its_folder(uploads, name):
    file = page_file()
    file._name = name
    load = uploading.receive([file], by=None)
    assert [path.name for path in uploading.folder_of(load).iterdir()] == ["x.txt"]


def test_only_the_refused_are_tried_again(loader):
    upload(loader, page_file(), page_file("2031-05-06_03.txt", b""))
    first = Load.objects.get()
    (uploading.folder_of(first) / "2031-05-06_03.txt").write_text(PAGE + "第三版。\n", encoding="utf-8")
    answer = loader.post(reverse("admin:articles_load_retry", args=[first.pk]))
    again = Load.objects.exclude(pk=first.pk).get()
    assert answer.status_code == 302
    assert (again.loaded, again.files.count()) == (1, 1)
    assert again.files.get().path == "2031-05-06_03.txt"


def test_an_undone_load_leaves_nothing_behind(loader):
    upload(loader, page_file())
    load = Load.objects.get()
    loader.post(reverse("admin:articles_load_undo", args=[load.pk]))
    load.refresh_from_db()
    assert load.state == "undone"
    assert [model.objects.count() for model in (Article, Page, Issue)] == [0, 0, 0]
    assert LoadedFile.objects.get().page is None


def test_an_undone_load_can_be_loaded_again(loader):
    upload(loader, page_file())
    loader.post(reverse("admin:articles_load_undo", args=[Load.objects.get().pk]))
    upload(loader, page_file())
    assert Page.objects.count() == 1


def test_a_load_that_somebody_worked_on_is_not_undone_and_says_on_what(loader):
    from articles import editing

    upload(loader, page_file())
    load, article = Load.objects.get(), Article.objects.first()
    article.title = "改过的题"
    editing.save_article(article, changed=["title"], by=make.make_person("ann", "editor"))
    answer = loader.post(reverse("admin:articles_load_undo", args=[load.pk]), follow=True)
    assert "改过的题" in answer.content.decode()
    load.refresh_from_db()
    assert load.state == "finished"
    assert Page.objects.exists()


def test_an_editor_may_not_send_files_in(client):
    client.force_login(make.make_person("ann", "editor"))
    assert upload(client, page_file()).status_code == 403
    assert not Load.objects.exists()


def test_a_loader_cannot_publish_by_a_field_that_her_form_does_not_have(loader):
    upload(loader, page_file(), publish="on")
    assert not Article.objects.published().exists()
