"""What waits for the printer, in order: moved up and down, or taken out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.page import bind_key
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.layout import flowing
from desktop.ui.widgets.longlist import LongList
from desktop.viewmodels.print_queue import PacketMoved, PrintQueueView, packet_lines


class PrintQueueDialog(Dialog):
    """Shows the queue; asks to move a packet, to take it out, or to try what was held again."""

    moved = Signal(object)  # PacketMoved
    taken_out = Signal(str)  # key of the packet
    try_again_asked = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(
            look,
            parent,
            Say("Waiting for the printer"),
            Say("Printed from the top. What is taken out stays in the list of packets."),
        )
        self.list = LongList(look, Say("Waiting for the printer"))
        self.list.setMinimumHeight(look.px(180))
        self.up_button = Button(look, Say("Up"), small=True, keycap="Alt+Up")
        self.down_button = Button(look, Say("Down"), small=True, keycap="Alt+Down")
        self.out_button = Button(look, Say("Take out"), small=True, keycap="Del")
        self.again_button = Button(look, Say("Try again what was held"), small=True)
        self.up_button.clicked.connect(lambda: self._on_moved(-1))
        self.down_button.clicked.connect(lambda: self._on_moved(1))
        self.out_button.clicked.connect(self._on_out)
        self.again_button.clicked.connect(self.try_again_asked)
        buttons = flowing(
            self.up_button, self.down_button, self.out_button, self.again_button, gap=8
        )
        self.add(8, self.list, buttons)
        close = Button(look, Say("Close"), Kind.PRIMARY)
        close.clicked.connect(self.accept)
        self.add_buttons(close)
        bind_key(self, "Alt+Up", lambda: self._on_moved(-1))
        bind_key(self, "Alt+Down", lambda: self._on_moved(1))
        bind_key(self, "Del", self._on_out)
        self.list.setFocus()

    def show_queue(self, view: PrintQueueView) -> None:
        """Show what waits; an empty queue closes it. Tells nobody."""
        if not view.packets:
            self.accept()
            return
        self.list.show_lines(packet_lines(view.packets))
        self.again_button.setVisible(any(one.held for one in view.packets))

    def _on_moved(self, by: int) -> None:
        if self.list.current():
            self.moved.emit(PacketMoved(self.list.current(), by))

    def _on_out(self) -> None:
        if self.list.current():
            self.taken_out.emit(self.list.current())
