"""Build the two font files of this folder from the variable Noto Sans SC.

    pip install justmytype-intl-cjk fonttools
    python resources/fonts/build.py [NotoSansSC[wght].ttf]

Why the files are made and not taken as they are:

- reportlab embeds TrueType outlines of one weight only; the variable font would print thin.
- A subset is small enough to travel with the program: regular holds the hanzi of GBK (what
  people and places are called), bold those of GB2312 (what headings are written with).
- The names inside are rewritten. With the variable font's names both files call themselves
  "Noto Sans SC Thin", and bold prints as regular without a word.
- Digits have one width in this design (521 of 1,000), so columns of figures align without the
  `tnum` feature, which the font does not have; the build stops should that ever change.
- The font has no U+2717 (ballot x); it is given the shape of U+2715 or, failing that, of the
  multiplication sign, because branches tick their lists with ✓ and ✗.

Qt registers the same two files, so a screen looks alike on every machine. Vertical writing is
left out. The licence is the SIL Open Font License 1.1, in OFL.txt; the reserved name "Source"
is not used. The build takes a minute; the same input and fontTools give the same bytes.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FOLDER = Path(__file__).resolve().parent
FAMILY = "Noto Sans SC"
FEATURES = ["ccmp", "locl", "kern", "mark", "mkmk", "liga", "halt", "palt"]

#: Blocks taken whole, as far as the font has them: Latin with its European extensions, Greek,
#: Cyrillic, punctuation, super- and subscripts, currency, letterlike, number forms, arrows,
#: mathematics, technical, enclosed, box drawing, shapes, dingbats, CJK punctuation, kana,
#: bopomofo, enclosed CJK, squared units, full- and half-width forms.
BLOCKS = (
    (0x0020, 0x024F), (0x02B0, 0x03FF), (0x0400, 0x045F), (0x1E00, 0x1EFF), (0x2000, 0x206F),
    (0x2070, 0x20CF), (0x2100, 0x23FF), (0x2460, 0x27BF), (0x2900, 0x2BFF), (0x3000, 0x312F),
    (0x3200, 0x33FF), (0xFE10, 0xFE6F), (0xFF00, 0xFFEF),
)  # fmt: skip


def characters(encoding: str) -> set[int]:
    """Return the code points of a Chinese double-byte encoding: `gbk` or `gb2312`."""
    found: set[int] = set()
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                found.add(ord(bytes((lead, trail)).decode(encoding)))
            except (UnicodeDecodeError, TypeError):
                continue
    return found


def wanted(encoding: str) -> set[int]:
    """Return all code points that a file of this weight should hold."""
    blocks = {point for first, last in BLOCKS for point in range(first, last + 1)}
    return blocks | characters(encoding)


def cut(source: Path, encoding: str) -> TTFont:
    """Return the variable font with the wanted characters and horizontal features alone."""
    options = subset.Options()
    options.layout_features = FEATURES
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VVAR"]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted(encoding))
    cutter.subset(font)
    return font


def rename(font: TTFont, style: str, weight: int) -> None:
    """Give the font the names, weight and style bits by which programs tell it from others."""
    names = font["name"]
    ours = {
        1: FAMILY,
        2: style,
        3: f"2.004;ADBO;NotoSansSC-{style};Branchbook subset",
        4: FAMILY if style == "Regular" else f"{FAMILY} {style}",
        6: f"NotoSansSC-{style}",
    }
    names.names = [
        entry for entry in names.names if entry.nameID not in (*ours, 16, 17, 21, 22, 25)
    ]
    for number, text in ours.items():
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    bold = style == "Bold"
    # fsSelection: bit 5 is bold, bit 6 regular; italic and the rest stay as they were.
    kept = font["OS/2"].fsSelection & ~0b1100000
    font["OS/2"].fsSelection = kept | (0b0100000 if bold else 0b1000000)
    font["head"].macStyle = 1 if bold else 0


def add_ballot_x(font: TTFont) -> None:
    """Let U+2717 show a cross, where the font has none."""
    best = font.getBestCmap()
    shape = next(best[point] for point in (0x2717, 0x2715, 0x2716, 0xD7) if point in best)
    for table in font["cmap"].tables:
        if table.isUnicode() and hasattr(table, "cmap"):
            table.cmap.setdefault(0x2717, shape)


def build(source: Path, style: str, weight: int, encoding: str) -> Path:
    """Write one file and return its path.

    Raises:
        ValueError: digits of different widths, which would print crooked columns.
    """
    font = instancer.instantiateVariableFont(cut(source, encoding), {"wght": weight})
    if "STAT" in font:
        del font["STAT"]
    add_ballot_x(font)
    rename(font, style, weight)
    best = font.getBestCmap()
    widths = {font["hmtx"][best[ord(digit)]][0] for digit in "0123456789"}
    if len(widths) != 1:
        raise ValueError(f"digits of different widths: {sorted(widths)}")
    font.recalcTimestamp = False
    path = FOLDER / f"NotoSansSC-{style}.ttf"
    font.save(path)
    print(f"{path.name}: {path.stat().st_size:,} bytes, {len(best):,} characters")
    return path


def installed_source() -> Path:
    """Return the variable font inside the installed wheel `justmytype-intl-cjk`.

    Raises:
        FileNotFoundError: the wheel is not installed.
    """
    spec = importlib.util.find_spec("justmytype_intl_cjk")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("pip install justmytype-intl-cjk, or name the font file")
    return Path(spec.origin).parent / "fonts" / "ofl" / "notosanssc" / "NotoSansSC[wght].ttf"


def main(arguments: list[str]) -> None:
    """Build both files from the font named, or from the installed one."""
    source = Path(arguments[0]) if arguments else installed_source()
    build(source, "Regular", 400, "gbk")
    build(source, "Bold", 700, "gb2312")


if __name__ == "__main__":
    main(sys.argv[1:])
