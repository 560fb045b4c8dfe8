"""Values that SQLite keeps in fewer bytes than Django would; on PostgreSQL they are what they always were.

New files hold text in UTF-16 (see environment.sqlite): a moment written out takes 38 bytes there, in the row
and in each index that has it.
"""

from datetime import UTC, datetime, timedelta

from django.db import models

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Seconds(float):
    """A moment as SQLite keeps it: seconds since 1970. Whole ones take it four bytes, others eight."""


class MomentField(models.DateTimeField):
    """A moment, kept by SQLite as a number. Its year, month or day cannot be asked for in SQL there."""

    def get_internal_type(self):
        # Another name than Django's, whose converter takes what it reads for a moment written out.
        return "MomentField"

    def db_type(self, connection):
        return "real" if connection.vendor == "sqlite" else connection.data_types["DateTimeField"]

    def get_db_prep_value(self, value, connection, prepared=False):
        value = value if prepared else self.get_prep_value(value)
        return written(value, connection)

    def from_db_value(self, value, expression, connection):
        return EPOCH + timedelta(microseconds=round(value * 1e6)) if isinstance(value, float) else value


def written(moment: datetime | None, connection):
    """Return a moment as a statement about a MomentField takes it."""
    if connection.vendor == "sqlite" and isinstance(moment, datetime):
        return Seconds((moment - EPOCH) // MICROSECOND / 1e6)
    return connection.ops.adapt_datetimefield_value(moment)


class PlainTextField(models.TextField):
    """Text that is mostly plain letters and digits, kept by SQLite as the bytes of its UTF-8."""

    def get_db_prep_value(self, value, connection, prepared=False):
        value = super().get_db_prep_value(value, connection, prepared)
        return as_kept(value, connection)

    def from_db_value(self, value, expression, connection):
        return as_text(value)


def as_kept(text: str | None, connection) -> str | bytes | None:
    """Return a text as a statement of our own writes it into a PlainTextField."""
    return text.encode() if connection.vendor == "sqlite" and isinstance(text, str) else text


def as_text(kept: str | bytes) -> str:
    """Return the text that a statement of our own reads from one."""
    return kept.decode() if isinstance(kept, bytes) else kept
