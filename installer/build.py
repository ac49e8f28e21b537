"""Build dist/Offramp, start both of its programs once, and say how big and how fast it is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist" / "Offramp"
WORK = ROOT / "build" / "pyinstaller"
STARTERS = ("Offramp", "offramp-cli")
SMOKE_LIMIT = 60  # seconds; a start takes under one, a virus scanner's first look several

# What may stand on stderr of a healthy start, each line with its reason.
HARMLESS = (
    # Qt's word for a session without a runtime folder, as in a container or under cron.
    re.compile(r"QStandardPaths: XDG_RUNTIME_DIR not set.*"),
)


def main() -> int:
    """Return 0 when the built programs start, work and are silent."""
    began = time.monotonic()
    spec = str(ROOT / "installer" / "offramp.spec")
    folders = ["--distpath", str(DIST.parent), "--workpath", str(WORK)]
    build = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders]
    if subprocess.run([*build, spec], cwd=ROOT, check=False).returncode != 0:
        print("PyInstaller could not build it; its words are above.", file=sys.stderr)
        return 1
    seconds = time.monotonic() - began
    megabytes = size_of(DIST) / 1_000_000
    print(f"Built {DIST.relative_to(ROOT)}: {megabytes:.0f} MB in {seconds:.0f} s")
    return max([start(program_of(DIST, name)) for name in STARTERS])


def program_of(folder: Path, name: str, platform: str = sys.platform) -> Path:
    """Return where a starter lies."""
    return folder / (f"{name}.exe" if platform == "win32" else name)


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder; a link counts nothing."""
    return sum(
        path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    )


def noise_in(stderr: str) -> list[str]:
    """Return the lines on stderr that nobody has explained."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    return [line for line in lines if not any(known.fullmatch(line) for known in HARMLESS)]


def start(program: Path) -> int:
    """Start it with `--smoke` far from the source; returns 0 when it works in silence."""
    with tempfile.TemporaryDirectory(prefix="offramp-elsewhere-") as elsewhere:
        # A copy: what it needs may not lie in this checkout.
        copy = Path(elsewhere) / DIST.name
        shutil.copytree(DIST, copy, symlinks=True)
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
        environment.pop("PYTHONPATH", None)
        began = time.monotonic()
        done = subprocess.run(
            [str(copy / program.name), "--smoke"],
            cwd=elsewhere,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SMOKE_LIMIT,
            check=False,
        )
        seconds = time.monotonic() - began
    noise = noise_in(done.stderr)
    if done.returncode == 0 and not noise:
        print(f"{program.name} --smoke: works, {seconds:.1f} s")
        return 0
    print(f"{program.name} --smoke: returned {done.returncode}", file=sys.stderr)
    print("\n".join(noise), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
