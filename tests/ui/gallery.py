"""One page with every widget of the kit, for pictures and for the tests of the kit."""

from __future__ import annotations

from desktop.domain.terms import Tag, Travel
from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page
from desktop.ui.widgets.boxes import Radio, TickBox
from desktop.ui.widgets.buttons import AnswerButton, Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.choices import FilterChip, Segmented, Tiles
from desktop.ui.widgets.fields import DateField, PasswordField, SearchField, TextArea, TextField
from desktop.ui.widgets.labels import heading, hint
from desktop.ui.widgets.layout import Columns, Scroll, column, flowing, row
from desktop.ui.widgets.longlist import LongList
from desktop.ui.widgets.notes import EmptyState, ErrorBanner, Note
from desktop.ui.widgets.pills import Keycap, Pill, Shield
from desktop.ui.widgets.progress import Progress
from desktop.ui.widgets.rows import Row, SelectableRow, checks, pairs, two_lines
from desktop.ui.widgets.steps import Steps, Timeline
from desktop.ui.widgets.track import FullTrack, Track
from desktop.viewmodels.marks import Choice, Line, Mark, Moment, Tone, Trouble

STEPS = (Say("Screening"), Say("Person"), Say("Services"), Say("Consent"), Say("Send"))
LINES = (
    Line(
        "1",
        "Kit Imaginary",
        "Harbor Peer Drop-in",
        number="TRC-K7-26-000121",
        travel=Travel.SAVED,
        when=Say("today 21:36"),
        mark=Mark(Say("No news yet"), Tone.NEUTRAL, "hourglass_empty"),
    ),
    Line(
        "2",
        "Alex Example",
        "Three Forks OTP",
        number="TRC-K7-26-000104",
        travel=Travel.ACTED_ON,
        when="12 Nov 10:30",
        mark=Mark(Say("Contact made"), Tone.SUCCESS, "check"),
    ),
    Line(
        "3",
        "Prairie Ridge Detox",
        "Withdrawal care · 14 mi · open now",
        mark=Mark(Say("2 of 12 beds"), Tone.SUCCESS),
        when=Say("reported 3 h ago"),
    ),
    Line("4", "Robin Sample", Say("waits for an answer"), icon="edit", when=Say("6 min ago")),
)


