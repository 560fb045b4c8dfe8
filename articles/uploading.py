"""Files that a person sends through the admin: kept, loaded at once or queued, retried, undone."""

from __future__ import annotations

import logging
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Replace
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles import guarding
from articles.models import Article, Issue, Load, LoadedFile, Mark, Page, State

logger = logging.getLogger(__name__)

MOST_FILES = 500
MOST_BYTES = 200 * 1024 * 1024
# Beyond this the browser would wait: `manage.py run_loads` does it instead.
AT_ONCE_FILES, AT_ONCE_BYTES = 20, 256 * 1024
ENDINGS = (".txt", ".zip", ".toml", ".csv")


class NotLoadable(guarding.Refused):
    """The files cannot be taken, or the load not undone; the message says why, in Chinese."""


def receive(
    files: Iterable, *, by, newspaper: str = "", day: date | None = None, publish: bool = False
) -> Load:
    """Keep uploaded files as a queued load. Nothing of them is served or read by their names."""
    files = list(files)
    total = sum(file.size for file in files)
    if not files:
        raise NotLoadable(_("请选择至少一个文件。"))
    if len(files) > MOST_FILES or total > MOST_BYTES:
        raise NotLoadable(
            _("共 %(n)d 个文件、%(mb)d MB；一次最多 %(most)d 个、%(most_mb)d MB。请分几次上传。")
            % {
                "n": len(files),
                "mb": total // 1024**2,
                "most": MOST_FILES,
                "most_mb": MOST_BYTES // 1024**2,
            }
        )
    names = [safe_name(file.name) for file in files]
    for name, file in zip(names, files, strict=True):
        if not name.lower().endswith(ENDINGS):
            raise NotLoadable(
                _("“%(name)s”不是版面文件。只收 .txt、.zip，以及 newspaper.toml 和 agencies.csv。")
                % {"name": file.name}
            )
    if len(set(names)) < len(names):
        raise NotLoadable(_("有重名的文件。请改名，或放进一个 zip。"))
    options = {
        "newspaper": newspaper,
        "date": day.isoformat() if day else "",
        "publish": publish,
        "uploaded": True,
        "bytes": total,
    }
    with being_kept(dict(zip(names, files, strict=True))) as draft, transaction.atomic():
        load = Load.objects.create(state=Load.State.QUEUED, started_by=by, paths=names, options=options)
        # Nobody's: the number is ours now, and a crash left the folder before its row was written.
        shutil.rmtree(folder_of(load), ignore_errors=True)
        draft.rename(folder_of(load))
    return load


@contextmanager
def being_kept(files: dict):
    """Write the files into a folder that is nobody's yet: a load is not queued before it is whole."""
    root = Path(settings.MEDIA_ROOT) / "loads"
    root.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="incoming-", dir=root))
    try:
        for name, file in files.items():
            with (draft / name).open("wb") as kept:
                for chunk in file.chunks():
                    kept.write(chunk)
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def safe_name(name: str) -> str:
    """Return a file's own name: no folder, no leading dot, nothing that a file system or a page minds."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C").strip().lstrip(".")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:80]}{dot}{ending[:8]}" or "file"


def folder_of(load: Load) -> Path:
    return Path(settings.MEDIA_ROOT) / "loads" / f"upload-{load.pk}"


def is_small(load: Load) -> bool:
    """Whether the sender may wait for it."""
    has_archive = any(name.lower().endswith(".zip") for name in load.paths)
    few = len(load.paths) <= AT_ONCE_FILES
    return few and not has_archive and load.options.get("bytes", 0) <= AT_ONCE_BYTES


def run_load(load: Load) -> bool:
    """Load what is queued, if nobody else has taken it; return whether it was ours to do."""
    from articles.loading.leftovers import under_way
    from articles.loading.stopping import Stopped

    if load.pk in under_way:
        return False
    # Before it is claimed, or another thread takes it for a leftover.
    under_way.add(load.pk)
    try:
        if not claim(load):
            return False
        load_files(load)
    except Stopped:
        # A full disk or a lost server passes: the load waits to be gone on with.
        note_state(load, Load.State.QUEUED)
        raise
    except Exception:
        note_state(load, Load.State.INTERRUPTED)
        raise
    finally:
        under_way.discard(load.pk)
    return True


def claim(load: Load) -> bool:
    """Take a queued load for this process; return whether it was still to be had."""
    from articles.loading.leftovers import this_process

    options = {**load.options, "process": this_process()}
    taken = Load.objects.filter(pk=load.pk, state=Load.State.QUEUED).update(
        state=Load.State.RUNNING, options=options, started_at=now()
    )
    if taken:
        load.refresh_from_db()
    return bool(taken)


def load_files(load: Load) -> None:
    from articles.loading.options import Options
    from articles.loading.running import run

    asked = load.options
    options = Options(
        newspaper=asked.get("newspaper", ""),
        date=date.fromisoformat(asked["date"]) if asked.get("date") else None,
        publish=bool(asked.get("publish")),
    )
    run(
        [str(folder_of(load))] if asked.get("uploaded") else load.paths,
        options,
        load=load,
        by=load.started_by,
    )
    forget_where(load)


def note_state(load: Load, state: str) -> None:
    """Write down how a load ended that did not end well, and what became of its files until then."""
    try:
        Load.objects.filter(pk=load.pk).update(state=state, finished_at=now())
        forget_where(load)
    except DatabaseError as error:
        # What stopped the load stops this too; who looks for leftovers will find it.
        logger.warning("Load %d is not written down as %s: %s", load.pk, state, error)


def forget_where(load: Load) -> None:
    """Leave the server's own folders out of what the list of files shows."""
    if load.options.get("uploaded"):
        folder = f"{folder_of(load)}/"
        load.files.filter(path__startswith=folder).update(path=Replace(F("path"), Value(folder), Value("")))
        load.files.filter(reason__contains=folder).update(
            reason=Replace(F("reason"), Value(folder), Value(""))
        )


