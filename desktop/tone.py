"""What a status means to the eye: each tone has a colour, a shape and stands beside a word."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """The weight of a status; views and pages give it one colour and one shape everywhere."""

    NONE = "none"
    INFO = "info"
    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    MUTED = "muted"
