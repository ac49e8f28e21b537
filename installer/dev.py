"""One command on a fresh machine: `python3 installer/dev.py demo`, or `test`, or any below.

Standard library only. This file must be readable by Python 3.6, to say that it is too old.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - told to people whose Python is too old
    sys.stderr.write(
        "Offramp needs Python 3.11 or newer; this is {}.{}.\n"
        "Install a newer one (python.org, or your system's packages) and start with it, "
        "for example: python3.11 installer/dev.py demo\n".format(*sys.version_info[:2])
    )
    sys.exit(2)

import argparse
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from installer.environment import (  # noqa: E402 - the path above comes first
    CATALOGUES,
    babel,
    compile_catalogues,
    make_environment,
)
from installer.machine import (  # noqa: E402
    Unready,
    has_display,
    make_ready,
    with_qt_platform,
)

POT = CATALOGUES / "offramp.pot"


def main(arguments: list[str] | None = None) -> int:
    """Do what is asked; returns what the last program returned, 2 when this machine cannot."""
    asked = _parser().parse_args(arguments)
    try:
        make_ready(windows=asked.windows, tests=asked.tests)
        python = make_environment()
        compile_catalogues(python)
        return int(asked.do(python, asked))
    except Unready as unready:
        print(unready, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped; start again to go on.", file=sys.stderr)
        return 130


def demo(python: Path, asked: argparse.Namespace) -> int:
    """Play the whole story on three throwaway machines, through the real windows."""
    out = ["--out", str(Path(asked.out).absolute())] if asked.out else []
    return _run([python, ROOT / "main.py", "demo", *out])


def run(python: Path, asked: argparse.Namespace) -> int:
    """Open the window; what follows `--` is given to main.py instead."""
    # Without a display, main.py itself says so: a hidden window would help nobody.
    command = [python, ROOT / "main.py", *(word for word in asked.words if word != "--")]
    return subprocess.run([str(part) for part in command], check=False).returncode


def test(python: Path, asked: argparse.Namespace) -> int:
    """Check all that must hold: format, rules, types, every test."""
    return _check(python, ["--long"] if asked.long else [])


def check(python: Path, asked: argparse.Namespace) -> int:
    """Check the same as `test` without the tests marked slow: about a minute."""
    return _check(python, ["-m", "not slow"])


def screens(python: Path, asked: argparse.Namespace) -> int:
    """Take a picture of every page in its states, into build/screens."""
    named = [asked.name] if asked.name else []
    return _run([python, _folder("screens") / "shoot.py", *named], hidden=True)


def bench(python: Path, asked: argparse.Namespace) -> int:
    """Measure, and fail on what has become too slow."""
    named = ["-k", asked.name] if asked.name else []
    return _run([python, "-m", "pytest", "-s", _folder("bench"), *named], hidden=True)


def build(python: Path, asked: argparse.Namespace) -> int:
    """Build the folder to hand out, then start it once to see that it works."""
    return _run([python, "-m", "installer.build"], hidden=True)


def words(python: Path, asked: argparse.Namespace) -> int:
    """Collect the sentences of the source into the catalogue of every language."""
    CATALOGUES.mkdir(parents=True, exist_ok=True)
    extract = [*babel(python), "extract", "--no-location", "--sort-output", "--no-wrap"]
    extract += ["-k", "_", "-k", "Say", "-k", "Plural:1,2", "--project", "Offramp"]
    # Babel would stamp the hour of each run; a catalogue changes only when its words do.
    extract += ["--omit-header", "--input-dirs", "desktop", "-o", str(POT)]
    if _run(extract):
        return 1
    for language in sorted(CATALOGUES.glob("*/LC_MESSAGES/offramp.po")):
        update = [*babel(python), "update", "--no-fuzzy-matching", "--no-wrap"]
        update += ["--ignore-obsolete", "--ignore-pot-creation-date", "-D", "offramp"]
        update += ["-l", language.parents[1].name, "-i", str(POT), "-o", str(language)]
        if _run(update):
            return 1
    compile_catalogues(python)
    return 0


def lock(python: Path, asked: argparse.Namespace) -> int:
    """Resolve pyproject.toml again, for every system at once, with hashes."""
    with tempfile.TemporaryDirectory(prefix="offramp-uv-") as folder:
        uv = ["--target", folder, "--quiet", "--disable-pip-version-check", "uv"]
        failed = _run([python, "-m", "pip", "install", *uv])
        if failed:
            return failed
        command = [Path(folder, "bin", "uv"), "pip", "compile", "--universal", "--quiet"]
        command += ["--generate-hashes", "--no-emit-index-url", "--no-annotate"]
        command += ["--extra", "dev", "--python-version", "3.11", "pyproject.toml"]
        command += ["--custom-compile-command", "python3 installer/dev.py lock"]
        command += ["--upgrade"] if asked.upgrade else []
        failed = _run([*command, "-o", "requirements.lock"])
    if "://" in (ROOT / "requirements.lock").read_text(encoding="utf-8"):
        raise Unready(
            "The lock names an address, so it would hold on this machine only.",
            "Resolve again without an index or a find-links of your own.",
        )
    return failed


def _check(python: Path, more: list[str]) -> int:
    """Run every check even after one failed; pytest's summary is the last line of a green run."""
    failed = []
    for name, command in (
        ("ruff format", ["ruff", "format", "--check", "."]),
        ("ruff check", ["ruff", "check", "."]),
        ("mypy", ["mypy"]),
    ):
        print(f"-- {name}", flush=True)
        if _run([python, "-m", *command]):
            failed.append(name)
    if failed:
        print(f"Failed before the tests: {', '.join(failed)}", flush=True)
    print("-- pytest", flush=True)
    # Three for two cores, since some wait for servers and screens; the last ones are shared out.
    command = [python, "-m", "pytest", "-n", "3", "--dist", "worksteal", *more]
    returned = _run(command, hidden=True)
    if failed:
        # Said again after the tests, whose summary hides it: a green count is not a green run.
        print(f"Not green: {', '.join(failed)} failed before the tests.", flush=True)
    return returned or int(bool(failed))


