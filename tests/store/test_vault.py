"""Several officers share a laptop, nobody's password is the key, and guessing costs time."""

import json
import shutil
import time
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.refused import Refused
from desktop.domain.terms import Role
from desktop.domain.words import ENGLISH
from desktop.store.passwords import find_password_problems
from desktop.store.recovery import make_recovery_words, read_recovery_words
from desktop.store.vault import (
    Session,
    add_user,
    change_password,
    create_vault,
    has_vault,
    recover,
    replace_recovery,
    reset_password,
    set_disabled,
    set_role,
    sign_in,
    users,
)
from desktop.store.vault_file import COPY, VAULT, put_back_copy
from tests.store.workspaces import MINUTE, NIGHT, PROJECT, WORD_LIST, other_process, posix

pytestmark = pytest.mark.slow  # keys are wrapped with the full count of rounds

ADMIN, OFFICER, SUPERVISOR = "u-admin", "u-officer", "u-super"
PASSWORD = {
    ADMIN: "correct horse battery",
    OFFICER: "Larkspur-7 ñ",
    SUPERVISOR: "owl at midnight",
}
DATA_KEY = bytes(range(100, 132))
WORDS = make_recovery_words(lambda n: bytes(range(n)), WORD_LIST)
OTHER_WORDS = make_recovery_words(bytes, WORD_LIST)


@pytest.fixture(scope="module")
def set_up(tmp_path_factory):
    """Return a folder with three users; each slot costs a tenth of a second, so it is made once."""
    folder = tmp_path_factory.mktemp("vault")
    admin = create_vault(
        folder,
        workspace_id="w1",
        user_id=ADMIN,
        name="Sgt. Heron",
        password=PASSWORD[ADMIN],
        words=WORDS,
        random_bytes=lambda n: DATA_KEY[:n],
        now=NIGHT,
    )
    for user, name, role in (
        (OFFICER, "Ofc. Larkspur", Role.OFFICER),
        (SUPERVISOR, "Lt. Finch", Role.SUPERVISOR),
    ):
        add_user(
            folder, admin, user_id=user, name=name, role=role, password=PASSWORD[user], now=NIGHT
        )
    return folder


@pytest.fixture
def folder(set_up, tmp_path):
    return shutil.copytree(set_up, tmp_path / "workspace")


@pytest.fixture
def admin(folder):
    """Return the administrator's session, as a sign-in would give it."""
    return Session(users(folder)[0], "w1", bytearray(DATA_KEY))


def signed_in(folder, user, password=None, *, now=NIGHT):
    return sign_in(folder, user, password or PASSWORD[user], now=now)


def refusal(folder, user, password="wrong", *, now=NIGHT):
    with pytest.raises(Refused) as refused:
        sign_in(folder, user, password, now=now)
    return ENGLISH(refused.value.reason)


def edit(folder, change):
    """Change vault.json as somebody with an editor would."""
    path = folder / VAULT
    vault = json.loads(path.read_bytes())
    change(vault)
    path.write_text(json.dumps(vault))


# --- signing in


def test_every_user_opens_the_same_records_with_their_own_password(folder):
    for user, role in ((ADMIN, Role.ADMIN), (OFFICER, Role.OFFICER)):
        session = signed_in(folder, user)
        assert (session.user.id, session.user.role, session.workspace) == (user, role, "w1")
        assert session.data_key == DATA_KEY


def test_the_vault_shows_names_and_roles_and_no_secret(folder):
    data = b"".join(path.read_bytes() for path in folder.iterdir())

    assert b"Ofc. Larkspur" in data
    for secret in (*PASSWORD.values(), " ".join(WORDS), WORDS[0] + " ", DATA_KEY.hex()):
        assert secret.encode() not in data
    assert DATA_KEY not in data


def test_the_roster_needs_no_password(folder):
    assert [(user.name, user.role) for user in users(folder)] == [
        ("Sgt. Heron", Role.ADMIN),
        ("Ofc. Larkspur", Role.OFFICER),
        ("Lt. Finch", Role.SUPERVISOR),
    ]


def test_a_session_does_not_show_its_key_and_can_be_wiped(admin):
    assert "100" not in repr(admin)
    assert "data_key" not in repr(admin)

    admin.wipe()

    assert admin.data_key == bytes(32)


def test_another_keyboards_spelling_of_a_password_is_the_same(folder):
    assert signed_in(folder, OFFICER, "Larkspur-7 n\u0303")


def test_a_user_who_is_not_here_is_refused(folder):
    assert "not on this computer" in refusal(folder, "u-nobody")


def test_signing_in_takes_a_try_of_about_a_tenth_of_a_second(folder):
    """Slow for whoever guesses, not for an officer."""
    begun = time.perf_counter()
    signed_in(folder, OFFICER)

    assert 0.02 < time.perf_counter() - begun < 3


