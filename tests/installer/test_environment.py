"""The environment is made once, and made again when it cannot be trusted."""

import gettext
import sys
from pathlib import Path

import pytest

from installer import environment
from installer.machine import Unready

PROJECT = Path(__file__).resolve().parents[2]
CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Home"
msgstr "{word}"
"""


@pytest.mark.parametrize(
    ("stamp", "starts", "todo"),
    [
        ("the lock", True, "nothing"),
        ("an older lock", True, "install"),
        (None, True, "install"),  # somebody made it without dev.py
        (environment.UNFINISHED, True, "make"),
        ("the lock", False, "make"),  # its Python was removed or moved
        (None, False, "make"),
    ],
)
def test_no_work_is_done_twice_and_nothing_half_done_is_trusted(stamp, starts, todo):
    assert environment.what_to_do(stamp, "the lock", starts=starts) == todo


@pytest.mark.slow  # makes two real environments, some seconds each
def test_an_interrupted_installation_is_made_again_and_then_left_alone(tmp_path, monkeypatch):
    lock = tmp_path / "requirements.lock"
    lock.write_text("there-is-no-such-package-of-offramp @ file:///nowhere\n")
    monkeypatch.setattr(environment, "VENV", tmp_path / "venv")
    monkeypatch.setattr(environment, "LOCK", lock)
    monkeypatch.setattr(environment, "ROOT", tmp_path)

    with pytest.raises(Unready, match="could not be installed"):
        environment.make_environment()
    stamp = tmp_path / "venv" / environment.STAMP
    assert stamp.read_text() == environment.UNFINISHED

    lock.write_text("# nothing\n")
    left_over = tmp_path / "venv" / "half-written"
    left_over.touch()
    python = environment.make_environment()
    assert not left_over.exists()
    assert stamp.read_text() == environment.digest_of(lock)

    left_over.touch()
    assert environment.make_environment() == python
    assert left_over.exists()


def test_a_lock_is_the_same_whatever_git_did_to_its_line_ends(tmp_path):
    unix, windows = tmp_path / "unix", tmp_path / "windows"
    unix.write_bytes(b"a==1\nb==2\n")
    windows.write_bytes(b"a==1\r\nb==2\r\n")

    assert environment.digest_of(unix) == environment.digest_of(windows)


def test_the_lock_has_a_hash_for_all_and_the_address_of_nobody():
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    packages = [part for part in lock.split("\n") if "==" in part]

    assert packages
    assert all(line.endswith("\\") for line in packages)  # hashes follow
    assert "://" not in lock
    assert "--index" not in lock
    assert 'sys_platform == "win32"' in lock.replace("'", '"')  # one lock for every system


def test_windows_keeps_the_environment_s_python_elsewhere():
    assert environment.python_of(Path("v"), "win32") == Path("v/Scripts/python.exe")
    assert environment.python_of(Path("v"), "linux") == Path("v/bin/python")


def test_a_catalogue_is_compiled_when_its_words_are_newer(tmp_path):
    words = tmp_path / "es/LC_MESSAGES/offramp.po"
    words.parent.mkdir(parents=True)
    words.write_text(CATALOGUE.format(word="Inicio"), encoding="utf-8")
    compiled = words.with_suffix(".mo")

    assert environment.compile_catalogues(Path(sys.executable), tmp_path) == [compiled]
    assert environment.compile_catalogues(Path(sys.executable), tmp_path) == []

    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Home") == "Inicio"
