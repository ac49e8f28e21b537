"""A build that speaks on stderr is not handed out, unless somebody explained the line."""

import sys
from pathlib import Path

import pytest

from installer import build


def test_an_unexplained_line_is_noise():
    assert build.noise_in("qt.qpa.plugin: Could not load the plugin\n\n") == [
        "qt.qpa.plugin: Could not load the plugin"
    ]


def test_an_explained_line_and_silence_are_not():
    known = "QStandardPaths: XDG_RUNTIME_DIR not set, defaulting to '/tmp/runtime-root'\n"

    assert build.noise_in(known) == []
    assert build.noise_in("") == []


def test_the_two_programs_are_two_files_where_capitals_do_not_count():
    names = [build.program_of(Path("x"), name, "win32").name for name in build.STARTERS]

    assert len({name.lower() for name in names}) == 2
    assert len({Path(name).stem.lower() for name in names}) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="plays the programs with shell scripts")
def test_a_program_that_fails_is_not_handed_out(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "Offramp"
    folder.mkdir()
    monkeypatch.setattr(build, "DIST", folder)
    for name, body in (("works", "exit 0"), ("fails", "exit 3"), ("talks", "echo oh >&2")):
        program = folder / name
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)

    assert build.start(folder / "works") == 0
    assert build.start(folder / "fails") == 1
    assert build.start(folder / "talks") == 1
    assert "oh" in capsys.readouterr().err
