"""The world outside: clock, ids, randomness, paths, language. The only module that knows them."""

from __future__ import annotations

import gettext
import hashlib
import io
import os
import platform
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from desktop.domain.words import Tongue
from desktop.formats.catalogue import compiled

LANGUAGES = {"en": "English", "es": "Español"}
_ID_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # no l, o, 0, 1: ids are read aloud


def real_now() -> datetime:
    """Return the computer's time, aware, in whole seconds."""
    return datetime.now().astimezone().replace(microsecond=0)


@dataclass(frozen=True)
class World:
    """What the rest of the program is told about the world. Tests and the demo make their own."""

    resources: Path
    data: Path
    logs: Path
    machine_id: str
    now: Callable[[], datetime] = real_now
    random_bytes: Callable[[int], bytes] = secrets.token_bytes

    def new_id(self, length: int = 20) -> str:
        """Return a random id of lower-case letters and digits; 20 are 100 bits."""
        return "".join(_ID_ALPHABET[byte % 32] for byte in self.random_bytes(length))

    def tongue(self, code: str) -> Tongue:
        """Return the language; what its catalogue lacks is said in English.

        Compiled sentences that are missing, or older than the written ones, are compiled in memory.
        """
        return Tongue(code, _catalogue(self.resources / "i18n" / code / "LC_MESSAGES"))

    def word_list(self) -> tuple[str, ...]:
        """Return the 2048 easy words for recovery sheets and fingerprints."""
        text = (self.resources / "words" / "en.txt").read_text(encoding="utf-8")
        return tuple(text.split())


def _catalogue(folder: Path) -> gettext.NullTranslations:
    ready, written = folder / "offramp.mo", folder / "offramp.po"
    try:
        wanted = written.stat().st_mtime
    except FileNotFoundError:
        wanted = 0.0  # an installed copy has the compiled one alone
    if ready.is_file() and ready.stat().st_mtime >= wanted:
        return gettext.GNUTranslations(io.BytesIO(ready.read_bytes()))
    return _compiled(written, wanted) if wanted else gettext.NullTranslations()


@lru_cache(maxsize=len(LANGUAGES))
def _compiled(written: Path, changed_at: float) -> gettext.NullTranslations:
    """Return the catalogue; a packet asks for its language each time, so it is made once."""
    return gettext.GNUTranslations(io.BytesIO(compiled(written.read_text(encoding="utf-8"))))


def real_world() -> World:
    """Return the world of this computer and this user."""
    base = _data_folder()
    return World(
        resources=resource_folder(), data=base, logs=base / "logs", machine_id=_machine_id()
    )


def resource_folder() -> Path:
    """Return where the shipped files are, from source and installed alike."""
    bundled = getattr(sys, "_MEIPASS", None)
    base = Path(bundled) if bundled else Path(__file__).resolve().parents[1]
    return base / "resources"


def has_display() -> bool:
    """Return whether a window can be shown: Linux without a display has none."""
    if sys.platform != "linux":
        return True
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _data_folder() -> Path:
    home = Path.home()
    if sys.platform == "win32":
        # Local, not Roaming: the live database must stay on a local disk.
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Offramp"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Offramp"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "offramp"


def _machine_id() -> str:
    """Return a mark of this computer: a cloned disk in another machine should show another."""
    parts = [platform.node(), platform.machine()]
    for place in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        try:
            parts.append(Path(place).read_text(encoding="ascii").strip())
            break
        except OSError:
            continue
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
