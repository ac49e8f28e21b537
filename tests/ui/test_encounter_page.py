"""The encounter page: by keyboard alone, without losing or inventing a word."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.consent import Consent
from desktop.domain.facts import NEVER, Known, PartialDate, Unknown
from desktop.domain.terms import ConsentHow, ConsentState, Outcome, PhoneResult
from desktop.ui.encounter.handoff import TimeDialog
from desktop.ui.encounter_page import EncounterPage
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.labels import Label
from desktop.ui.window import Window
from desktop.viewmodels.asked import (
    Edit,
    HalfTyped,
    ItemRef,
    NewItem,
    PhoneCall,
    ServiceChoice,
    Step,
)
from desktop.viewmodels.handoff import CALLED
from tests.screens import encounter_shots
from tests.ui.checks import find_faults, find_unnamed
from tests.viewmodels.made_up import LEAVE, NOW, SCREENED, after, encounter, full, page

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SIGNALS = (
    "edited",
    "item_added",
    "item_removed",
    "consent_given",
    "signed",
    "stamp_requested",
    "stamp_undone",
    "service_chosen",
    "phone_result",
    "directory_requested",
    "send_requested",
    "put_away_requested",
    "undo_requested",
    "card_requested",
    "step_requested",
)


class Officer:
    """A person at the page, and a wiring that does at once what the page asks for."""

    def __init__(self, made: EncounterPage, one, step: Step) -> None:
        self.page = made
        self.one = one
        self.asked: list[object] = []
        self.signature = b""
        made.show_encounter(page(one, step=step, leave=LEAVE))
        for name in SIGNALS:
            signal = getattr(made, name)
            signal.connect(lambda *value, name=name: self.asked.append((name, *value)))
        for name in ("edited", "item_added", "item_removed", "consent_given"):
            getattr(made, name).connect(self._do)
        made.signed.connect(self._sign)

    def _do(self, asked: object) -> None:
        self.one = after(self.one, asked)
        self.page.show_encounter(page(self.one, leave=LEAVE, signature=self.signature))

    def _sign(self, png: bytes) -> None:
        self.signature = png

    def press(self, *keys: str) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.page, getattr(Key, f"Key_{key}"))

    def types(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    def asks(self) -> str:
        ask = self.page.screening.current()
        return ask.path if ask else ""

    def told(self, name: str) -> list[object]:
        """Return what was asked for by this signal, keys of a half typed answer left out."""
        values = [value[0] if value else None for said, *value in self.asked if said == name]
        return [value for value in values if not isinstance(value, HalfTyped)]


@pytest.fixture
def officer(look, shown):
    def start(one=None, step: Step = Step.SCREENING) -> Officer:
        made = EncounterPage(look)
        window = Window(look)
        window.show_content(made)
        shown(window)
        officer = Officer(made, one or encounter(), step)
        made.focus_first()
        return officer

    return start


def test_showing_an_encounter_tells_nobody(look, shown, qtbot):
    made = EncounterPage(look)
    told = []
    for name in SIGNALS:
        getattr(made, name).connect(lambda *value, name=name: told.append(name))
    shown(made)

    for one in (encounter(), full(), encounter(SCREENED)):
        for step in Step:
            made.show_encounter(page(one, step=step, leave=LEAVE))
            made.show_step(step)
            QApplication.sendPostedEvents()

    assert told == []


def test_a_screening_by_keys_alone(officer):
    me = officer()

    me.press("1")  # a charge is held
    assert me.one.pathway.value == "INT"
    seen = []
    while (path := me.asks()) and me.page.screening.current().matters and len(seen) < 40:
        seen.append(path)
        answer(me, path)

    assert not page(me.one).screening.matter
    assert page(me.one).verdict.outcome is Outcome.ELIGIBLE_VERIFY
    assert me.one.facts["warrant.status"] is Unknown.CANNOT_KNOW
    assert len(seen) == len(set(seen)) < 20


ANSWERS = {
    "person.age": "28",
    "drug_sale": "1",
    "supervision.status": "1",
    "history.violent_conviction": "N",
}


def answer(me: Officer, path: str) -> None:
    if path == "person.age":
        me.types(ANSWERS[path])
        me.press("Return")
    elif path.endswith("amount_g"):
        me.types("2.0")
        me.press("Return")
    elif path.endswith(".complete"):
        me.press("1")  # drug possession, heroin
        me.press("N")  # no more
    elif path == "warrant.status":
        me.press("U", "K")
    elif path.endswith(("offense", "victim")):
        me.press("1")
    elif path in ("person.agrees",):
        me.press("Y")
    else:
        me.press(ANSWERS.get(path, "N"))


def test_y_n_and_u_each_tell_one_answer(officer):
    me = officer(encounter("pathway = SELF"))
    assert me.asks() == "person.agrees"

    me.press("Y")

    assert me.told("edited") == [Edit("person.agrees", Known(True))]


def test_u_asks_why_before_it_tells_anything(officer):
    me = officer(encounter("pathway = SELF"))

    me.press("U")
    assert me.told("edited") == []
    me.press("Escape")
    assert me.page.screening.panel.answers is not None
    me.press("U", "D")

    assert me.told("edited") == [Edit("person.agrees", Unknown.DECLINED)]


def test_a_person_goes_back_to_an_answer_and_the_next_question_comes_again(officer):
    me = officer(encounter("pathway = INT; person.agrees = yes"))
    before = me.asks()

    me.page.screening.open_ask("person.agrees")
    assert me.asks() == "person.agrees"
    me.press("N")

    assert me.told("edited") == [Edit("person.agrees", Known(False))]
    assert me.asks() != "person.agrees"
    assert before != "person.agrees"


def test_an_answer_left_as_it_is_changes_nothing(officer):
    me = officer(encounter("pathway = INT; person.agrees = yes"))
    before = me.asks()
    me.page.screening.open_ask("person.agrees")

    me.press("Escape")

    assert me.asks() == before
    assert me.told("edited") == []


def test_only_the_officer_knows_the_pathway(officer):
    me = officer()

    me.press("U", "D", "K", "S")

    assert me.asked == []
    assert me.asks() == "pathway"


def test_an_answer_can_be_taken_back(officer):
    me = officer(encounter("pathway = INT; person.agrees = yes"))
    me.page.screening.open_ask("person.agrees")

    me.press("Backspace")

    assert me.told("edited") == [Edit("person.agrees", None)]


def test_an_estimate_is_told_as_a_range(officer):
    me = officer(encounter("pathway = INT"))
    me.page.screening.open_ask("person.age")

    me.types("about 30")
    assert "28 to 32 years" in me.page.screening.panel.answers.field.below.text()
    me.press("Return")

    assert me.one.facts["person.age"] == encounter("person.age = 28..32").facts["person.age"]


def test_what_is_no_amount_is_said_and_not_told(officer):
    me = officer(encounter("pathway = INT"))
    me.page.screening.open_ask("person.age")

    me.types("old")
    me.press("Return")

    assert me.told("edited") == []
    assert "not a number of years" in me.page.screening.panel.answers.field.below.text()


def test_what_is_typed_is_taken_when_the_field_is_left(officer):
    me = officer(encounter("pathway = INT"))
    me.page.screening.open_ask("person.age")

    me.types("30")
    QTest.keyClick(me.page, Key.Key_2, ALT)  # to the next step without Enter

    assert me.told("edited") == [
        Edit("person.age", encounter("person.age = 30").facts["person.age"])
    ]
    assert me.page.step is Step.PERSON


def test_a_field_left_for_another_question_still_answers_its_own(officer):
    me = officer(encounter(SCREENED))
    me.page.screening.open_ask("person.age")
    me.types("31")

    me.page.screening.open_ask("narrative")

    told = [value for name, value in me.asked if name == "edited"]
    assert {one.path for one in told} <= {"person.age"}
    assert "narrative" not in me.one.facts


def test_an_event_is_never_or_a_year(officer):
    one = encounter(SCREENED + "; conduct.exploits_minors = no")
    me = officer(one)
    me.page.screening.open_ask("history.violent_conviction")

    me.press("N")
    me.page.screening.open_ask("history.violent_conviction")
    me.press("2")
    me.types("016")
    me.press("Return")

    assert me.told("edited") == [
        Edit("history.violent_conviction", Known(NEVER)),
        Edit("history.violent_conviction", Known(PartialDate(2016))),
    ]


def test_drugs_are_added_by_key_and_taken_off(officer):
    me = officer(encounter("pathway = INT"))
    me.page.screening.open_ask("drugs.complete")

    me.press("1", "3")
    assert me.told("item_added") == [
        NewItem("drugs", "drug.kind", Known("heroin")),
        NewItem("drugs", "drug.kind", Known("cocaine")),
    ]
    assert me.asks() == "drugs.complete"
    panel = me.page.screening.panel
    bins = [b for b in panel.findChildren(Button.__bases__[0]) if "Take off" in b.accessibleName()]
    QTest.mouseClick(bins[0], Qt.MouseButton.LeftButton)

    assert me.told("item_removed") == [ItemRef("drugs", "d1")]
    me.press("N")
    assert me.one.facts["drugs.complete"] == Known(True)


def test_the_hint_names_the_keys_of_the_question_asked(officer):
    me = officer()
    hint = me.page._actions._hint
    assert hint.text().startswith("1-6 answers")
    me.press("1")
    me.page.screening.open_ask("person.age")
    assert "F4 not known" in hint.text()
    me.page.screening.open_ask("drugs.complete")
    assert "N no more" in hint.text()
    me.page.screening.open_ask("person.agrees")
    assert hint.text().startswith("Y / N / U answers")


def test_letters_and_digits_stay_in_the_field_they_are_typed_into(officer):
    me = officer(full(), Step.PERSON)
    me.page.person.fields["person.aka"].setFocus()

    me.types("Yan12 CAX?")

    assert me.one.facts["person.aka"] == Known("SparrowYan12 CAX?")
    assert {name for name, *_ in me.asked} == {"edited"}


def test_every_keystroke_is_told_and_the_cursor_stays(officer):
    me = officer(full(), Step.PERSON)
    field = me.page.person.fields["person.first_name"]
    field.setFocus()
    entry = field.field.entry
    entry.setCursorPosition(2)

    me.types("xy ")

    assert me.told("edited")[-1] == Edit("person.first_name", Known("Roxy bin"))
    assert len(me.told("edited")) == 3
    assert entry.cursorPosition() == 5
    me.page.show_encounter(page(me.one, leave=LEAVE))
    assert entry.cursorPosition() == 5


def test_a_half_typed_estimate_is_not_wiped(officer):
    me = officer(full(), Step.PERSON)
    field = me.page.person.fields["person.age"]
    field.setFocus()
    field.field.entry.clear()

    me.types("28-")

    assert field.field.text() == "28-"
    me.types("31")
    assert field.field.text() == "28-31"
    assert me.told("edited")[-1] == Edit(
        "person.age", encounter("person.age = 28..31").facts["person.age"]
    )


def test_enter_goes_on_to_the_next_field(officer):
    me = officer(full(), Step.PERSON)
    me.page.person.fields["person.first_name"].setFocus()

    me.press("Return")

    assert me.page.person.fields["person.last_name"].field.entry.hasFocus()


def test_f4_says_that_a_field_is_not_known(officer):
    me = officer(full(), Step.PERSON)
    field = me.page.person.fields["person.phone"]
    field.setFocus()

    me.press("F4", "F4", "F4")

    assert [edit.value for edit in me.told("edited")] == [
        Unknown.DECLINED,
        Unknown.CANNOT_KNOW,
        None,
    ]


def test_needs_are_marked_with_space(officer):
    me = officer(full(), Step.PERSON)
    chip = me.page.person.fields["needs"].chips["shelter"]
    chip.setFocus()

    me.press("Space")

    assert me.told("edited") == [
        Edit("needs", Known(("medication", "shelter", "withdrawal"))),
    ]


def test_services_are_chosen_and_called_by_keys(officer):
    me = officer(full(), Step.SERVICES)
    QTest.keyClick(me.page.services.list, Key.Key_Down)

    me.press("Return", "2")

    assert me.told("service_chosen") == [ServiceChoice(2, "tr-three-forks")]
    assert me.told("phone_result") == [PhoneCall("tr-three-forks", PhoneResult.FULL)]


def test_a_waitlist_asks_how_many(officer):
    me = officer(full(), Step.SERVICES)

    me.press("3")
    assert me.told("phone_result") == []
    me.types("6")
    me.press("Return")

    assert me.told("phone_result") == [PhoneCall("tr-prairie-ridge", PhoneResult.WAITLIST, 6)]


def test_a_choice_is_taken_back_with_delete(officer):
    me = officer(full(), Step.SERVICES)

    me.press("Delete")

    assert me.told("service_chosen") == [ServiceChoice(1, "")]


def test_consent_is_asked_one_by_one_by_keys(officer):
    me = officer(encounter(SCREENED), Step.CONSENT)

    me.press("Y", "N", "L", "Y")

    said = [(one.recipient, one.scope.value, one.state) for one in me.told("consent_given")]
    assert said == [
        ("lead", "P", ConsentState.GRANTED),
        ("lead", "H", ConsentState.REFUSED),
        ("officer", "T1", ConsentState.ASK_LATER),
        ("officer", "T2", ConsentState.GRANTED),
    ]
    assert {one.how for one in me.told("consent_given")} == {None}


def test_how_it_was_given_goes_with_every_yes(officer):
    me = officer(encounter(SCREENED), Step.CONSENT)
    me.press("Y", "N")
    me.asked.clear()

    me.page.consent.how.buttons()[1].click()  # on paper

    (told,) = me.told("consent_given")
    assert isinstance(told, Consent)
    assert (told.how, told.state, told.text_version) == (
        ConsentHow.PAPER,
        ConsentState.GRANTED,
        "2026-a",
    )


def test_a_spoken_yes_takes_the_witness(officer):
    me = officer(encounter(SCREENED), Step.CONSENT)
    me.press("Y")
    me.page.consent.how.buttons()[2].click()
    me.page.consent.witness.entry.setFocus()

    me.types("Ofc. Yarrow")

    assert me.one.consents[0].witness == "Ofc. Yarrow"
    assert me.page.consent.witness.text() == "Ofc. Yarrow"


def test_a_signature_counts_once_it_is_signed(officer):
    me = officer(encounter(SCREENED), Step.CONSENT)
    me.press("Y")
    me.page.consent.how.buttons()[0].click()
    assert me.one.consents[0].how is None
    pad = me.page.consent.pad

    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 40))
    for x in range(70, 200, 10):
        QTest.mouseMove(pad, QPoint(x, 30 + x % 30))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(210, 40))

    assert me.signature.startswith(b"\x89PNG")
    assert me.one.consents[0].how is ConsentHow.SIGNED


def test_a_signature_taken_away_no_longer_counts(officer):
    me = officer(encounter(SCREENED), Step.CONSENT)
    me.press("Y")
    me.page.consent.how.buttons()[0].click()
    me.page.consent.pad.show_signature(b"")

    me.page.consent.pad.clear()

    assert me.told("signed") == [b""]
    assert me.one.consents[0].how is None


def test_stamps_have_one_key_each_and_can_be_undone(officer):
    me = officer(encounter(SCREENED), Step.CONSENT)

    me.press("C", "X")
    assert me.told("stamp_requested") == [CALLED, "handoff.cleared_at"]
    me.page.show_encounter(page(me.one.answered(CALLED, Known(NOW)), leave=LEAVE))
    me.press("C")

    assert me.told("stamp_undone") == [CALLED]


def test_the_time_of_a_stamp_can_be_typed(officer, qtbot):
    me = officer(encounter(SCREENED).answered(CALLED, Known(NOW)), Step.CONSENT)
    at = next(
        b
        for b in me.page.handoff.findChildren(Button)
        if "Type another time" in b.accessibleName() and b.isVisible()
    )
    QTest.mouseClick(at, Qt.MouseButton.LeftButton)
    dialog = me.page.window().findChild(TimeDialog)
    qtbot.waitUntil(dialog.isVisible)
    assert find_faults(dialog) == []

    dialog.field.entry.setText("22:05")
    dialog.field.entered.emit()

    assert me.told("edited") == [Edit(CALLED, Known(NOW.replace(minute=5)))]


def test_alt_and_a_digit_go_to_a_step(officer):
    me = officer(full())

    QTest.keyClick(me.page, Key.Key_4, ALT)

    assert me.page.step is Step.CONSENT
    assert me.told("step_requested") == [Step.CONSENT]


def test_ctrl_enter_goes_on_and_at_last_sends(officer):
    me = officer(full())

    for _ in range(5):
        QTest.keyClick(me.page, Key.Key_Return, CTRL)

    assert me.told("step_requested") == list(Step)[1:]
    assert me.told("send_requested") == [None]


def test_escape_goes_a_step_back_and_at_the_first_stays(officer):
    me = officer(full(), Step.SEND)

    for _ in range(5):
        QTest.keyClick(me.page, Key.Key_Escape)

    assert me.told("step_requested") == list(Step)[3::-1]


def test_a_closed_pathway_cannot_be_sent_and_leads_on(officer):
    me = officer(encounter("pathway = INT; person.age = 17"), Step.SEND)
    QTest.keyClick(me.page, Key.Key_Return, CTRL)
    assert me.told("send_requested") == []

    use = next(
        b
        for b in me.page.send.findChildren(Button)
        if b.shown_text() == "Use this pathway" and b.isVisible()
    )
    QTest.mouseClick(use, Qt.MouseButton.LeftButton)

    assert me.told("edited") == [Edit("pathway", Known("REF"))]
    assert me.page.step is Step.SCREENING


def test_the_policy_behind_a_line_is_shown_on_question_mark(officer, qtbot):
    me = officer(encounter("pathway = INT; person.age = 17"))
    policy = next(
        label for label in me.page.verdict.findChildren(Label) if "Protocol 3.1" in label.text()
    )
    assert not policy.isVisible()

    QTest.keyClick(me.page, Key.Key_Question)
    qtbot.waitUntil(policy.isVisible)

    QTest.keyClick(me.page, Key.Key_Question)
    qtbot.waitUntil(lambda: not policy.isVisible())


def test_another_encounter_opens_at_its_own_step(officer):
    me = officer(full(), Step.SERVICES)
    other = encounter().__class__("e2", NOW)

    me.page.show_encounter(page(full(), step=Step.SCREENING))
    assert me.page.step is Step.SERVICES
    me.page.show_encounter(page(other))
    assert me.page.step is Step.SCREENING


def test_the_page_survives_hostile_words(officer, qtbot):
    me = officer(full().answered("person.first_name", Known("<b>Robin</b> & {name} 100%")))

    for step in Step:
        me.page.show_step(step)
        qtbot.waitUntil(lambda: find_faults(me.page.window()) == [])

    assert "<b>Robin</b>" in str(me.page.look.say(me.page.heading().context))


@pytest.mark.parametrize("name", [n for n in encounter_shots.FRAMED if n.startswith("encounter")])
def test_every_state_fits_and_is_named(any_look, shown, name):
    window = Window(any_look)
    window.show_content(encounter_shots.FRAMED[name](any_look))

    shown(window)

    assert find_faults(window) == []


def test_everything_with_a_key_is_named_in_the_five_steps(officer):
    me = officer(full())
    for step in Step:
        me.page.show_step(step)
        assert find_unnamed(me.page) == []


def test_what_cannot_be_read_yet_stays_as_it_was_typed(officer):
    one = officer(full().unanswered("person.age"), Step.PERSON)
    age, name = (one.page.person.fields[path] for path in ("person.age", "person.aka"))
    age.field.entry.setFocus()
    QTest.keyClicks(age.field.entry, "thirty or so")
    name.field.entry.setFocus()
    QTest.keyClicks(name.field.entry, "x")

    assert age.field.text() == "thirty or so"
    assert "finish it" in age.field.below.text()
    assert "person.age" not in one.one.facts


@pytest.mark.parametrize(("path", "text"), [("person.birth_date", "3/14/"), ("person.age", "28-")])
def test_half_typed_words_come_back_as_typed_and_are_no_answer(officer, look, path, text):
    me = officer(full(), Step.PERSON)
    me.page.person.fields[path].setFocus()
    me.page.person.fields[path].field.entry.selectAll()
    me.types(text)

    again = EncounterPage(look)
    again.show_encounter(page(me.one, step=Step.PERSON, leave=LEAVE))

    assert path not in me.one.facts
    assert again.person.fields[path].field.text() == text
    again.show_step(Step.SEND)
    assert any(
        text in one.text() and "not taken" in one.text() for one in again.send.findChildren(Label)
    )
    again.deleteLater()


def test_a_half_typed_amount_is_asked_again_and_gone_on_with(officer, look):
    me = officer(encounter("pathway = INT; person.age = 30"))
    me.page.screening.open_ask("person.age")
    me.types("4")

    again = EncounterPage(look)
    again.show_encounter(page(me.one, leave=LEAVE))

    assert me.one.facts["person.age"] == encounter("person.age = 30").facts["person.age"]
    assert again.screening.current().path == "person.age"
    assert again.screening.panel.answers.field.text() == "4"
    again.deleteLater()
    me.types("4")
    me.press("Return")
    assert me.one.facts["person.age"] == encounter("person.age = 44").facts["person.age"]
    assert me.one.typed == {}


def test_the_first_digit_of_a_year_is_kept_too(officer):
    me = officer(encounter(SCREENED))
    me.page.screening.open_ask("history.violent_conviction")

    me.press("2")
    me.types("01")

    assert me.one.typed == {"history.violent_conviction": "201"}
    assert me.page.screening.panel.answers.when.field.entry.hasFocus()
    assert me.page.screening.panel.answers.when.field.text() == "201"
