"""The rooms of architecture.md hold, and the contracts would notice if they did not."""

import subprocess
import sys
from pathlib import Path

from importlinter.cli import lint_imports

PROJECT = Path(__file__).resolve().parents[2]
CHECK = (
    "import sys; sys.path.insert(0, '.')\n"
    "from importlinter.cli import lint_imports\n"
    "sys.exit(lint_imports(config_filename='pyproject.toml', no_cache=True))"
)


def test_every_room_imports_only_what_it_may(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(PROJECT)

    broken = lint_imports(config_filename="pyproject.toml", cache_dir=str(tmp_path))

    assert broken == 0, capsys.readouterr().out


def test_the_contracts_name_whoever_reaches_too_far(tmp_path):
    rooms = ("domain", "formats", "packet", "services", "store", "sync", "ui", "viewmodels")
    for room in ("", *rooms):
        (tmp_path / "desktop" / room).mkdir(parents=True, exist_ok=True)
        (tmp_path / "desktop" / room / "__init__.py").touch()
    (tmp_path / "pyproject.toml").write_bytes((PROJECT / "pyproject.toml").read_bytes())
    (tmp_path / "desktop/wire.py").touch()
    (tmp_path / "desktop/ui/page.py").write_text("import desktop.store\n")
    (tmp_path / "desktop/services/window.py").write_text("import PySide6.QtCore\n")
    (tmp_path / "desktop/store/seal.py").write_text("import joserfc\n")
    (tmp_path / "desktop/packet/post.py").write_text("import desktop.sync\n")

    found = subprocess.run(
        [sys.executable, "-c", CHECK], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert found.returncode == 1
    for import_ in (
        "desktop.ui.page -> desktop.store",
        "desktop.services.window -> PySide6",
        "desktop.store.seal -> joserfc",
        "desktop.packet.post -> desktop.sync",
    ):
        assert import_ in found.stdout


def test_the_rooms_below_the_window_need_no_qt():
    program = (
        "import sys, pkgutil, importlib\n"
        "sys.modules['PySide6'] = None\n"
        "rooms = 'domain store packet sync formats services viewmodels'.split()\n"
        "for room in rooms:\n"
        "    package = importlib.import_module('desktop.' + room)\n"
        "    for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(found.name)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
