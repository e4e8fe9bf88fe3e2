"""F9: a damaged database file is told in plain words, a good backup offered, the file kept."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.services.backups.rotation import backup_folder, newest_good_backup
from desktop.services.backups.service import BackupService
from desktop.services.database import parse_address
from desktop.services.database.schema import HEAD
from tests.command_line import CommandLine
from tests.factories import CLOCK, Desk, a_desk

PAGE = 4096
Damage = Callable[[bytearray], bytes]


@dataclass(frozen=True, slots=True)
class Branch:
    """A sound database file and a good backup of it."""

    content: bytes
    backups: Path


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    from desktop.services.database import create_schema

    folder = tmp_path_factory.mktemp("sound")
    path = folder / "east.branchbook"
    create_schema(str(path))
    with a_desk(str(path), folder) as desk:
        fill(desk)
        backups = backup_folder(desk.database.url)
        BackupService(desk.uow, CLOCK).automatic_backup(backups)
    yield Branch(path.read_bytes(), backups)


def fill(desk: Desk) -> None:
    rep = desk.reps()[0]
    customers = desk.customers(40, rep=rep)
    desk.invoices([(code, f"2026-0{1 + at % 3}-05", "12.50") for at, code in enumerate(customers)])
    with desk.uow.write(desk.actor, "Edit") as session:
        session.execute(text("UPDATE customer SET phone = '110'"))


def cut(size: int) -> Damage:
    """Cut the file off; a negative size counts from its end."""
    return lambda content: bytes(content[:size])


def put(place: int, new: bytes) -> Damage:
    def damage(content: bytearray) -> bytes:
        content[place : place + len(new)] = new
        return bytes(content)

    return damage


def pages(how: str, *numbers: int) -> Damage:
    """Overwrite whole pages (from 1) with zeros, or with bytes of chance."""

    def damage(content: bytearray) -> bytes:
        for number in numbers:
            chance = random.Random(number).randbytes(PAGE)
            start = (number - 1) * PAGE
            content[start : start + PAGE] = bytes(PAGE) if how == "zero" else chance
        return bytes(content)

    return damage


def all_pages(step: int, offset: int = 0) -> Damage:
    """Flip the byte that says what kind a page is, on every so manyth page from the second."""

    def damage(content: bytearray) -> bytes:
        for start in range(PAGE, len(content), PAGE * step):
            content[start + offset] ^= 0xFF
        return bytes(content)

    return damage


def other(content: bytes) -> Damage:
    return lambda _old: content


DAMAGES: dict[str, Damage] = {
    "empty": cut(0),
    "one_byte": cut(1),
    "fifteen_bytes": cut(15),
    "the_magic_alone": cut(16),
    "half_a_header": cut(60),
    "the_header_alone": cut(100),
    "a_sector": cut(512),
    "half_a_page": cut(PAGE // 2),
    "one_page": cut(PAGE),
    "two_pages": cut(2 * PAGE),
    "ten_pages": cut(10 * PAGE),
    "half_the_file": cut(-90 * PAGE),
    "without_its_last_page": cut(-PAGE),
    "without_its_last_byte": cut(-1),
    "magic_flipped_first": put(0, b"s"),
    "magic_flipped_last": put(15, b"\x01"),
    "page_size_0": put(16, b"\x00\x00"),
    "page_size_3": put(16, b"\x00\x03"),
    "page_size_wrong": put(16, b"\x02\x00"),
    "read_version_9": put(19, b"\x09"),
    "payload_fraction": put(21, b"\x00"),
    "leaf_fraction": put(23, b"\xff"),
    "schema_format_9": put(44, b"\x00\x00\x00\x09"),
    "encoding_7": put(56, b"\x00\x00\x00\x07"),
    "header_zeros": put(0, bytes(100)),
    "header_of_chance": put(16, random.Random(1).randbytes(84)),
    "catalogue_zeros": put(100, bytes(PAGE - 100)),
    "catalogue_kind": put(100, b"\x42"),
    "catalogue_cells": put(103, b"\xff\xff"),
    "first_page_zero": pages("zero", 1),
    "second_page_zero": pages("zero", 2),
    "third_page_zero": pages("zero", 3),
    "pages_zero": pages("zero", *range(2, 40)),
    "pages_of_chance": pages("chance", *range(2, 40)),
    "a_page_of_chance": pages("chance", 5),
    "every_kind_flipped": all_pages(1),
    "every_third_kind_flipped": all_pages(3),
    "every_cell_count_flipped": all_pages(1, 3),
    "every_content_start_flipped": all_pages(1, 5),
    "every_second_content_start_flipped": all_pages(2, 5),
    "every_free_block_flipped": all_pages(1, 2),
    "every_second_cell_count_flipped": all_pages(2, 4),
    "a_byte_more": lambda old: bytes(old[:PAGE]) + b"x" + bytes(old[PAGE:]),
    "a_byte_less": lambda old: bytes(old[:PAGE]) + bytes(old[PAGE + 1 :]),
    "a_page_twice": lambda old: bytes(old[: 2 * PAGE]) + bytes(old[PAGE:]),
    "a_page_left_out": lambda old: bytes(old[: 2 * PAGE]) + bytes(old[3 * PAGE :]),
    "pages_in_reverse": lambda old: (
        bytes(old[:PAGE])
        + b"".join(bytes(old[at : at + PAGE]) for at in range(len(old) - PAGE, 0, -PAGE))
    ),
    "the_catalogue_at_the_end": lambda old: bytes(old[PAGE:]) + bytes(old[:PAGE]),
    "half_is_zeros": lambda old: bytes(old[: len(old) // 2]) + bytes(len(old) - len(old) // 2),
    "half_is_of_chance": lambda old: (
        bytes(old[: len(old) // 2]) + random.Random(3).randbytes(len(old) // 2)
    ),
    "the_first_half_twice": lambda old: bytes(old[: len(old) // 2]) * 2,
    "line_ends_of_windows": lambda old: bytes(old).replace(b"\n", b"\r\n"),
    "only_seven_bits": lambda old: bytes(byte & 0x7F for byte in old),
    "all_zeros": lambda old: bytes(len(old)),
    "all_of_chance": lambda old: random.Random(2).randbytes(len(old)),
    "a_letter": other(b"Dear sirs,\n"),
    "a_web_page": other(b"<!doctype html><html></html>"),
    "a_picture": other(b"\x89PNG\r\n\x1a\n" + bytes(1000)),
    "a_print": other(b"%PDF-1.7\n" + bytes(1000)),
    "a_workbook": other(b"PK\x03\x04" + bytes(1000)),
    "a_file_of_text_twice_the_size": lambda old: b"x" * (2 * len(old)),
}


@pytest.fixture
def damaged(branch: Branch, tmp_path: Path) -> Callable[[str], Path]:
    """Return a maker of damaged files with a good backup beside them."""

    def make(name: str) -> Path:
        path = tmp_path / "east.branchbook"
        content = DAMAGES[name](bytearray(branch.content))
        assert content != branch.content
        path.write_bytes(content)
        shutil.copytree(branch.backups, backup_folder(parse_address(str(path))))
        return path

    return make


def line_on(path: Path, capture: pytest.CaptureFixture[bytes]) -> CommandLine:
    return CommandLine(capture, str(path))


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_told_a_backup_offered_and_the_file_kept(
    damaged: Callable[[str], Path],
    capsysbinary: pytest.CaptureFixture[bytes],
    name: str,
) -> None:
    path = damaged(name)
    before = path.read_bytes()
    ran = line_on(path, capsysbinary)("check")
    offer = newest_good_backup(backup_folder(parse_address(str(path))))
    assert offer is not None
    if ran.status == 3:
        problem, way_out = ran.errors
        assert str(path) in problem and not ran.output
    else:
        # It opens, and the check says what is wrong with it.
        assert ran.status == 1, ran
        (way_out,) = ran.errors
        assert "The database reports: " in ran.text
    assert way_out.startswith(f"The newest good backup is {offer.path}")
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["half_the_file", "a_letter", "pages_of_chance", "empty"])
def test_the_backup_that_is_offered_brings_the_branch_back(
    damaged: Callable[[str], Path],
    capsysbinary: pytest.CaptureFixture[bytes],
    name: str,
) -> None:
    path = damaged(name)
    offer = newest_good_backup(backup_folder(parse_address(str(path))))
    assert offer is not None
    again = line_on(path.with_name("again.branchbook"), capsysbinary)
    assert "found equal" in again.must("restore", offer.path).text
    assert again("check").errors == ()


@pytest.mark.parametrize("name", ["half_the_file", "pages_of_chance", "every_kind_flipped"])
def test_a_damaged_database_never_takes_the_place_of_a_good_backup(
    branch: Branch,
    damaged: Callable[[str], Path],
    capsysbinary: pytest.CaptureFixture[bytes],
    name: str,
) -> None:
    path = damaged(name)
    good = next(iter(path.with_name(f"{path.name}-backups").glob("*.db")))
    before = good.read_bytes()
    ran = line_on(path, capsysbinary)("backup", good)
    assert ran.status == 3 and "damaged" in ran.errors[0]
    assert good.read_bytes() == before


def test_a_file_that_lost_its_log_before_its_first_page_was_written_is_told(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    import sqlcipher3.dbapi2 as sqlite

    path, lost = tmp_path / "written.db", tmp_path / "lost.db"
    connection = sqlite.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.execute(f"INSERT INTO alembic_version VALUES ('{HEAD}')")
    shutil.copyfile(path, lost)
    connection.close()
    ran = line_on(lost, capsysbinary)("check")
    assert ran.status == 3 and len(ran.errors) == 1 and str(lost) in ran.errors[0]


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_backup_is_refused_and_makes_nothing(
    branch: Branch, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], name: str
) -> None:
    backup = tmp_path / "copy.db"
    original = next(iter(branch.backups.glob("*.db")))
    backup.write_bytes(DAMAGES[name](bytearray(original.read_bytes())))
    shutil.copyfile(f"{original}.json", f"{backup}.json")
    ran = line_on(tmp_path / "new.db", capsysbinary)("restore", backup)
    assert ran.status == 2 and len(ran.errors) == 1
    assert str(backup) in ran.errors[0] and not ran.output
    assert not (tmp_path / "new.db").exists()
