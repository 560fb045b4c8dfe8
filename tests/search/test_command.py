"""`manage.py search` in a pipe."""

from io import StringIO

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


class Closed(StringIO):
    """The end of a pipe whose reader has gone."""

    def write(self, text):
        raise BrokenPipeError(32, "Broken pipe")


@pytest.mark.parametrize("kind", ["text", "json"])
def test_a_reader_who_has_seen_enough_ends_the_answer_quietly(write, kind):
    write("食堂", "开张。")
    call_command("search", "食堂", format=kind, stdout=Closed())
