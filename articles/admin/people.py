"""Accounts and groups: for superusers only, or whoever may change accounts could make herself one."""

from axes.admin import AccessAttemptAdmin, AccessFailureLogAdmin, AccessLogAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied

for model in (User, Group, AccessAttempt, AccessFailureLog, AccessLog):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


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

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_module_permission(request):
            raise PermissionDenied  # before anybody learns whether there is such an account
        return super().history_view(request, object_id, extra_context)

    def get_actions(self, request):
        return super().get_actions(request) if self.has_module_permission(request) else {}


@admin.register(User)
class PeopleAdmin(SuperusersOnly, UserAdmin):
    list_display = ("username", "last_name", "first_name", "is_active", "is_staff", "last_login")


@admin.register(Group)
class GroupsAdmin(SuperusersOnly, GroupAdmin):
    pass


@admin.register(AccessAttempt)
class AttemptsAdmin(SuperusersOnly, AccessAttemptAdmin):
    """Failed logins: deleting one lets its owner in again."""

    def has_add_permission(self, request):
        return False


@admin.register(AccessFailureLog)
class FailuresAdmin(SuperusersOnly, AccessFailureLogAdmin):
    def has_add_permission(self, request):
        return False


@admin.register(AccessLog)
class LoginsAdmin(SuperusersOnly, AccessLogAdmin):
    def has_add_permission(self, request):
        return False
