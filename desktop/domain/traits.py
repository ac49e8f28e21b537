"""What a service is known for: SAMHSA's codes, and the same said in the listing's own words.

A plain list names "Spanish" where SAMHSA writes SP; searching and matching treat both alike.
"""

from __future__ import annotations

from desktop.domain.directory import ServiceListing
from desktop.domain.needs import ACCESS

_ENGLISH = frozenset({"", "en", "eng", "english"})
_SPANISH = frozenset({"es", "spa", "spanish", "español", "espanol"})
_SIGN = frozenset({"asl", "ase", "sgn"})


def traits(listing: ServiceListing) -> frozenset[str]:
    """Return the listing's codes, and those its words for languages and access amount to."""
    languages, access = listing.service.languages, listing.place.accessibility
    if not languages and not access:
        return listing.codes
    found = {_language(" ".join(one.split()).casefold()) for one in languages} - {""}
    if any(access):
        found.add(ACCESS)
    return listing.codes | found


def _language(name: str) -> str:
    if name in _ENGLISH:
        return ""
    if name in _SPANISH:
        return "SP"
    if name in _SIGN or "sign language" in name:
        return "AH"
    return "FX"
