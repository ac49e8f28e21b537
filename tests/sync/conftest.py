"""Places for mailboxes, on servers that are started at their first use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.sync.names import STORE_NAME
from desktop.sync.opening import CarrierKind
from tests.sync.mailboxes import PAPER
from tests.sync.servers.grounds import Grounds, Spot, all_grounds

SERVERS = (CarrierKind.SFTP, CarrierKind.S3, CarrierKind.WEBDAV)


@pytest.fixture(scope="session")
def grounds() -> Iterator[Grounds]:
    with all_grounds() as grounds:
        yield grounds


@pytest.fixture(params=list(CarrierKind), ids=lambda kind: kind.value)
def bare(request: pytest.FixtureRequest, grounds: Grounds) -> Spot:
    """A place without a mailbox, of each kind."""
    return grounds.spot(request.param)


@pytest.fixture
def spot(bare: Spot) -> Spot:
    """A place with a mailbox, of each kind."""
    bare.lay(STORE_NAME, PAPER)
    return bare


@pytest.fixture(params=SERVERS, ids=lambda kind: kind.value)
def served(request: pytest.FixtureRequest, grounds: Grounds) -> Spot:
    """A place with a mailbox on each kind of server."""
    spot = grounds.spot(request.param)
    spot.lay(STORE_NAME, PAPER)
    return spot
