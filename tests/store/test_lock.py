"""One window or one writing command per workspace, whatever became of the one before."""

import json
import signal
import threading

import pytest

from desktop.domain.refused import Refused
from desktop.domain.words import ENGLISH
from desktop.store.lock import LOCK, Holder, WorkspaceLock, holder_of, one_at_a_time
from tests.store.workspaces import other_process, posix

HOLD = """
from desktop.store.lock import *
with WorkspaceLock(folder, Holder(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def elsewhere(tmp_path):
    """Return a function that holds the workspace in another process."""
    children = []

    def hold(holder):
        child = other_process(HOLD, tmp_path, holder)
        assert child.stdout.readline() == "held\n"
        children.append(child)
        return child

    yield hold
    for child in children:
        child.kill()
        child.communicate()


def test_a_second_window_is_refused_and_told_where_the_first_is(tmp_path, elsewhere):
    child = elsewhere("window")

    with pytest.raises(Refused, match=f"open in another window .process {child.pid} on") as refused:
        WorkspaceLock(tmp_path, Holder.WINDOW).take()

    assert ENGLISH(refused.value.remedy) == "Use that window, or close it first."
    assert holder_of(tmp_path) is Holder.WINDOW


def test_a_writing_command_beside_a_window_is_refused(tmp_path, elsewhere):
    elsewhere("window")

    with pytest.raises(Refused, match="so a command may not write"):
        WorkspaceLock(tmp_path, Holder.COMMAND).take()


def test_a_window_waits_for_a_command(tmp_path, elsewhere):
    elsewhere("command")

    with pytest.raises(Refused, match="A command is writing"):
        WorkspaceLock(tmp_path, Holder.WINDOW).take()
    assert holder_of(tmp_path) is Holder.COMMAND


@posix
def test_a_killed_window_holds_nothing(tmp_path, elsewhere):
    child = elsewhere("window")

    child.send_signal(signal.SIGKILL)
    child.wait()

    assert holder_of(tmp_path) is None
    with WorkspaceLock(tmp_path, Holder.WINDOW):
        assert json.loads((tmp_path / LOCK).read_bytes())["holder"] == "window"


def test_two_windows_of_one_process_are_two(tmp_path):
    with WorkspaceLock(tmp_path, Holder.WINDOW), pytest.raises(Refused, match="another window"):
        WorkspaceLock(tmp_path, Holder.WINDOW).take()


def test_a_lock_let_go_can_be_taken_again(tmp_path):
    lock = WorkspaceLock(tmp_path, Holder.WINDOW)
    for _ in range(2):
        lock.take()
        lock.take()
        lock.release()
        lock.release()

    assert holder_of(tmp_path) is None


def test_two_workspaces_do_not_know_each_other(tmp_path):
    for name in ("patrol", "desk"):
        (tmp_path / name).mkdir()

    with WorkspaceLock(tmp_path / "patrol", Holder.WINDOW):
        assert holder_of(tmp_path / "desk") is None
        with WorkspaceLock(tmp_path / "desk", Holder.WINDOW):
            assert holder_of(tmp_path / "desk") is Holder.WINDOW


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    assert holder_of(tmp_path / "nowhere") is None
    with pytest.raises(Refused, match="not there"):
        WorkspaceLock(tmp_path / "nowhere", Holder.WINDOW).take()


def test_one_at_a_time_lets_nobody_else_in(tmp_path):
    inside = []
    most = []

    def work():
        for _ in range(20):
            with one_at_a_time(tmp_path / "work.lock"):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(most) == 80
    assert max(most) == 1
