"""The two printed faces: registered once a process, every string checked against their glyphs."""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.errors import StorageError
from desktop.paths import resources_folder

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "NotoSansSC"
BOLD = "NotoSansSC-Bold"
_FILES = {REGULAR: "NotoSansSC-Regular.ttf", BOLD: "NotoSansSC-Bold.ttf"}

#: Stands where the face has no glyph; the first of them that the face has is taken.
_SUBSTITUTES = "□?"
#: Signs that only steer the look of their neighbours: left out without a word.
_SILENT = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad") | {
    chr(n) for n in range(0xFE00, 0xFE10)
}
#: A cache of checked strings larger than this is emptied, so that a long run stays small.
_CACHE_LIMIT = 20_000

#: Held while pages are drawn: reportlab's fonts note in themselves which signs a document uses,
#: so that one file at a time is safe.
DRAWING = threading.Lock()

_lock = threading.Lock()
_faces: Faces | None = None


@dataclass(frozen=True, slots=True)
class Fitted:
    """A string as it can be printed: its face, its width at size one, and what was missing."""

    text: str
    face: str
    unit_width: float
    missing: str = ""


class Faces:
    """The registered faces with their glyphs; shared by all pages of a process."""

    def __init__(self, glyphs: dict[str, frozenset[int]], fonts: dict[str, TTFont]) -> None:
        self._glyphs = glyphs
        self._fonts = fonts
        self._cache: dict[tuple[str, bool], Fitted] = {}
        #: Lines of texts already wrapped (the small print is the same on every page).
        self.wrapped: dict[tuple[str, float, float, bool], tuple[str, ...]] = {}
        self._substitute = next(
            sign for sign in _SUBSTITUTES if all(ord(sign) in known for known in glyphs.values())
        )

    def fit(self, text: str, bold: bool = False) -> Fitted:
        """Return the string with its face; a sign that no face has becomes a visible box.

        A bold string with a rare character that only the regular face has is set in regular:
        the right character in the wrong weight beats a box (names such as 喆 or 堃).
        """
        key = (text, bold)
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) >= _CACHE_LIMIT:
                self._cache.clear()
                self.wrapped.clear()
            found = self._cache[key] = self._fit(text, bold)
        return found

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Return how wide the string is in points."""
        return self.fit(text, bold).unit_width * size

    def _fit(self, text: str, bold: bool) -> Fitted:
        clean = "".join(
            " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign
            for sign in unicodedata.normalize("NFC", text)
            if sign not in _SILENT
        )
        face = BOLD if bold and self._has_all(BOLD, clean) else REGULAR
        missing = ""
        if not self._has_all(face, clean):
            known = self._glyphs[REGULAR]
            missing = "".join(dict.fromkeys(sign for sign in clean if ord(sign) not in known))
            clean = "".join(sign if ord(sign) in known else self._substitute for sign in clean)
        if bold and face == REGULAR and self._has_all(BOLD, clean):
            face = BOLD
        return Fitted(clean, face, self._fonts[face].stringWidth(clean, 1), missing)

    def _has_all(self, face: str, text: str) -> bool:
        return self._glyphs[face].issuperset(map(ord, text))


def faces(folder: Path | None = None) -> Faces:
    """Return the faces, reading and registering the font files at the first call.

    Raises:
        StorageError: `font_missing`; the facts name the file.
    """
    global _faces
    with _lock:
        if _faces is None:
            _faces = _register(folder or resources_folder() / "fonts")
        return _faces


def code_points(text: str) -> str:
    """Return the characters by number, `U+1F600 U+1F601`, for a footnote or a message."""
    return " ".join(f"U+{ord(sign):04X}" for sign in text)


def _register(folder: Path) -> Faces:
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    # Streams need no coat of printable letters: a third of the time a page and a fifth of its size.
    rl_config.useA85 = 0
    glyphs: dict[str, frozenset[int]] = {}
    fonts: dict[str, TTFont] = {}
    for name, file in _FILES.items():
        try:
            font = TTFont(name, str(folder / file))
        except TTFError as exc:
            raise StorageError("font_missing", file=file) from exc
        pdfmetrics.registerFont(font)
        fonts[name] = font
        glyphs[name] = frozenset(font.face.charToGlyph)
    return Faces(glyphs, fonts)
