"""Settings come back as they were set, and a wrong kind is noticed."""

import pytest

from desktop.store.settings import Settings
from tests.store.workspaces import opened


@pytest.fixture
def settings(tmp_path):
    return Settings(opened(tmp_path))


@pytest.mark.parametrize(
    "value", [None, True, 0, -1.5, "", "Ñandú \N{SEEDLING}", [1, [2]], {"a": {"b": None}}]
)
def test_a_value_comes_back_as_it_was_set(settings, value):
    settings.set("name", value)

    assert settings.get("name") == value


def test_a_later_value_stands(settings):
    settings.set("language", "en")
    settings.set("language", "es")

    assert settings.text("language") == "es"
    assert settings.names() == ("language",)


def test_what_nobody_set_has_its_default(settings):
    assert settings.get("x") is None
    assert settings.get("x", 3) == 3
    assert settings.text("x") == ""
    assert settings.number("x", 15) == 15
    assert settings.flag("x", True) is True


def test_a_forgotten_value_has_its_default_again(settings):
    settings.set("x", 1)
    settings.forget("x")

    assert settings.number("x", 7) == 7


@pytest.mark.parametrize("value", ["1", True, 1.0, None, [1]])
def test_another_kind_than_asked_for_is_a_bug(settings, value):
    settings.set("minutes", value)

    with pytest.raises(TypeError, match="minutes"):
        settings.number("minutes")


def test_what_json_cannot_say_is_a_bug(settings):
    for value in (float("nan"), object()):
        with pytest.raises((ValueError, TypeError)):
            settings.set("x", value)
    assert settings.names() == ()