def retry_refused(load: Load, *, by) -> Load:
    """Queue the refused files of a load once more, where they still are; return the new load."""
    refused = list(load.files.filter(state=LoadedFile.State.REFUSED).values_list("path", flat=True))
    if not refused:
        raise NotLoadable(_("这次装载没有拒收的文件。"))
    uploaded = bool(load.options.get("uploaded"))
    root = folder_of(load) if uploaded else Path()
    # A member of an archive is named after it: the archive is read again, what is stored is passed over.
    found = {path for name in refused if (path := standing_file(root, name)) is not None}
    if not found:
        raise NotLoadable(_("拒收的文件已不在原处。请重新上传。"))
    options = {key: value for key, value in load.options.items() if key != "process"}
    again = Load.objects.create(
        state=Load.State.QUEUED,
        started_by=by,
        paths=sorted(path.name if uploaded else str(path) for path in found),
        options={**options, "bytes": sum(path.stat().st_size for path in found), "retries": load.pk},
    )
    if uploaded:
        folder_of(again).mkdir(parents=True)
        beside = [path for name in ("newspaper.toml", "agencies.csv") if (path := root / name).is_file()]
        for path in {*found, *beside}:
            shutil.copyfile(path, folder_of(again) / path.name)
    return again


def standing_file(root: Path, name: str) -> Path | None:
    """Return the file that a reported name means, if it is there and below `root`."""
    path = root / name
    for candidate in (path, *path.parents):
        if candidate.is_file():
            inside = not root.parts or root.resolve() in candidate.resolve().parents
            return candidate if inside else None
    return None


def worked_on(load: Load) -> list[str]:
    """Return what a person did to what this load brought, in words: it cannot be undone then."""
    pages, articles = brought(load)
    touched = articles.annotate(
        is_edited=Exists(Article.history.model.objects.filter(id=OuterRef("pk")).exclude(history_user=None))
    ).filter(
        Q(is_edited=True)
        | ~Q(touched=[])
        | Q(state__in=(State.DRAFT, State.IN_REVIEW, State.WITHDRAWN))
        | Q(comments__isnull=False)
    )
    found = [_("文章“%(name)s”") % {"name": article.name} for article in touched.distinct()[:20]]
    marked = pages.filter(Q(pk__in=Mark.objects.values("page")) | ~Q(accepted_at=None))
    found += [_("版面 %(page)s") % {"page": page} for page in marked.select_related("issue__newspaper")[:20]]
    newer = pages.filter(Q(supersedes__isnull=False) | Q(superseded_by__isnull=False))
    found += [
        _("版面 %(page)s（有新旧两个读本）") % {"page": page}
        for page in newer.select_related("issue__newspaper")[:20]
    ]
    return found


def brought(load: Load):
    """Return the pages and articles that came into being with this load."""
    states = (LoadedFile.State.LOADED, LoadedFile.State.HELD, LoadedFile.State.NEW_READING)
    pages = Page.objects.filter(pk__in=load.files.filter(state__in=states).values("page")).without_bytes()
    return pages, Article.objects.filter(Q(load=load) | Q(page__in=pages))


@transaction.atomic
def undo_load(load: Load, *, by) -> tuple[int, int]:
    """Take back everything a load brought; return (pages, articles). Refused once a person worked on it."""
    from articles import search

    load = Load.objects.select_for_update().get(pk=load.pk)
    if load.state not in (Load.State.FINISHED, Load.State.INTERRUPTED):
        raise NotLoadable(
            _("%(load)s 现在是“%(state)s”，不能撤销。") % {"load": load, "state": load.get_state_display()}
        )
    if worked := worked_on(load):
        raise NotLoadable(_("不能撤销：已有人处理过 %(what)s。") % {"what": "、".join(worked[:10])})
    pages, articles = brought(load)
    page_keys = list(pages.values_list("pk", flat=True))
    keys = list(articles.values_list("pk", flat=True))
    issues = set(pages.values_list("issue", flat=True)) - {None}
    search.forget_articles(keys)
    Article.objects.filter(pk__in=keys).delete()
    Page.objects.filter(pk__in=page_keys).delete()
    empty = Issue.objects.filter(pk__in=issues, pages=None, articles=None)
    empty.delete()
    Load.objects.filter(pk=load.pk).update(
        state=Load.State.UNDONE, options={**load.options, "undone_by": by.get_username()}
    )
    transaction.on_commit(search.publication_changed)
    return len(page_keys), len(keys)
