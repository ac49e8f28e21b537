"""What WebDAV servers answer is read in each of their manners, and a hostile one gains nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop.sync.webdav_listing import Found, Listing, NotAListing

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def read(answer: str, path: str = "/dav/lead/", *, step: int = 7) -> list[Found]:
    listing = Listing(path)
    data = answer.encode()
    for start in range(0, len(data), step):
        listing.feed(data[start : start + step])
    return listing.finish()


def entry(href: str, prop: str = "<D:resourcetype/>") -> str:
    return (
        f"<D:response><D:href>{href}</D:href><D:propstat><D:prop>{prop}</D:prop>"
        "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
    )


def answer(*entries: str) -> str:
    return f'{HEAD}<D:multistatus xmlns:D="DAV:">{"".join(entries)}</D:multistatus>'


FOLDER = "<D:resourcetype><D:collection/></D:resourcetype>"


@pytest.mark.parametrize(
    "root", ["/dav/lead", "https://server/dav/lead", "https://server:8443/dav/lead"]
)
def test_paths_and_whole_addresses_are_read(root):
    found = read(answer(entry(f"{root}/", FOLDER), entry(f"{root}/2026-11-23/", FOLDER)))
    assert found == [Found("2026-11-23", is_folder=True)]
    found = read(answer(entry(root, FOLDER), entry(f"{root}/a%20b%25.x"), entry(f"{root}/c")))
    assert found == [Found("a b%.x", is_folder=False), Found("c", is_folder=False)]


def test_another_name_space_prefix_and_line_breaks_are_read():
    other = (
        f'{HEAD}<multistatus xmlns="DAV:">\n <response>\n  <href>\n /dav/lead/x \n</href>\n'
        "  <propstat><prop><resourcetype>\n <collection/></resourcetype></prop></propstat>\n"
        " </response>\n</multistatus>"
    )
    assert read(other, step=1) == [Found("x", is_folder=True)]


def test_a_collection_of_another_name_space_is_no_folder():
    odd = "<D:resourcetype><x:collection xmlns:x='urn:x'/></D:resourcetype>"
    assert read(answer(entry("/dav/lead/x", odd))) == [Found("x", is_folder=False)]


def test_times_are_read_where_they_can_be():
    def written(text: str) -> datetime | None:
        prop = f"<D:resourcetype/><D:getlastmodified>{text}</D:getlastmodified>"
        (found,) = read(answer(entry("/dav/lead/x", prop)))
        return found.written

    moment = datetime(2026, 11, 24, 5, 14, tzinfo=UTC)
    assert written("Tue, 24 Nov 2026 05:14:00 GMT") == moment
    assert written("Tue, 24 Nov 2026 05:14:00 -0000") == moment
    assert written("yesterday") is None
    assert written("") is None


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "<html><body>Sign in",
        answer(entry("/dav/lead/x"))[:-5],
        '<!DOCTYPE m [<!ENTITY a "aaaa">]><m>&a;</m>',
        '<!DOCTYPE m SYSTEM "file:///etc/passwd"><m/>',
        "\x00\x01",
    ],
)
def test_what_is_no_listing_is_refused(bad):
    with pytest.raises(NotAListing):
        read(bad)


def test_a_listing_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("desktop.sync.webdav_listing.SIZE_LIMIT", 10_000)
    listing = Listing("/dav/lead/")
    listing.feed(answer()[: -len("</D:multistatus>")].encode())
    with pytest.raises(NotAListing):
        listing.feed(entry("/dav/lead/x").encode() * 100)
