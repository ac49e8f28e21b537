"""What HSDS has no column for, as attributes of Offramp's own taxonomy; links HSDS would refuse."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from desktop.formats.hsds_tables import NOT_STATED, OUR_TAXONOMY, SAMHSA_TAXONOMY, uid

Thing = dict[str, Any]

_EMAIL = re.compile(r"[A-Za-z0-9._+-]{1,60}@([A-Za-z0-9-]{1,60}\.)+[A-Za-z]{2,20}")
_URL = re.compile(
    r"https?://(?P<host>[A-Za-z0-9.-]+)(:[0-9]{1,5})?([/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?"
)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
TAXONOMIES: dict[str, Thing] = {
    OUR_TAXONOMY: {
        "id": OUR_TAXONOMY,
        "name": "Offramp",
        "description": "What Offramp knows of a service beyond HSDS.",
    },
    SAMHSA_TAXONOMY: {
        "id": SAMHSA_TAXONOMY,
        "name": "SAMHSA",
        "description": "Service codes of SAMHSA's National Directory of treatment facilities.",
    },
}


def told(id_: str, **texts: str) -> Thing:
    """Return an entity with that id and the texts that are not empty."""
    made: Thing = {"id": id_}
    said(made, **texts)
    return made


def said(made: Thing, **texts: str) -> None:
    """Add the texts that are not empty."""
    made.update({name: text for name, text in texts.items() if text})


def needed(made: Thing, **texts: str) -> None:
    """Add texts HSDS wants filled; empty ones are filled and marked."""
    made.update({name: text or NOT_STATED for name, text in texts.items()})
    own(made, not_stated=" ".join(name for name, text in texts.items() if not text))


def linked(made: Thing, column: str, text: str) -> None:
    """Add a web or mail address; one HSDS would refuse stands in a mark, verbatim."""
    fits = _is_email(text) if column == "email" else _is_url(text)
    if fits:
        made[column] = text
    elif text:
        mark(made, f"text.{column}", text)


def _is_email(text: str) -> bool:
    name = text.partition("@")[0]
    edges = name.startswith(".") or name.endswith(".") or ".." in text or ".-" in text
    return bool(_EMAIL.fullmatch(text)) and not edges and "-." not in text and "@-" not in text


def _is_url(text: str) -> bool:
    fits = _URL.fullmatch(text)
    if fits is None or re.search(r"%(?![0-9A-Fa-f]{2})", text):
        return False
    labels = fits["host"].lower().split(".")
    return len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)


def own(made: Thing, **values: str) -> None:
    """Mark an entity with what HSDS has no column for."""
    for name, value in values.items():
        if value:
            mark(made, name, value)


def mark(made: Thing, name: str, value: str) -> None:
    """Mark an entity with one value."""
    made["attributes"].append(link(made["id"], f"offramp.{name}", _term(name), value))


@cache
def _term(name: str) -> Thing:
    return {
        "id": uid("term", f"offramp.{name}"),
        "code": f"offramp.{name}",
        "name": name.partition("/")[0].replace("_", " "),
        "description": "Read by Offramp.",
        "taxonomy": "Offramp",
        "taxonomy_id": OUR_TAXONOMY,
    }


def link(id_: str, name: str, term: Thing, value: str = "") -> Thing:
    """Return the attribute that links an entity with a term; it hangs on that entity."""
    made: Thing = {"id": uid("attribute", id_, name)}
    if value:
        made["value"] = value
    made["taxonomy_term"] = term
    return made
