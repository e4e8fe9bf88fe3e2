"""`python dev.py pictures`: the README's pictures, taken by the program of its sample branch."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pypdfium2

from desktop.bootstrap import Services, open_services
from desktop.i18n import LANGUAGES, speaking
from desktop.periods import Month, Period
from desktop.services.appraisals.printing import print_scorecard
from desktop.services.sample.building import build_sample, sample_clock

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "pictures"
_MANAGER = {"en": "Shen Guohua", "zh_CN": "沈国华"}
_QUARTER = Period(Month.at(2026, 7).start, Month.at(2026, 10).start)
_SCALE = 1.6


def main() -> None:
    """Write every picture that the README shows."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.views.pictures import write_pictures

    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            path = Path(folder) / f"{language}.db"
            build_sample(path, language, _MANAGER[language])
            services = open_services(str(path), sample_clock(), _MANAGER[language])
            try:
                with speaking(language):
                    pictures = write_pictures(services, FOLDER, (language,))
                    if language == "en":
                        dark = write_pictures(services, Path(folder), (language,), ("dark",))
                        pictures += (Path(shutil.copy(dark[0], FOLDER)),)
                for picture in pictures:
                    print(picture.name)
                _scorecard(services, language)
            finally:
                services.close()


def _scorecard(services: Services, language: str) -> None:
    card = services.appraisals.scorecard("R05", _QUARTER)
    printed = print_scorecard(card, date(2026, 10, 9), language)
    with pypdfium2.PdfDocument(printed.content) as document:
        image = document[0].render(scale=_SCALE).to_numpy()
        _save(image, FOLDER / f"scorecard-{language}.png")
    print(f"scorecard-{language}.png")


def _save(image: object, path: Path) -> None:
    """Write pixels in the order blue, green, red as PNG by Qt, which the program brings anyway."""
    from PySide6.QtGui import QImage

    height, width, depth = image.shape  # type: ignore[attr-defined]
    kind = QImage.Format.Format_BGR888 if depth == 3 else QImage.Format.Format_RGB32
    QImage(image.tobytes(), width, height, width * depth, kind).save(str(path))  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
