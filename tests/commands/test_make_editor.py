"""The first account: a password shown once, a place among the chief editors."""

import re

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import RequestFactory

pytestmark = pytest.mark.django_db


def make_editor(capsys, *arguments) -> str:
    call_command("make_editor", *arguments)
    return capsys.readouterr().out


def password_in(output: str) -> str:
    return re.search(r"^Password: (\S+)$", output, re.MULTILINE).group(1)


def test_the_printed_password_opens_the_admin_to_a_chief_editor(capsys):
    password = password_in(make_editor(capsys))
    user = authenticate(RequestFactory().post("/admin/login/"), username="editor", password=password)
    assert user.is_staff
    assert not user.is_superuser
    assert user.has_perm("articles.publish_article")
    assert not user.has_perm("auth.change_user")


def test_run_twice_the_password_stays_and_is_not_shown_again(capsys):
    password = password_in(make_editor(capsys))
    again = make_editor(capsys)
    assert "Password:" not in again
    assert get_user_model().objects.get(username="editor").check_password(password)


def test_two_accounts_get_different_long_passwords(capsys):
    one, other = password_in(make_editor(capsys, "anna")), password_in(make_editor(capsys, "boris"))
    assert one != other
    assert min(len(one), len(other)) >= 16


def test_a_forgotten_password_is_replaced_and_the_groups_stay_as_they_are(capsys):
    user = get_user_model().objects.create_user("viewer", password="forgotten-long-ago")
    password = password_in(make_editor(capsys, "viewer", "--new-password"))
    user.refresh_from_db()
    assert user.check_password(password)
    assert not user.groups.exists()
    assert not user.is_staff


def test_without_its_group_nothing_is_made(capsys):
    Group.objects.filter(name="chief editor").delete()
    with pytest.raises(CommandError, match=r"Run manage\.py migrate first"):
        call_command("make_editor")
    assert not get_user_model().objects.exists()
