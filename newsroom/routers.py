"""Readers' questions go to a replica, where one is named, and to the main database while it is lost.

Only public GET requests read from it: editors see their own saves at once. Set REPLICA_URL to use it.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from time import monotonic

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, InterfaceError, connections

logger = logging.getLogger(__name__)

REPLICA = "replica"
FORGET_LOSS_AFTER = 10.0  # seconds until a lost replica is tried again
SURE_FOR = 1.0  # seconds for which a replica that answered is taken to be there

# Whether this request may read what was true a moment ago.
may_lag: ContextVar[bool] = ContextVar("may_lag", default=False)


class ReplicaRouter:
    """Django's question which database to use, answered."""

    def db_for_read(self, model, **hints):
        return REPLICA if may_lag.get() else None

    def db_for_write(self, model, **hints):
        return None

    def allow_relation(self, one, other, **hints):
        # The replica holds the same rows.
        return True

    def allow_migrate(self, db, app_label, **hints):
        return False if db == REPLICA else None


class Health:
    """What this process knows of the replica: seen a moment ago, or lost until a moment."""

    def __init__(self):
        self.seen_until = self.lost_until = 0.0

    def is_there(self) -> bool:
        """Tell whether the replica answers, asking it once a second; a lost one is left alone for a while."""
        moment = monotonic()
        if moment < self.lost_until:
            return False
        if moment < self.seen_until and connections[REPLICA].connection is not None:
            return True
        try:
            with connections[REPLICA].cursor() as cursor:
                cursor.execute("SELECT 1")
        except (DatabaseError, InterfaceError) as error:
            self.lose(error)
            return False
        self.seen_until = monotonic() + SURE_FOR
        return True

    def lose(self, error: Exception) -> None:
        """Leave the replica alone for a while."""
        self.seen_until, self.lost_until = 0.0, monotonic() + FORGET_LOSS_AFTER
        logger.warning(
            "The replica does not answer (%s). Readers are served from the main database; the replica is"
            " tried again in %d seconds.",
            str(error).strip() or type(error).__name__,
            FORGET_LOSS_AFTER,
        )
        connections[REPLICA].close()


health = Health()


class ReplicaMiddleware:
    """Let public pages read from the replica; make them from the main database if it is lost meanwhile."""

    def __init__(self, get_response):
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        token = may_lag.set(False)
        try:
            return self.get_response(request)
        finally:
            may_lag.reset(token)

    def process_view(self, request, view, args, kwargs):
        if request.method in {"GET", "HEAD"} and request.resolver_match.app_name == "public":
            request.made_by = (view, args, kwargs)
            may_lag.set(health.is_there())

    def process_exception(self, request, error):
        if not may_lag.get() or not isinstance(error, DatabaseError | InterfaceError):
            return None
        # A replica that answers may still have cancelled this one question to keep up with its main database.
        if not still_answers():
            health.lose(error)
        may_lag.set(False)
        view, args, kwargs = request.made_by
        return view(request, *args, **kwargs)


def still_answers() -> bool:
    try:
        return connections[REPLICA].is_usable()
    except (AttributeError, DatabaseError, InterfaceError):
        return False  # AttributeError: the connection was closed under it
