"""What the tests of recognising share."""

import pytest

from .stories import make_authority


@pytest.fixture
def authority():
    return make_authority()