def test_a_workspace_is_not_set_up_twice(folder):
    with pytest.raises(Refused, match="a workspace in this folder already"):
        create_vault(
            folder,
            workspace_id="w2",
            user_id="u",
            name="N",
            password="a good long one",
            words=WORDS,
            random_bytes=bytes,
            now=NIGHT,
        )


# --- wrong passwords


def test_wrong_passwords_are_counted_aloud_and_then_cost_a_growing_wait(folder):
    said = [refusal(folder, OFFICER) for _ in range(5)]
    now = NIGHT
    waits = []
    for _ in range(4):
        until = next(user.wait_until for user in users(folder) if user.id == OFFICER)
        waits.append((until - now) // MINUTE)
        now = until
        refusal(folder, OFFICER, now=now)

    assert said[0] == (
        "This password does not open Ofc. Larkspur's work. 4 more tries, then a wait of 1 minute."
    )
    assert "1 more try, then" in said[3]
    assert said[4] == "Too many wrong passwords. The next try is possible in 1 minute."
    assert waits == [1, 5, 15, 30]


def test_while_the_wait_lasts_even_the_right_password_waits_and_no_try_is_counted(folder):
    for _ in range(5):
        refusal(folder, OFFICER)
    before = (folder / VAULT).read_bytes()

    assert "in 1 minute" in refusal(folder, OFFICER, PASSWORD[OFFICER], now=NIGHT + MINUTE / 2)
    assert (folder / VAULT).read_bytes() == before
    assert signed_in(folder, OFFICER, now=NIGHT + MINUTE)


def test_the_right_password_starts_the_count_anew(folder):
    for _ in range(4):
        refusal(folder, OFFICER)

    signed_in(folder, OFFICER)

    assert "4 more tries" in refusal(folder, OFFICER)


def test_one_officers_wrong_passwords_do_not_keep_another_waiting(folder):
    for _ in range(5):
        refusal(folder, OFFICER)

    assert signed_in(folder, SUPERVISOR)


def test_a_clock_set_back_does_not_shorten_the_wait_nor_make_it_years(folder):
    for _ in range(5):
        refusal(folder, OFFICER)
    past = NIGHT - timedelta(days=20_000)

    assert "in 1 minute" in refusal(folder, OFFICER, PASSWORD[OFFICER], now=past)
    assert "in 1 minute" in refusal(folder, OFFICER, PASSWORD[OFFICER], now=past + MINUTE / 2)
    assert signed_in(folder, OFFICER, now=past + MINUTE)


@posix
def test_a_try_counts_before_the_password_is_looked_at(folder):
    """Whoever kills the program during a try has used that try, were it the right one."""
    child = other_process(
        "from desktop.store.vault import *; import os\n"
        "os.link(folder / 'vault.json', folder / 'before')\n"
        "import threading\n"
        "def die():\n"
        "    while os.path.samefile(folder / 'vault.json', folder / 'before'): pass\n"
        "    os.kill(os.getpid(), 9)\n"
        "threading.Thread(target=die, daemon=True).start()\n"
        "sign_in(folder, 'u-officer', sys.argv[2], now=NIGHT)\n",
        folder,
        PASSWORD[OFFICER],
    )
    child.communicate(timeout=30)

    assert child.returncode == -9
    assert "3 more tries" in refusal(folder, OFFICER)


# --- passwords


def test_a_changed_password_opens_and_the_old_one_does_not(folder):
    change_password(folder, OFFICER, PASSWORD[OFFICER], "heron by the river", now=NIGHT)

    assert signed_in(folder, OFFICER, "heron by the river").data_key == DATA_KEY
    assert "does not open" in refusal(folder, OFFICER, PASSWORD[OFFICER])


def test_an_old_password_opens_no_copy_of_the_vault_either(folder):
    change_password(folder, OFFICER, PASSWORD[OFFICER], "heron by the river", now=NIGHT)

    (folder / VAULT).unlink()
    put_back_copy(folder)

    assert "does not open" in refusal(folder, OFFICER, PASSWORD[OFFICER])


def test_changing_needs_the_old_password_and_a_good_new_one(folder):
    with pytest.raises(Refused, match="does not open"):
        change_password(folder, OFFICER, "wrong", "heron by the river", now=NIGHT)
    with pytest.raises(Refused, match="at least 8"):
        change_password(folder, OFFICER, PASSWORD[OFFICER], "short", now=NIGHT)

    assert signed_in(folder, OFFICER)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "at least 8"),
        ("seven77", "at least 8"),
        ("12345678", "anybody would try"),
        ("PassWord1", "anybody would try"),
        ("police911 ", "anybody would try"),
        ("aaaaaaaaaaaa", "anybody would try"),
        ("ofc larkspur", "your own name"),
        ("Ofc. Larkspur", "your own name"),
    ],
)
def test_a_poor_password_is_told_why(password, says):
    problems = find_password_problems(password, name="Ofc. Larkspur")

    assert any(says in ENGLISH(problem) for problem in problems)


