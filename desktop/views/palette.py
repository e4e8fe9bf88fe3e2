"""The program's colours: one light and one dark set, one accent, Okabe-Ito for status."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

from desktop.tone import Tone


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour that the window uses, as `#RRGGBB`.

    `line` is a hairline, `edge` the border of a field; `tint` is the selected row, `hover` what
    the mouse is over. The four status colours are Okabe and Ito's, lightened on dark ground
    until they have three to one against it.
    """

    is_dark: bool
    window: str
    base: str
    raised: str
    text: str
    muted: str
    faint: str
    line: str
    edge: str
    accent: str
    on_accent: str
    tint: str
    tint_inactive: str
    hover: str
    info: str
    watch: str
    bad: str
    good: str
    comparison: str

    def tone(self, tone: Tone) -> str:
        """Return the colour of a tone; NONE is the accent, MUTED the colour of comparison."""
        return {
            Tone.INFO: self.info,
            Tone.WATCH: self.watch,
            Tone.BAD: self.bad,
            Tone.GOOD: self.good,
            Tone.MUTED: self.comparison,
        }.get(tone, self.accent)


LIGHT = Colours(
    is_dark=False,
    window="#F5F6F8",
    base="#FFFFFF",
    raised="#FFFFFF",
    text="#1A212B",
    muted="#566070",
    faint="#8C95A3",
    line="#E6E9EE",
    edge="#CBD1DA",
    accent="#2F56B0",
    on_accent="#FFFFFF",
    tint="#E3EAF8",
    tint_inactive="#EBEEF3",
    hover="#F1F4F9",
    info="#0072B2",
    watch="#E69F00",
    bad="#D55E00",
    good="#009E73",
    comparison="#B9C1CD",
)

DARK = Colours(
    is_dark=True,
    window="#15181D",
    base="#1B1F25",
    raised="#242931",
    text="#E4E8EE",
    muted="#A3ADBB",
    faint="#737D8C",
    line="#2A3038",
    edge="#3C444F",
    accent="#8FAEF5",
    on_accent="#12151A",
    tint="#2B3A5C",
    tint_inactive="#2A3038",
    hover="#222831",
    info="#4BA6DD",
    watch="#E9AE2A",
    bad="#EE7D2B",
    good="#2FBF94",
    comparison="#566172",
)


def mixed(colour: str, ground: str, part: float) -> str:
    """Return the ground with this part of a colour in it, as `#rrggbb`."""
    one, other = QColor(colour), QColor(ground)
    pairs = (
        (one.red(), other.red()),
        (one.green(), other.green()),
        (one.blue(), other.blue()),
    )
    red, green, blue = (round(of * part + under * (1 - part)) for of, under in pairs)
    return f"#{red:02x}{green:02x}{blue:02x}"


def qt_palette(colours: Colours) -> QPalette:
    """Return Qt's palette of these colours, disabled and inactive groups included."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for which, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.base),
        (role.AlternateBase, colours.hover),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.faint),
        (role.Button, colours.raised),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.bad),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text),
        (role.Highlight, colours.tint),
        (role.HighlightedText, colours.text),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.Light, colours.raised),
        (role.Midlight, colours.line),
        (role.Mid, colours.edge),
        (role.Dark, colours.edge),
        (role.Shadow, "#000000" if colours.is_dark else "#8C95A3"),
    ):
        palette.setColor(which, QColor(colour))
    palette.setColor(group.Inactive, role.Highlight, QColor(colours.tint_inactive))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(group.Disabled, which, QColor(colours.faint))
    palette.setColor(group.Disabled, role.Highlight, QColor(colours.line))
    palette.setColor(group.Disabled, role.Accent, QColor(colours.faint))
    return palette


def colours_of(palette: QPalette) -> Colours:
    """Return the colours that go with a palette: ours, or those of a high-contrast system.

    Widgets that paint by themselves ask with their own palette, so they follow a change of
    theme without being told.
    """
    # By the accent, which a style sheet leaves alone; it does change a widget's ground.
    accent = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Accent)
    for ours in (LIGHT, DARK):
        if accent == QColor(ours.accent):
            return ours
    is_dark = palette.color(QPalette.ColorRole.Window).lightness() < 128
    return _from_system(palette, DARK if is_dark else LIGHT)


def _from_system(palette: QPalette, ours: Colours) -> Colours:
    """Take ground, text and accent from a palette that is not ours."""
    role = QPalette.ColorRole

    def name(which: QPalette.ColorRole) -> str:
        return str(palette.color(which).name())

    return Colours(
        is_dark=ours.is_dark,
        window=name(role.Window),
        base=name(role.Base),
        raised=name(role.Button),
        text=name(role.Text),
        muted=name(role.Text),
        faint=name(role.Text),
        line=name(role.Mid),
        edge=name(role.Text),
        accent=name(role.Highlight),
        on_accent=name(role.HighlightedText),
        tint=name(role.Highlight),
        tint_inactive=name(role.Highlight),
        hover=name(role.Base),
        info=ours.info,
        watch=ours.watch,
        bad=ours.bad,
        good=ours.good,
        comparison=ours.comparison,
    )
