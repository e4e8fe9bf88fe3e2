"""Threads do not take turns inside a module that is loaded beside the window."""

from __future__ import annotations

import sys
import threading

import pytest

from desktop.views.undisturbed import undisturbed


def test_turns_are_long_inside_and_as_before_afterwards() -> None:
    before = sys.getswitchinterval()
    with undisturbed():
        assert sys.getswitchinterval() == pytest.approx(1.0)
        with undisturbed():
            assert sys.getswitchinterval() == pytest.approx(1.0)
        assert sys.getswitchinterval() == pytest.approx(1.0)
    assert sys.getswitchinterval() == before


def test_an_error_inside_gives_the_turns_back() -> None:
    before = sys.getswitchinterval()
    with pytest.raises(ImportError), undisturbed():
        raise ImportError
    assert sys.getswitchinterval() == before


def test_the_last_of_two_threads_gives_the_turns_back() -> None:
    before = sys.getswitchinterval()
    is_in, may_go = threading.Event(), threading.Event()

    def load() -> None:
        with undisturbed():
            is_in.set()
            may_go.wait()

    thread = threading.Thread(target=load)
    with undisturbed():
        thread.start()
        is_in.wait()
    assert sys.getswitchinterval() == pytest.approx(1.0)
    may_go.set()
    thread.join()
    assert sys.getswitchinterval() == before
