"""Accounts and groups: for superusers only, or whoever may change accounts could make herself one."""

from axes.admin import AccessAttemptAdmin, AccessFailureLogAdmin, AccessLogAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from articles.models import Article

for model in (User, Group, AccessAttempt, AccessFailureLog, AccessLog):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class SuperusersOnly:
    """Every door of this list is shut to all but superusers, whatever permissions they were given."""

    show_facets = admin.ShowFacets.NEVER

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

    def get_deleted_objects(self, objs, request):
        """Keep accounts that have worked: the history would not know any more who it was."""
        changes = Article.history.model.objects.filter(history_user=OuterRef("pk")).order_by()
        deeds = LogEntry.objects.filter(user=OuterRef("pk")).order_by()
        accounts = User.objects.filter(pk__in=[obj.pk for obj in objs])
        if worked := accounts.filter(Exists(changes) | Exists(deeds)):
            words = _("%(name)s（变更历史里有此人，请改为停用）")
            return [], {}, set(), [words % {"name": user} for user in worked]
        return [str(user) for user in accounts], {User._meta.verbose_name_plural: len(accounts)}, set(), []


@admin.register(Group)
class GroupsAdmin(SuperusersOnly, GroupAdmin):
    pass


@admin.register(AccessAttempt)
class AttemptsAdmin(SuperusersOnly, AccessAttemptAdmin):
    """Failed logins: deleting one lets its owner in again."""

    # Its own asks the request for a time that only a login has: it answered 500.
    actions = ()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class RecordsOnly(SuperusersOnly):
    """What happened is read, and taken back by nobody; `manage.py axes_reset_logs` forgets the old."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(AccessFailureLog)
class FailuresAdmin(RecordsOnly, AccessFailureLogAdmin):
    pass


@admin.register(AccessLog)
class LoginsAdmin(RecordsOnly, AccessLogAdmin):
    pass
