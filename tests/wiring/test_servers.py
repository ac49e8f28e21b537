"""A server is set up in the window, over a real one: tested, compared, pinned, remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.terms import DeviceKind, Role
from desktop.services import exchange, ways_out
from desktop.sync.opening import CarrierKind
from desktop.wiring.exchange import ExchangeWires
from tests.sync.servers.grounds import all_grounds
from tests.ui.acts import words_on
from tests.wiring.conftest import County

pytestmark = pytest.mark.slow  # starts an SFTP server


def test_an_sftp_server_is_added_once_it_was_compared_and_answered(
    county: County, tmp_path: Path
) -> None:
    shell = county.window(DeviceKind.LEAD, Role.COORDINATOR)
    wires = shell.wires("exchange")
    assert isinstance(wires, ExchangeWires)
    with all_grounds() as grounds:
        spot = grounds.spot(CarrierKind.SFTP)
        wires.page.add_server_requested.emit()
        dialog = wires._adding.dialog
        dialog.address.entry.setText(spot.place.url)
        dialog.account.entry.setText(spot.place.user)
        dialog.password.entry.setText("wrong")

        dialog.test_button.click()
        assert "SHA256:" in words_on(dialog)
        assert ways_out.places(shell.workspace) == []
        dialog.tick.click()
        dialog.test_button.click()
        assert ways_out.places(shell.workspace) == []  # the password is wrong: it is said
        assert dialog.isVisible()

        key = tmp_path / "key"
        key.write_text(spot.secret)
        wires._adding.take_key(key)
        dialog.test_button.click()

        assert not dialog.isVisible(), words_on(dialog)
        (place,) = ways_out.places(shell.workspace)
        assert (place.url, place.host_key) == (spot.place.url, spot.place.host_key)
        assert spot.secret not in str(place)
        assert not dialog.isVisible()
        assert exchange.check_place(shell.workspace, place)
