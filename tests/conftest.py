"""What every test may count on."""

import pytest


@pytest.fixture(scope="session")
def groups_of_the_house(django_db_setup, django_db_blocker) -> dict[str, list[tuple[str, str]]]:
    """Return the groups as the migrations make them, with what each may do."""
    from django.contrib.auth.models import Group

    with django_db_blocker.unblock():
        return {
            group.name: list(group.permissions.values_list("content_type__app_label", "codename"))
            for group in Group.objects.all()
        }


@pytest.fixture(autouse=True)
def groups_outlive_a_flush(request):
    """Make the groups again: a test that commits leaves every table empty, the groups too."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    if not commits:
        return
    wanted = request.getfixturevalue("groups_of_the_house")
    request.getfixturevalue("transactional_db")
    make_groups(wanted)


def make_groups(wanted: dict[str, list[tuple[str, str]]]) -> None:
    """Make the groups of the house, where there are none."""
    from django.contrib.auth.models import Group, Permission

    if Group.objects.exists():
        return
    known = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, may in wanted.items():
        Group.objects.create(name=name).permissions.set(known[one] for one in may)


@pytest.fixture
def house(db, settings, tmp_path):
    """An archive with one row of each noun, and an article in each standing."""
    from django.core.cache import cache

    from tests import house

    settings.MEDIA_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    return house.build(tmp_path)


@pytest.fixture
def database_on_disk(tmp_path, transactional_db):
    """Return the address of a database that threads and other processes can open too.

    The one in memory is shared by handing the connection about; it is copied into a file for the test.
    """
    import sqlite3

    from django.db import connection, connections

    settings = connections.databases["default"]
    if connection.vendor != "sqlite":
        person = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}"
        yield f"postgresql://{person}/{connection.settings_dict['NAME']}"
        return
    name, on_disk = settings["NAME"], tmp_path / "archive.sqlite3"
    # The database in memory lives as long as a connection to it: put by, not closed.
    in_memory, connection.connection = connection.connection, None
    with sqlite3.connect(on_disk) as copy:
        in_memory.backup(copy)
    copy.close()
    settings["NAME"] = connection.settings_dict["NAME"] = str(on_disk)
    connection.connect()
    yield f"sqlite:///{on_disk}"
    connection.close()
    settings["NAME"] = connection.settings_dict["NAME"] = name
    connection.connection = in_memory