@pytest.mark.parametrize("password", ["tall brown heron", "xk7-Qm2p", "ñandú azul", "        x y"])
def test_any_other_password_of_eight_characters_is_good(password):
    assert find_password_problems(password, name="Ofc. Larkspur") == ()


# --- who may do what


def test_an_administrator_gives_a_new_password_and_the_wait_ends(folder, admin):
    for _ in range(5):
        refusal(folder, OFFICER)

    reset_password(folder, admin, OFFICER, "first day again")

    assert signed_in(folder, OFFICER, "first day again").data_key == DATA_KEY


def test_a_supervisor_gives_an_officer_a_new_password_but_no_administrator(folder):
    supervisor = signed_in(folder, SUPERVISOR)

    reset_password(folder, supervisor, OFFICER, "first day again")
    with pytest.raises(Refused, match="role does not allow"):
        reset_password(folder, supervisor, ADMIN, "now I am the admin")

    assert signed_in(folder, OFFICER, "first day again")
    assert signed_in(folder, ADMIN)


def test_an_officer_changes_nobodys_access(folder):
    officer = signed_in(folder, OFFICER)

    for act in (
        lambda: add_user(
            folder,
            officer,
            user_id="x",
            name="X",
            role=Role.ADMIN,
            password="my own little back door",
            now=NIGHT,
        ),
        lambda: reset_password(folder, officer, SUPERVISOR, "my own little back door"),
        lambda: set_disabled(folder, officer, ADMIN, True),
        lambda: set_role(folder, officer, OFFICER, Role.ADMIN),
        lambda: replace_recovery(folder, officer, OTHER_WORDS, now=NIGHT),
    ):
        with pytest.raises(Refused, match="role does not allow"):
            act()


def test_a_user_whose_access_was_taken_back_does_not_get_in_until_it_is_given_again(folder, admin):
    set_disabled(folder, admin, OFFICER, True)
    said = refusal(folder, OFFICER, PASSWORD[OFFICER])
    set_disabled(folder, admin, OFFICER, False)

    assert "taken back your access" in said
    assert signed_in(folder, OFFICER)


def test_access_taken_back_ends_the_rights_of_an_open_session(folder, admin):
    set_role(folder, admin, OFFICER, Role.ADMIN)
    second = signed_in(folder, OFFICER)
    set_role(folder, admin, OFFICER, Role.OFFICER)

    with pytest.raises(Refused, match="role does not allow"):
        set_disabled(folder, second, ADMIN, True)


def test_the_last_administrator_stays(folder, admin):
    for act in (
        lambda: set_disabled(folder, admin, ADMIN, True),
        lambda: set_role(folder, admin, ADMIN, Role.OFFICER),
    ):
        with pytest.raises(Refused, match="last administrator"):
            act()

    assert signed_in(folder, ADMIN).user.role is Role.ADMIN


def test_two_users_of_one_name_are_refused(folder, admin):
    with pytest.raises(Refused, match="a user of this name"):
        add_user(
            folder,
            admin,
            user_id="u9",
            name="Ofc. Larkspur",
            role=Role.DESK,
            password="tall brown heron",
            now=NIGHT,
        )


# --- the recovery sheet


def test_the_twelve_words_let_an_administrator_in_again(folder):
    for _ in range(5):
        refusal(folder, ADMIN)

    session = recover(folder, WORDS, user_id=ADMIN, password="found the sheet")

    assert session.data_key == DATA_KEY
    assert signed_in(folder, ADMIN, "found the sheet")
    assert "does not open" in refusal(folder, ADMIN, PASSWORD[ADMIN])


def test_other_words_are_refused(folder):
    with pytest.raises(Refused, match="another workspace"):
        recover(folder, OTHER_WORDS, user_id=ADMIN, password="found the sheet")


def test_the_sheet_makes_no_officer_an_administrator(folder):
    with pytest.raises(Refused, match="lets an administrator in"):
        recover(folder, WORDS, user_id=OFFICER, password="found the sheet")


def test_a_new_sheet_makes_the_old_one_void(folder, admin):
    replace_recovery(folder, admin, OTHER_WORDS, now=NIGHT)

    with pytest.raises(Refused, match="replaced"):
        recover(folder, WORDS, user_id=ADMIN, password="found the sheet")
    assert recover(folder, OTHER_WORDS, user_id=ADMIN, password="found the sheet")


def test_the_words_are_made_as_bip39_makes_them():
    """Source: the first and the last of its test vectors of 128 bits (about = 3, wrong = 2037)."""
    assert make_recovery_words(bytes, WORD_LIST) == (*[WORD_LIST[0]] * 11, WORD_LIST[3])
    assert make_recovery_words(lambda n: b"\xff" * n, WORD_LIST) == (
        *[WORD_LIST[2047]] * 11,
        WORD_LIST[2037],
    )


