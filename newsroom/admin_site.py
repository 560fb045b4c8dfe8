"""The editors' door as Django knows it."""

from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _

DAILY = ("Article", "Page", "Issue", "Tag", "Agency", "Section", "MistakeReport", "Load", "LoadedFile")


def place_of(noun: str) -> int:
    return DAILY.index(noun) if noun in DAILY else len(DAILY)


def refuse_forged(view):
    """Let no view of the admin see a form that no page of ours sends: Django takes these at their word."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method == "POST":
            if "_saveasnew" in request.POST:
                raise BadRequest("Nothing here is saved as new. Add it instead.")
            # Every key is a number; another would be an error of the database.
            for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
                if not (key.isascii() and key.isdecimal() and len(key) < 19):
                    raise BadRequest(f"{key[:40]!r} is the key of no row. Tick the rows again.")
        try:
            return view(request, *args, **kwargs)
        except OverflowError as error:
            # A number that no column holds: SQLite says so only when it is asked.
            raise BadRequest(f"A number in the form or the address is too large: {error}") from error

    return guarded


class NewsroomAdminSite(AdminSite):
    site_header = _("报馆 · 编辑部")
    site_title = _("报馆")
    index_title = _("今日工作")
    # The last item of every page would be the same long list; lists are one click from the first page.
    enable_nav_sidebar = False

    @property
    def login_form(self):
        from newsroom.login import LoginForm

        return LoginForm

    def admin_view(self, view, cacheable=False):
        return super().admin_view(refuse_forged(view), cacheable)

    def index(self, request, extra_context=None):
        """Show what to do next."""
        from articles.admin.worklist import work_for

        heaps = work_for(request.user)
        done = [heap.title for heap in heaps if not heap.lines]
        return super().index(request, {"heaps": heaps, "done": done} | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        """Put what editors open daily first, whatever the language sorts it to."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: place_of(model["object_name"]))
        return sorted(apps, key=lambda app: app["app_label"] != "articles")

    def get_urls(self):
        from articles.admin import reports

        own = [
            path("reports/", self.admin_view(reports.all_reports), name="reports"),
            path("reports/<slug:name>/", self.admin_view(reports.report), name="report"),
            path("reports/<slug:name>.csv", self.admin_view(reports.as_csv), name="report_csv"),
            path("reports/<slug:name>.svg", self.admin_view(reports.as_svg), name="report_svg"),
        ]
        return own + super().get_urls()


class NewsroomAdminConfig(AdminConfig):
    default_site = "newsroom.admin_site.NewsroomAdminSite"