def _folder(name: str) -> Path:
    folder = ROOT / "tests" / name
    if not folder.is_dir():
        raise Unready(f"There is no tests/{name} in this copy.", "Take a complete copy.")
    return folder


def _run(command: Sequence[object], *, hidden: bool = False) -> int:
    """Run in the project's root and return the exit code."""
    environment = with_qt_platform(os.environ, sys.platform, hidden=hidden)
    parts = [str(part) for part in command]
    return subprocess.run(parts, cwd=ROOT, env=environment, check=False).returncode


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description=(__doc__ or "").split("\n")[0])
    parser.set_defaults(windows=False, tests=False)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    made = {}
    for do in (demo, run, test, check, screens, bench, build, words, lock):
        text = (do.__doc__ or "").split("\n")[0]
        made[do.__name__] = commands.add_parser(do.__name__, help=text, description=text)
        made[do.__name__].set_defaults(do=do)
    made["demo"].add_argument("--out", metavar="DIR", help="where to leave what the story made")
    made["run"].add_argument("words", nargs=argparse.REMAINDER, help="a command of main.py")
    made["test"].add_argument("--long", action="store_true", help="the full counts; takes hours")
    for one in ("bench", "screens"):
        made[one].add_argument("name", nargs="?", metavar="NAME", help="only those so named")
    made["lock"].add_argument("--upgrade", action="store_true", help="take newer versions too")
    # A build carries the libraries of windows, so it must find them even where none is shown.
    made["build"].set_defaults(windows=True)
    for name in ("demo", "run"):
        made[name].set_defaults(windows=has_display(os.environ, sys.platform))
    for name in ("test", "check"):
        made[name].set_defaults(tests=True)
    return parser


if __name__ == "__main__":
    sys.exit(main())
