"""Faults planted in the code that keeps the archive safe; each must be caught by the test it names.

    .venv/bin/python -m tests.mutants            # all, in a copy of the tree; prints the score
    .venv/bin/python -m tests.mutants 3 17       # these only

A mutant is one place in one file: what stands there, and what a careless hand would leave.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "docs", "__pycache__", ".*_cache", ".hypothesis")
TOO_LONG = 600  # seconds


@dataclass(frozen=True)
class Mutant:
    """A fault: in `file`, `right` becomes `wrong`; `test` must fail."""

    name: str
    file: str
    right: str
    wrong: str
    test: str


SAVING, ONCE = "admin/test_saving.py", "admin/test_saving_at_once.py"
TABLE, FORGED = "admin/test_permissions.py", "admin/test_forged_forms.py"
LOGIN, SESSIONS = "admin/test_login.py", "admin/test_sessions.py"
KEPT, GONE = "public/test_keeping_pages.py", "public/test_what_is_gone.py"
UPLOADED = "commands/test_loads_in_the_archive.py"
ACTED = f"{TABLE}::test_every_address_of_the_editors_is_acted_on_by_those_of_its_row"
MOVED = "test_publishing.py::test_a_move_is_made_by_those_and_from_there_only"

MUTANTS = [
    # --- no save is lost
    Mutant("the UPDATE has no version", "articles/guarding.py", "pk=article.pk, version=seen",
           "pk=article.pk",
           f"{ONCE}::test_no_save_vanishes_when_eight_save_at_once"),
    Mutant("bulk changes raise no version", "articles/guarding.py", 'version=F("version") + 1, ', "",
           f"{SAVING}::test_a_form_opened_before_a_bulk_change_is_refused"),
    Mutant("no history is kept", "articles/guarding.py",
           "    if by is None:\n        return\n", "    return\n",
           f"{SAVING}::test_a_save_keeps_what_was_typed_and_says_who_in_the_history"),
    Mutant("what was loaded is not kept", "articles/guarding.py", "    keep_first_state([article.pk])\n", "",
           f"{SAVING}::test_a_save_keeps_what_was_typed_and_says_who_in_the_history"),
    Mutant("transactions are DEFERRED", "newsroom/environment.py", '"transaction_mode": "IMMEDIATE"',
           '"transaction_mode": "DEFERRED"', f"{ONCE}::test_no_save_vanishes_when_eight_save_at_once"),
    Mutant("steps take any version", "articles/admin/article_steps.py",
           "if str(version) != str(article.version):", "if False:",
           f"{TABLE}::test_a_step_beside_an_article_is_taken_by_those_and_from_there_only[e]"),
    Mutant("a desk is accepted whatever it showed", "articles/correcting.py",
           "filter(pk=page.pk, version=version)", "filter(pk=page.pk)", "admin/test_desk.py"),
    Mutant("a machine writes over published words", "articles/proposing/merging.py",
           "elif frozen or field in touched", "elif field in touched", "admin/test_reading_again.py"),
    Mutant("a machine writes over a person's words", "articles/proposing/merging.py",
           "elif frozen or field in touched or (before is not None and now != before):", "elif frozen:",
           "admin/test_reading_again.py"),
    # --- drafts are unseen
    Mutant("the time to publish is not asked", "articles/models/article.py",
           'LessThanOrEqual(Unindexed("publish_at"), at), ', "",
           "test_publishing.py::test_a_scheduled_article_is_not_public_before_its_time"),
    Mutant("the state is not asked", "articles/models/article.py",
           ", state=Written(State.PUBLISHED.value)", "",
           f"{GONE}::test_a_withdrawn_article_answers_410_with_its_reason"),
    Mutant("names on proposal are public", "articles/public/visible.py",
           "Section.objects.filter(Exists(published), is_proposed=False)",
           "Section.objects.filter(Exists(published))",
           f"{GONE}::test_proposed_names_and_suggested_tags_are_not_public"),
    Mutant("names of drafts are public", "articles/public/visible.py",
           "Section.objects.filter(Exists(published), is_proposed=False)",
           "Section.objects.filter(is_proposed=False)",
           f"{GONE}::test_names_that_only_drafts_carry_are_not_public"),
    Mutant("suggested tags are public", "articles/public/visible.py",
           "taggings__tag=OuterRef(\"pk\"), taggings__state=TaggingState.ACCEPTED",
           "taggings__tag=OuterRef(\"pk\")",
           f"{GONE}::test_proposed_names_and_suggested_tags_are_not_public"),
    # --- what is taken back is gone
    Mutant("caches are not told", "articles/search/index.py",
           'generation=F("generation") + 1', 'generation=F("generation")',
           f"{KEPT}::test_a_new_name_given_in_the_admin_shows_at_once_on_pages_already_kept"),
    Mutant("caches are not told of a new name", "articles/admin/base.py",
           "pages that are kept for readers.\n        transaction.on_commit(search.publication_changed)",
           "pages that are kept for readers.",
           f"{KEPT}::test_a_new_name_given_in_the_admin_shows_at_once_on_pages_already_kept"),
    Mutant("the index is not told", "articles/publishing.py", "search.forget_articles([article.pk])", "pass",
           "search/test_index.py"),
    Mutant("the cache's key does not change", "articles/public/caching.py", "        era(),\n", "",
           f"{KEPT}::test_a_publication_shows_on_pages_already_kept"),
    Mutant("every body has one ETag", "articles/public/caching.py",
           "hashlib.sha256(body).hexdigest()[:24]", "'same'",
           f"{KEPT}::test_a_304_never_confirms_a_withdrawn_article"),
    Mutant("public pages read cookies", "articles/public/caching.py", "    request.COOKIES = {}\n", "",
           f"{KEPT}::test_no_public_answer_sets_a_cookie_or_varies_on_one"),
    # --- nobody exceeds her role
    Mutant("a move asks for no permission", "articles/publishing.py",
           "if by is not None and not by.has_perm(move.permission):", "if False:", MOVED),
    Mutant("editors publish", "articles/publishing.py", 'gettext_lazy("发布"), UNSEEN, PUBLISHED, PUBLISH)',
           'gettext_lazy("发布"), UNSEEN, PUBLISHED, CHANGE)', MOVED),
    Mutant("withdrawing needs no word why", "articles/publishing.py",
           "if move.needs_reason and not words.strip():", "if False:",
           "test_publishing.py::test_sending_back_and_withdrawing_need_a_word_why"),
    Mutant("an action asks for another permission", "articles/admin/article_actions.py",
           'gettext_lazy("发布"), permissions=["publish"]', 'gettext_lazy("发布"), permissions=["change"]',
           f"{TABLE}::test_every_action_is_offered_to_those_of_its_row"),
    Mutant("an action asks for none", "articles/admin/article_actions.py",
           'gettext_lazy("加标签…"), permissions=["change"]', 'gettext_lazy("加标签…")',
           f"{TABLE}::test_every_action_is_taken_by_those_of_its_row_even_when_named_in_a_forged_form[v]"),
    Mutant("a batch is half done", "articles/admin/article_actions.py",
           "                if problems:\n                    raise guarding.Refused\n", "",
           f"{FORGED}::test_a_mixed_batch_is_refused_whole"),
    Mutant("steps ask for no permission", "articles/admin/article_steps.py",
           "    if not model_admin.has_change_permission(request, article):\n"
           "        raise PermissionDenied\n    return None",
           "    return None", f"{ACTED}[v]"),
    Mutant("whoever looks brings back old texts", "articles/admin/history.py",
           "        if not may_change:\n            raise PermissionDenied\n", "", f"{ACTED}[v]"),
    Mutant("whoever looks corrects pages", "articles/admin/desk/views.py",
           'if not request.user.has_perm("articles.correct_page"):', "if False:", f"{ACTED}[v]"),
    Mutant("what readers had is deleted", "articles/admin/article.py",
           'obj.state in {"published", "withdrawn"}', "obj.state in set()",
           f"{FORGED}::test_what_readers_had_or_will_have_is_not_deleted"),
    Mutant("staff keep the accounts", "articles/admin/people.py",
           "request.user.is_active and request.user.is_superuser", "request.user.is_active",
           f"{FORGED}::test_nobody_but_an_administrator_changes_roles_whatever_permissions_she_was_given"),
    Mutant("any filter is forgotten", "articles/admin/saved_filters.py", "pk=pk, user=request.user", "pk=pk",
           f"{FORGED}::test_a_filter_of_another_is_not_forgotten_and_not_told_from_none"),
    Mutant("any lookup is taken", "articles/admin/base.py", "return lookup in self.lookups_offered(request)",
           "return True", "admin/test_lists_and_forms.py::test_lookups_outside_the_list_are_refused"),
    Mutant("what was joined away comes out at its time", "articles/splitting.py",
           "elif gone.is_scheduled:", "elif False:",
           f"{FORGED}::test_a_scheduled_article_that_went_into_another_does_not_come_out_at_its_time"),
    # --- the door
    Mutant("forms need no token", "newsroom/settings.py",
           '    "django.middleware.csrf.CsrfViewMiddleware",\n', "",
           f"{SESSIONS}::test_a_form_with_a_token_that_is_not_its_senders_is_refused_everywhere"),
    Mutant("a forged address is believed", "newsroom/proxies.py", "told[-count] if", "told[0] if",
           f"{LOGIN}::test_behind_proxies_everybody_has_her_own_address_and_none_that_she_wrote"),
    Mutant("behind a proxy all have one address", "newsroom/proxies.py", "if not count:", "if True:",
           f"{LOGIN}::test_behind_proxies_everybody_has_her_own_address_and_none_that_she_wrote"),
    Mutant("many addresses guess at one account", "newsroom/login.py",
           "AN_ACCOUNT = 10", "AN_ACCOUNT = 10_000",
           f"{LOGIN}::test_many_addresses_together_have_few_guesses_at_an_account"),
    Mutant("a stranger shuts the editor out", "newsroom/login.py", "return not used.exists()", "return True",
           f"{LOGIN}::test_the_editor_comes_in_where_she_works_while_many_guess"),
    Mutant("cookies travel in the clear", "newsroom/settings.py",
           "SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True",
           "SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False",
           f"{SESSIONS}::test_in_production_the_cookies_are_bound_to_the_host_and_to_tls"),
    # --- odd input
    Mutant("markup in a headline is markup", "templates/public/article.html",
           "<bdi>{{ article.kicker }}</bdi>", "<bdi>{{ article.kicker|safe }}</bdi>",
           "admin/test_escaping.py"),
    Mutant("a page may be of any size", "articles/loading/sources.py",
           "read_whole(path, limits.page)", "read_whole(path, 1 << 40)",
           "loading/test_sources.py::test_a_page_above_the_limit_is_refused_with_both_sizes"),
    Mutant("members of an archive overlap", "articles/loading/zips.py",
           "if member.header_offset < last:", "if False:",
           "loading/test_sources.py::test_a_bomb_by_overlap_is_refused_whole"),
    Mutant("members lead out of an archive", "articles/loading/zips.py", 'if ".." in parts:', "if False:",
           "loading/test_sources.py::test_an_archive_gives_its_good_members_and_names_the_others"),
    # --- no room, no server
    Mutant("files of a cut upload stay", "articles/uploading.py",
           "    finally:\n        shutil.rmtree(draft, ignore_errors=True)", "    finally:\n        pass",
           f"{UPLOADED}::test_files_that_cannot_be_kept_are_no_load"),
    Mutant("an upload that the disk stopped is given up", "articles/uploading.py",
           "note_state(load, Load.State.QUEUED)", "note_state(load, Load.State.INTERRUPTED)",
           f"{UPLOADED}::test_a_load_that_the_disk_stopped_waits_and_is_gone_on_with"),
    Mutant("what was typed is lost on a full disk", "articles/public/errors.py",
           "if why := why_not(sys.exc_info()[1]):", "if why := \"\":",
           "faults/test_unwritable.py::test_a_full_disk_gives_back_what_was_typed"),
    Mutant("a password is written into a page", "articles/public/unwritable.py",
           "[] if secret else list(shown_again(typed))", "list(shown_again(typed))",
           "faults/test_unwritable.py::test_a_password_is_never_written_into_a_page"),
    Mutant("strangers begin lines of the log", "newsroom/log_lines.py",
           "record.message = spell_out(record.message)", "pass",
           "test_log_lines.py::test_a_name_typed_at_the_door_stays_in_its_line"),
    Mutant("an example is a key", "newsroom/environment.py",
           'if len(key) < 50 or len(set(key)) < 10 or "…" in key:', "if False:",
           "test_serving.py::test_a_public_server_does_not_start_with_what_is_for_trying"),
]  # fmt: skip


def copy_tree(place: Path) -> Path:
    return Path(shutil.copytree(ROOT, place / "newsroom", ignore=LEFT_OUT))


def why_alive(mutant: Mutant, tree: Path) -> str:
    """Plant the fault in the copy and run its test; return "" if the test failed, or what is wrong."""
    file = tree / mutant.file
    source = file.read_text(encoding="utf-8")
    if source.count(mutant.right) != 1:
        return (
            f"{mutant.file} holds {source.count(mutant.right)} times {mutant.right!r}: write the mutant anew."
        )
    file.write_text(source.replace(mutant.right, mutant.wrong), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    asked = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not slow", f"tests/{mutant.test}"]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *asked],
            cwd=tree, env=environment, capture_output=True, text=True, timeout=TOO_LONG, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"tests/{mutant.test} took longer than {TOO_LONG} seconds."
    finally:
        file.write_text(source, encoding="utf-8")
    if done.returncode == 0:
        return f"tests/{mutant.test} passed."
    # 1: a test failed. Anything else is a suite that did not run, and that proves nothing.
    return "" if done.returncode == 1 else f"pytest answered {done.returncode}: {done.stdout[-400:]}"


def try_all(mutants: list[Mutant], *, jobs: int = 1, tell=print) -> dict[str, str]:
    """Return name -> why it is alive, of those that are; `tell` hears of each."""
    with tempfile.TemporaryDirectory() as folder:

        def try_share(number: int) -> dict[str, str]:
            place = Path(folder) / str(number)
            place.mkdir()
            tree, alive = copy_tree(place), {}
            for mutant in mutants[number::jobs]:
                why = why_alive(mutant, tree)
                tell(f"{'ALIVE ' if why else 'killed'}  {mutant.name}{f' — {why}' if why else ''}")
                if why:
                    alive[mutant.name] = why
            return alive

        with ThreadPoolExecutor(jobs) as pool:
            return {name: why for share in pool.map(try_share, range(jobs)) for name, why in share.items()}


def main(arguments: list[str]) -> int:
    chosen = [MUTANTS[int(number) - 1] for number in arguments] or MUTANTS
    alive = try_all(chosen, jobs=min(2, len(chosen)), tell=lambda line: print(line, flush=True))
    print(f"{len(chosen) - len(alive)} of {len(chosen)} mutants killed.")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
