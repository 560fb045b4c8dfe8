"""Accounts and groups: for superusers only, or whoever may change accounts could make herself one."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

for model in (User, Group):
    admin.site.unregister(model) if admin.site.is_registered(model) else None


class SuperusersOnly:
    """Every door of this list is shut to all but superusers, whatever permissions they were given."""

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.has_module_permission(request)


@admin.register(User)
class PeopleAdmin(SuperusersOnly, UserAdmin):
    list_display = ("username", "last_name", "first_name", "is_active", "is_staff", "last_login")


@admin.register(Group)
class GroupsAdmin(SuperusersOnly, GroupAdmin):
    pass
