"""`.venv` with the locked dependencies, made once and redone when it is broken or outdated."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from installer.machine import Unready

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = ".offramp-lock"  # in the environment: the lock it holds
UNFINISHED = "unfinished"
CATALOGUES = ROOT / "resources" / "i18n"


def python_of(venv: Path, platform: str = sys.platform) -> Path:
    """Return where an environment keeps its Python."""
    return venv / ("Scripts/python.exe" if platform == "win32" else "bin/python")


def digest_of(lock: Path) -> str:
    """Return the lock's SHA-256; line endings do not count (git may change them)."""
    return hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def what_to_do(stamp: str | None, digest: str, *, starts: bool) -> str:
    """Return "nothing", "install" (into what is there) or "make" (from nothing).

    `stamp` is what the environment says of itself, None where it says nothing; an
    installation that was interrupted is not trusted.
    """
    if not starts or stamp == UNFINISHED:
        return "make"
    return "nothing" if stamp == digest else "install"


def make_environment() -> Path:
    """Return the Python of a ready environment; refuses when the packages cannot be had."""
    python = python_of(VENV)
    stamp = VENV / STAMP
    digest = digest_of(LOCK)
    said = stamp.read_text(encoding="ascii") if stamp.is_file() else None
    todo = what_to_do(said, digest, starts=_starts(python))
    if todo == "nothing":
        return python
    if todo == "make":
        print(f"Making {VENV.name}", flush=True)
        _run_or_refuse(
            [_base_python(), "-m", "venv", "--clear", str(VENV)],
            "The environment could not be made.",
            f"Delete {VENV} and start again.",
        )
    stamp.write_text(UNFINISHED, encoding="ascii")
    print("Installing the locked dependencies (once; about 300 MB)", flush=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run_or_refuse(
        [*pip, "--require-hashes", "-r", str(LOCK)],
        "The locked dependencies could not be installed.",
        "Look at pip's words above; check network and disk space, then start again.",
    )
    stamp.write_text(digest, encoding="ascii")
    return python


def compile_catalogues(python: Path, folder: Path = CATALOGUES) -> list[Path]:
    """Compile the languages whose .mo is missing or older than its .po; returns those .mo."""
    done = []
    for words in sorted(folder.glob("*/LC_MESSAGES/offramp.po")):
        compiled = words.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= words.stat().st_mtime:
            continue
        _run_or_refuse(
            [*babel(python), "compile", "-i", str(words), "-o", str(compiled)],
            f"{words.relative_to(folder)} cannot be compiled.",
            "Correct the line that Babel names above.",
        )
        done.append(compiled)
    return done


def babel(python: Path) -> list[str]:
    """Return how Babel is called; quietly, for it writes its progress to stderr."""
    return [str(python), "-m", "babel.messages.frontend", "--quiet"]


def _starts(python: Path) -> bool:
    """Return whether this Python runs: the one it was made from may have been removed."""
    if not python.exists():
        return False
    try:
        done = subprocess.run([str(python), "-c", "import pip"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def _base_python() -> str:
    """Return the Python outside of any environment, so that .venv can be remade from inside."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def _run_or_refuse(command: list[str], reason: str, remedy: str) -> None:
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if subprocess.run(command, env=plain, cwd=ROOT, check=False).returncode != 0:
        raise Unready(reason, remedy)
