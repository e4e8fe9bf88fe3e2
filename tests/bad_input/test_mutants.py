"""Two thousand mutated files: nothing uncaught, nothing endless, nothing written by refused ones.

Each part runs in a process of its own with limits on memory and processor time, so that a file
that takes the program with it fails a test and not the run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

import desktop.services.imports.source as reading
from desktop.bootstrap import Services
from desktop.errors import ImportRefused
from desktop.services.imports import container, sheet_source
from desktop.services.imports.service import ImportFile, ImportOutcome, ImportService
from tests.bad_input.mutants import mutant
from tests.bad_input.survey import open_branch, survey

_PART = 1_000
_ROOT = Path(__file__).resolve().parents[2]
_CONTROLS = range(1, 16)


@pytest.mark.parametrize("first", [1, 1001])
def test_mutated_files_are_answered_in_words_within_bounds(first: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bad_input.survey", tmp_path, str(first), str(_PART)]

    ran = subprocess.run(
        command, cwd=_ROOT, capture_output=True, env={**os.environ, "PYTHONPATH": str(_ROOT)}
    )

    assert ran.returncode == 0, ran.stderr.decode()[-3000:]
    found = json.loads(ran.stdout)
    assert found["wrong"] == []
    # Mutants that all go in, or are all refused for one reason, would test nothing.
    assert sum(found["ended"].values()) == _PART
    assert found["ended"]["went in"] > _PART // 20
    assert len(found["ended"]) > 15


def test_the_same_seed_gives_the_same_file() -> None:
    assert [mutant(seed) for seed in range(30)] == [mutant(seed) for seed in range(30)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("branch")


@pytest.fixture(scope="module")
def branch(folder: Path) -> Iterator[Services]:
    services = open_branch(folder)
    yield services
    services.close()


def test_control_without_the_catch_at_the_border_errors_get_out(
    branch: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def uncaught(path: Path, sheet: str | None = None, mapping: object = None) -> object:
        source = container.read_bytes(path)
        container.container_of(source.data)
        return sheet_source._open(source.data)

    monkeypatch.setattr(reading, "read_source", uncaught)

    assert any("Error" in line for line in survey(branch, folder, _CONTROLS).wrong)


def test_control_what_takes_longer_than_the_limit_is_seen(branch: Services, folder: Path) -> None:
    found = survey(branch, folder, _CONTROLS, most_seconds=0.0001)

    assert any(line.endswith("seconds") for line in found.wrong)


def test_control_a_refusal_that_has_written_is_seen(
    branch: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ImportService.run

    def half(self: ImportService, actor: object, file: ImportFile) -> ImportOutcome:
        try:
            return whole(self, actor, file)  # type: ignore[arg-type]
        except ImportRefused:
            with self._uow.write(actor, "half an import") as session:  # type: ignore[arg-type]
                session.execute(text("UPDATE branch SET name = name || '!'"))
            raise

    monkeypatch.setattr(ImportService, "run", half)

    found = survey(branch, folder, _CONTROLS)

    assert [line for line in found.wrong if "something was written" in line], found