def test_the_words_that_ship_will_do():
    shipped = (PROJECT / "resources/words/en.txt").read_text(encoding="utf-8").split()

    words = make_recovery_words(lambda n: bytes(range(n)), shipped)

    assert read_recovery_words(" ".join(words), shipped) == words


@given(st.binary(min_size=16, max_size=16))
@settings(max_examples=50)
def test_words_read_back_are_the_words_made_however_they_are_typed(secret):
    words = make_recovery_words(lambda n: secret, WORD_LIST)

    assert read_recovery_words(" ".join(words), WORD_LIST) == words
    typed = ",\n ".join(word.upper() if i % 2 else word[:4] for i, word in enumerate(words))
    assert read_recovery_words(typed, WORD_LIST) == words


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda w: w[:11], "these are 11"),
        (lambda w: [*w, w[0]], "these are 13"),
        (lambda w: [], "these are 0"),
        (lambda w: [*w[:4], "heroic", *w[5:]], "Word 5 is not on the list"),
        (lambda w: [w[1], w[0], *w[2:]], "do not belong together"),
    ],
)
def test_words_copied_wrong_are_told_where_and_never_repeated(change, says):
    with pytest.raises(Refused) as refused:
        read_recovery_words(" ".join(change(list(WORDS))), WORD_LIST)

    said = ENGLISH(refused.value.reason)
    assert says in said
    assert not any(f" {word} " in f" {said} " for word in (*WORDS, "heroic"))


# --- a vault that something else changed


@pytest.mark.parametrize(
    "change",
    [
        lambda vault: vault["slots"][1].update(role="admin"),
        lambda vault: vault["slots"][1].update(name="Chief"),
        lambda vault: vault["slots"][2].update(disabled=True),
        lambda vault: vault["slots"].pop(0),
        lambda vault: vault["slots"].reverse(),
        lambda vault: vault.update(workspace="w2"),
        lambda vault: vault["recovery"].update(key=vault["slots"][1]["key"]),
        lambda vault: vault["slots"][0].update(key=vault["slots"][1]["key"]),
        lambda vault: vault.update(seal=""),
    ],
)
def test_a_roster_changed_by_hand_lets_nobody_in(folder, change):
    edit(folder, change)

    assert "Something other than Offramp" in refusal(folder, OFFICER, PASSWORD[OFFICER])


def test_the_sheet_opens_a_changed_vault_and_everybody_else_waits_for_a_look(folder):
    edit(folder, lambda vault: vault["slots"][1].update(role="admin"))

    session = recover(folder, WORDS, user_id=ADMIN, password="found the sheet")

    assert "taken back" in refusal(folder, OFFICER, PASSWORD[OFFICER])
    set_role(folder, session, OFFICER, Role.OFFICER)
    set_disabled(folder, session, OFFICER, False)
    assert signed_in(folder, OFFICER).user.role is Role.OFFICER


def test_a_damaged_slot_opens_with_no_password_and_breaks_nothing(folder):
    for key in ("", "é.é.é.é.é", "a.b.c.d.e", '{"alg":"none"}'):
        edit(folder, lambda vault, key=key: vault["slots"][1].update(key=key, failures=0))
        assert "does not open" in refusal(folder, OFFICER, PASSWORD[OFFICER])


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"format":1}', b'{"format":1,"more":2}'],
)
def test_a_torn_vault_is_refused_and_its_copy_opens(folder, data):
    (folder / VAULT).write_bytes(data)

    with pytest.raises(Refused, match="is damaged") as refused:
        users(folder)
    put_back_copy(folder)

    assert "Rename vault.json.bak" in ENGLISH(refused.value.remedy)
    assert len(users(folder)) == 3


def test_a_missing_vault_is_refused_and_says_where_another_is(folder):
    (folder / VAULT).unlink()
    assert not has_vault(folder)
    with pytest.raises(Refused, match="is not there") as refused:
        signed_in(folder, ADMIN)
    assert "vault.json.bak" in ENGLISH(refused.value.remedy)

    (folder / COPY).unlink()
    with pytest.raises(Refused) as refused:
        signed_in(folder, ADMIN)
    assert "backup" in ENGLISH(refused.value.remedy)
    with pytest.raises(Refused, match="no copy"):
        put_back_copy(folder)


def test_a_vault_of_a_newer_version_is_refused(folder):
    edit(folder, lambda vault: vault.update(format=2, new_kind_of_slot=[]))

    with pytest.raises(Refused, match="newer version"):
        users(folder)


def test_a_workspace_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match="not there"):
        signed_in(tmp_path / "nowhere", ADMIN)