class Gallery(Page):
    """Every widget once."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Gallery"), Say("every widget once"))
        bar = ActionBar(
            look,
            Button(look, Say("Back"), Kind.QUIET),
            Button(look, Say("Finish later"), Kind.SECONDARY),
            Button(look, Say("Send referral"), Kind.PRIMARY, icon="send"),
            hint=Say("Y / N / U answers"),
        )
        bar.show_kept(Say("Saved on this computer 22:14"))
        left = column(self._asking(), self._typing(), "*", gap=16)
        right = column(self._lists(), self._states(), "*", gap=16)
        self.fill(Columns(Scroll(left), Scroll(right), weights=(1, 1)), bar)

    def _asking(self) -> Card:
        look = self.look
        card = Card(look, Say("Answers"), hint=Say("one key each"))
        self.answers = [
            AnswerButton(look, Say("Yes"), "Y"),
            AnswerButton(look, Say("No"), "N"),
            AnswerButton(look, Say("Unknown"), "U"),
        ]
        self.answers[1].show_given(True)
        self.theme = Segmented(
            look,
            Say("Theme"),
            [Choice("light", Say("Light")), Choice("night", Say("Night"))],
            "light",
        )
        chips = [FilterChip(look, Say("Open now"), 4), FilterChip(look, Say("Spanish"), 5)]
        chips[0].setChecked(True)
        kinds = [
            Button(look, Say("Danger"), Kind.DANGER),
            Button(look, Say("Accepted"), Kind.PLAIN, keycap="1", small=True),
            Button(look, Say("Resume"), Kind.SECONDARY, keycap="2", small=True),
            Button(look, Say("Not now"), Kind.PRIMARY),
        ]
        kinds[-1].setEnabled(False)
        tick, radio = TickBox(look, Say("Voicemail is fine")), Radio(look, Say("On paper"))
        tick.setChecked(True)
        card.add_inset(
            Steps(look, STEPS, 2),
            row(*[(answer, 1) for answer in self.answers], gap=12),
            self.theme,
            flowing(*chips),
            flowing(*kinds),
            tick,
            radio,
            Tiles(
                look,
                Say("Start"),
                [
                    Choice("join", Say("Join a program"), Say("From a file."), "group_add"),
                    Choice("new", Say("Make a workspace"), Say("For a new program."), "add_circle"),
                ],
                "join",
            ),
        )
        return card

    def _typing(self) -> Card:
        look = self.look
        card = Card(look, Say("Fields"))
        name = TextField(look, Say("Name"), hint=Say("As the person says it"))
        problem = TextField(look, Say("Phone"))
        problem.show_text("555")
        problem.show_problem(Say("This number is too short."))
        card.add_inset(
            SearchField(look, Say("Search services"), placeholder=Say("Name, need or town")),
            name,
            problem,
            PasswordField(look, Say("Password")),
            DateField(look, Say("Birth date")),
            TextArea(look, Say("What happened")),
        )
        return card

    def _lists(self) -> Card:
        look = self.look
        card = Card(look, Say("Lists"), control=Button(look, Say("Change"), Kind.QUIET, small=True))
        self.list = LongList(look, Say("Referrals"))
        self.list.show_lines(LINES, "2")
        self.list.setMinimumHeight(280)
        chosen = SelectableRow(
            look, "a", column(two_lines(look, "Prairie Ridge", Say("open"))), "Prairie Ridge"
        )
        chosen.show_chosen(True)
        card.add(
            self.list,
            chosen,
            Row(look, row(heading(look, Say("A line")), "*", Keycap(look, "Ctrl+N")), last=True),
        )
        card.add_inset(
            pairs(look, (Say("Hours"), Say("Day and night, every day"))),
            checks(look, [("check", "success_ink", Say("18 or older"))]),
        )
        return card

    def _states(self) -> Card:
        look = self.look
        card = Card(look, Say("States"))
        full, moments = FullTrack(look), Timeline(look)
        full.show_travel(Travel.LEFT, ["17 Nov 22:14", "17 Nov 22:15", "18 Nov 06:02"])
        moments.show_moments([Moment(Say("Logged"), "17 Nov 22:14", Say("by the officer"))])
        banner = ErrorBanner(look)
        banner.show_trouble(Trouble(Say("This file is not for us."), Say("Give the stick back.")))
        tags = (Tag.PERSONAL, Tag.HEALTH, Tag.JUSTICE, Tag.SAFETY, Tag.TREATMENT)
        work = Progress(look, Say("Reading the stick"))
        work.show_progress(3, 8)
        card.add_inset(
            Note(
                look,
                Tone.INFO,
                Say("Keep this page."),
                title=Say("Read aloud"),
                button=Button(look, Say("Show"), Kind.SECONDARY, small=True),
            ),
            Note(look, Tone.WARNING, Say("This list is 8 months old.")),
            Note(look, Tone.SUCCESS, Say("This laptop is on the list.")),
            banner,
            flowing(*[Pill(look, Mark(tone.value, tone, "check")) for tone in Tone]),
            flowing(*[Shield(look, tag) for tag in tags], Track(look, Travel.LEFT)),
            full,
            moments,
            work,
            hint(look, Say("quiet words")),
            EmptyState(
                look,
                "list",
                Say("No referrals yet"),
                Say("The first takes about 3 minutes."),
                Button(look, Say("New referral"), Kind.PRIMARY, keycap="Ctrl+N"),
                Button(look, Say("Practice"), Kind.SECONDARY, icon="school"),
            ),
        )
        return card
