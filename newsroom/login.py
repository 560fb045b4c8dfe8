"""The editors' login, for what django-axes does not count: many names from one address, one name from many.

django-axes shuts an address out of one account. A stranger with many addresses could still guess at one
account, and one address try one password on every account.
"""

from __future__ import annotations

from datetime import timedelta

from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

# A newsroom behind one address mistypes less than this in a quarter of an hour.
AN_ADDRESS = 40
# Guesses at one account from all addresses together; beyond it only addresses it was used from are heard.
AN_ACCOUNT = 10
USED_WITHIN = timedelta(days=90)


class LoginForm(AdminAuthenticationForm):
    """The login form, which asks for no password to be compared where too many were."""

    def clean(self):
        name, address = self.cleaned_data.get("username") or "", get_client_ip_address(self.request) or ""
        if are_too_many(name, address):
            raise ValidationError(
                _("登录失败的次数太多。请过 %(minutes)d 分钟再试。"),
                code="too_many",
                params={"minutes": cool_off() // timedelta(minutes=1)},
            )
        return super().clean()


LONGEST_NAME = 150  # as accounts have it; more is nobody's, and more than the record of failures holds


def typed_name(request, credentials=None) -> str:
    """Return the account that somebody tries to enter, for django-axes to write down."""
    name = (credentials or request.POST).get("username") or ""
    return name.replace("\0", "")[:LONGEST_NAME]


def cool_off() -> timedelta:
    return timedelta(hours=settings.AXES_COOLOFF_TIME)


def are_too_many(name: str, address: str) -> bool:
    """Say whether this address, or all together for this name, guessed too often of late."""
    recent = AccessAttempt.objects.filter(attempt_time__gt=now() - cool_off())
    if heard(recent.filter(ip_address=address), by="username") >= AN_ADDRESS:
        return True
    if heard(recent.filter(username=name), by="ip_address") < AN_ACCOUNT:
        return False
    # A stranger's guesses are not to shut out whoever works with the account.
    used = AccessLog.objects.filter(username=name, ip_address=address, attempt_time__gt=now() - USED_WITHIN)
    return not used.exists()


def heard(attempts, *, by: str) -> int:
    """Return how many failures were guesses: what came after django-axes shut the door was not compared."""
    failures = attempts.values(by).annotate(n=Sum("failures_since_start")).values_list("n", flat=True)
    return sum(min(number, settings.AXES_FAILURE_LIMIT) for number in failures)
