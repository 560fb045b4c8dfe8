"""The editors' door as Django knows it."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.urls import path
from django.utils.translation import gettext_lazy as _


class NewsroomAdminSite(AdminSite):
    site_header = _("报馆 · 编辑部")
    site_title = _("报馆")
    index_title = _("今日工作")
    # The last item of every page would be the same long list; lists are one click from the first page.
    enable_nav_sidebar = False

    def index(self, request, extra_context=None):
        """Show what to do next."""
        from articles.admin.worklist import work_for

        return super().index(request, {"heaps": work_for(request.user)} | (extra_context or {}))

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
