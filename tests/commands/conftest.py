"""The commands are tried on the pages that loading is tried on."""

from tests.loading.conftest import paper  # noqa: F401 (a fixture)
