"""Tables in text files: encoding, separator, records; nothing is guessed without saying so."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from desktop.errors import Issue
from desktop.services.imports.container import MOST_COLUMNS, MOST_TEXT_ROWS, refused
from desktop.services.imports.mapping import Mapping

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (b"\xff\xfe\x00\x00", "", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SEPARATORS = (",", ";", "\t", "|")
_KNOWN_ENCODINGS = {
    "utf-8": "UTF-8", "utf8": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16", "gb18030": "GB18030", "gbk": "GB18030", "gb2312": "GB18030",
    "big5": "Big5", "cp1252": "Windows-1252", "latin-1": "Latin-1", "iso-8859-1": "Latin-1",
    "shift_jis": "Shift_JIS",
}  # fmt: skip
_SAMPLE_LINES = 60


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the encoding it was read by, and whether that is a guess."""

    text: str
    encoding: str
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class TextRecords:
    """The records of a text file: (number of the record, its cells), and what was found."""

    records: tuple[tuple[int, list[str]], ...]
    separator: str
    issues: tuple[Issue, ...]


def decode(data: bytes, stated: str = "") -> Decoded:
    """Return the text of a file's bytes: by its mark, else UTF-8, else GB18030 as a guess.

    Raises:
        ImportRefused: `encoding_mixed` (with the line), `encoding_unknown`, `file_binary`.
    """
    # A mark says more than a mapping: the refused rows of a file come back in UTF-8.
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            if not codec:
                raise refused("encoding_unknown", line=1)
            return Decoded(_strict(data, codec), name)
    if stated:
        return _decode_as(data, stated)
    if b"\0" in data:
        return _unmarked_utf16(data)
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as exc:
        bad_at = exc.start
    _refuse_mixture(data)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        raise refused("encoding_unknown", line=line, row=line) from exc
    if not _looks_chinese(text):
        line = data.count(b"\n", 0, bad_at) + 1
        raise refused("encoding_unknown", line=line, row=line)
    return Decoded(text, "GB18030", guessed=True)


def _decode_as(data: bytes, stated: str) -> Decoded:
    name = _KNOWN_ENCODINGS.get(stated.strip().lower())
    if name is None:
        raise refused("encoding_unsupported", encoding=stated)
    codec = {"UTF-8": "utf-8-sig", "GB18030": "gb18030"}.get(name, stated.strip().lower())
    return Decoded(_strict(data, codec).removeprefix("\ufeff"), name)


def _strict(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        raise refused("encoding_damaged", line=line, row=line, encoding=codec) from exc


def _unmarked_utf16(data: bytes) -> Decoded:
    """Return UTF-16 text without a mark: line ends and separators show which byte is first."""
    little = sum(data.count(sign.encode("utf-16-le")) for sign in "\n,;\t")
    big = sum(data.count(sign.encode("utf-16-be")) for sign in "\n,;\t")
    codec = "utf-16-le" if little >= big else "utf-16-be"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as exc:
        raise refused("file_binary") from exc
    if not max(little, big) or "\0" in text:
        raise refused("file_binary")
    return Decoded(text, "UTF-16", guessed=True)


def _refuse_mixture(data: bytes) -> None:
    """Refuse a file some of whose lines are UTF-8 and some are not, naming the odd line.

    A line counts as UTF-8 only by a sequence of three bytes: pairs of bytes that are valid
    UTF-8 by chance are common in GB18030.
    """
    utf8: list[int] = []
    other: list[int] = []
    for number, line in enumerate(data.splitlines(), start=1):
        if line.isascii():
            continue
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            other.append(number)
        else:
            if max(text) >= "\u0800":
                utf8.append(number)
    if utf8 and other:
        odd = min(other) if len(other) <= len(utf8) else min(utf8)
        raise refused("encoding_mixed", line=odd, row=odd)


def _looks_chinese(text: str) -> bool:
    """Whether the text's foreign characters are mostly those of everyday Chinese."""
    counted = Counter(character for character in text if character > "\x7f")
    common = 0
    for character, times in counted.items():
        try:
            character.encode("gb2312")
        except UnicodeEncodeError:
            continue
        common += times
    return common * 2 >= counted.total()


def read_records(text: str, mapping: Mapping | None) -> TextRecords:
    """Return the records of a text, by the mapping's separator or the one that is found.

    Raises:
        ImportRefused: too many rows, or a quote that is opened and never closed.
    """
    if "\0" in text:
        raise refused("file_binary")
    lines = text.count("\n") + 1
    if lines > MOST_TEXT_ROWS + 1 + (mapping.skip_rows if mapping else 0):
        raise refused("table_too_long", most=MOST_TEXT_ROWS)
    separator = mapping.separator if mapping else ""
    skip = mapping.skip_rows if mapping else 0
    first = text[:8].splitlines()[0] if text else ""
    hinted = len(first) == 5 and first.lower().startswith("sep=")
    if hinted:
        separator = separator or first[4]
    if not separator:
        separator = find_separator(text, skip)
    records = _plain(text, separator) if len(separator) > 1 else _quoted(text, separator)
    found = tuple(records)
    if hinted:
        found = found[1:]
    widest = max((len(cells) for _number, cells in found), default=0)
    if widest > MOST_COLUMNS:
        raise refused("table_too_wide", most=MOST_COLUMNS)
    return TextRecords(found, separator, ())


def _plain(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield records of an unusual separator, which has no quotes: a line is a record."""
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        bare = line.rstrip("\n")
        yield number, bare.split(separator) if bare else []


def _quoted(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield records as a spreadsheet reads them; a quote that is out of place is refused."""
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=separator, strict=True)
    started, width = 1, 0
    lines: list[str] | None = None
    for number in count(1):
        if number > 2 * MOST_TEXT_ROWS:
            raise refused("table_too_long", most=MOST_TEXT_ROWS)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            code = "cell_too_long" if "field limit" in str(exc) else "quote_open"
            raise refused(code, row=number, line=started) from exc
        width = width or len(cells)
        if reader.line_num > started and width > 1:
            lines = lines or list(io.StringIO(text, newline=""))
            if _swallowed(lines[started - 1 : reader.line_num], separator, width):
                raise refused("quote_open", row=number, line=started)
        started = reader.line_num + 1
        yield number, cells


def _swallowed(lines: list[str], separator: str, width: int) -> bool:
    """Whether a record of several lines is really several records joined by a stray quote.

    Each line then has the separators of a whole record.
    """
    return all(line.count(separator) == width - 1 for line in lines)


def find_separator(text: str, skip_rows: int = 0) -> str:
    """Return the separator by which the first lines fall into the same number of cells.

    The one that most lines agree on wins; among equals the one with more cells. A file in which
    none is found has one column, and the separator is a comma.
    """
    sample: list[str] = []
    for number, line in enumerate(io.StringIO(text, newline="")):
        if number >= skip_rows and line.strip():
            sample.append(line)
        if len(sample) == _SAMPLE_LINES:
            break
    best, best_score = ",", (0.0, 0)
    for separator in _SEPARATORS:
        counts: list[int] = []
        try:
            counts.extend(len(cells) for cells in csv.reader(sample, delimiter=separator) if cells)
        except csv.Error:
            continue
        if not counts:
            continue
        usual, _times = Counter(counts).most_common(1)[0]
        # The header's own width counts most: free text below it holds separators by chance.
        width = counts[0] if counts[0] > 1 else usual
        if width < 2:
            continue
        score = (counts.count(width) / len(counts) + (0.5 if counts[0] > 1 else 0.0), width)
        best, best_score = (separator, score) if score > best_score else (best, best_score)
    return best
