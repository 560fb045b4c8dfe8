"""The editors' door as Django knows it."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class NewsroomAdminSite(AdminSite):
    site_header = _("报馆 · 编辑部")
    site_title = _("报馆")
    index_title = _("今日工作")


class NewsroomAdminConfig(AdminConfig):
    default_site = "newsroom.admin_site.NewsroomAdminSite"
