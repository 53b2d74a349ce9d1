"""Text files, streams and gzip."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.intake import Options, open_reports
from sayso.intake.stream import Stream, Unpacked
from sayso.intake.text import check_text, decode
from sayso.types import Report


def read_one(path: Path, options: Options | None = None) -> Report:
    (report,) = open_reports(str(path), options or Options())
    if isinstance(report, InputError):
        raise report
    return report


def fails(path: Path, options: Options | None = None) -> str:
    (error,) = open_reports(str(path), options or Options())
    assert isinstance(error, InputError)
    assert error.path == str(path)
    return str(error)


def test_text_is_kept_to_the_letter(tmp_path: Path) -> None:
    text = "  Two\r\nlines\rand a\u2028half \U0001f600\x00.\n\n"
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode())
    report = read_one(file)
    assert report.text == text
    assert report.path == str(file)
    assert report.published is None


def test_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xef\xbb\xbfdate 2023-04-26\nIt rained.\n")
    report = read_one(file)
    assert report.text == "date 2023-04-26\nIt rained.\n"
    assert report.published == "2023-04-26"


def test_options_fill_what_the_file_does_not_say(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("date 2023-04-26\nIt rained.\n")
    report = read_one(file, Options(published="2022-01-01", outlet="The Post"))
    assert (report.published, report.outlet) == ("2022-01-01", "The Post")


@given(st.text())
def test_any_text_decodes_to_itself(text: str) -> None:
    assert decode(text.encode(), "x") == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no text"),
        (b" \n\t\n", "no text"),
        (b"caf\xe9 closed by police", "not UTF-8 at byte 3 (0xe9)"),
        ("war".encode("utf-16"), "UTF-16"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "PNG"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\0" * 5000, "binary"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(tmp_path: Path, data: bytes, said: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    assert said in fails(file)


def test_a_stray_control_character_does_not_make_a_text_binary() -> None:
    check_text(b"A long sentence " * 10 + b"with one stray \x00 in it.", "a.txt")


def test_big_file_is_refused_and_not_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    with file.open("wb") as out:
        out.truncate(100 << 20)
        out.write(b"A sentence. " * 1000)
    assert "over 1 MB" in fails(file, Options(kind="text", max_bytes=1 << 20)) or "binary" in fails(file)
    file.write_bytes(b"A sentence. " * 200_000)
    assert "over 1 MB" in fails(file, Options(max_bytes=1 << 20))


def test_missing_file_and_folder_without_files(tmp_path: Path) -> None:
    assert "No such file" in fails(tmp_path / "nope.txt")
    assert "no files" in fails(tmp_path)


def test_name_with_a_nul_is_an_error() -> None:
    (error,) = open_reports("a\0b")
    assert isinstance(error, InputError)


def test_gzip_of_a_text_is_the_text(tmp_path: Path) -> None:
    file = tmp_path / "a.txt.gz"
    file.write_bytes(gzip.compress(b"It rained") + gzip.compress(b" and rained.") + b"\0" * 20)
    assert read_one(file).text == "It rained and rained."


def test_gzip_cut_short_or_damaged(tmp_path: Path) -> None:
    file = tmp_path / "a.txt.gz"
    packed = gzip.compress(b"It rained in Lesk." * 100)
    file.write_bytes(packed[:-20])
    assert "end early" in fails(file)
    file.write_bytes(packed[:12] + b"\xff\xff\xff" + packed[15:])
    assert "damaged" in fails(file)


def test_gzip_bomb_is_stopped(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    packer = zlib.compressobj(wbits=31)
    with file.open("wb") as out:
        for _ in range(300):
            out.write(packer.compress(b" " * (1 << 20) + b"\n"))
        out.write(packer.flush())
    assert "200 times its size" in fails(file)


@given(st.binary(max_size=400), st.integers(1, 50))
def test_unpacked_gives_what_was_packed_in_any_steps(data: bytes, step: int) -> None:
    raw = Unpacked(io.BufferedReader(io.BytesIO(gzip.compress(data))), "x")  # type: ignore[type-var]
    got = b"".join(iter(lambda: raw.read(step) or b"", b""))
    assert got == data
    assert raw.read(step) == b""


@given(st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"")), max_size=20), st.integers(1, 10))
def test_lines_come_whole_or_as_none(lines: list[bytes], limit: int) -> None:
    data = b"".join(line + b"\n" for line in lines)
    assume(not data.startswith(b"\x1f\x8b"))  # would be taken for gzip
    stream = Stream(io.BytesIO(data), "x")
    expected = [line + b"\n" if len(line) < limit else None for line in lines]
    assert list(stream.lines(limit)) == expected


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"It rained.")))
    (report,) = open_reports("-")
    assert isinstance(report, Report)
    assert (report.text, report.path) == ("It rained.", "-")


def test_folder_is_read_in_the_order_of_names_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("z.txt", "a.txt", "b/c.txt", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).write_text(f"This is {name}.")
    texts = [report.text for report in open_reports(str(tmp_path)) if isinstance(report, Report)]
    assert texts == ["This is a.txt.", "This is z.txt.", "This is b/c.txt."]


def test_one_bad_file_in_a_folder_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\x00\x00")
    (tmp_path / "b.txt").write_text("It rained.")
    first, second = open_reports(str(tmp_path))
    assert isinstance(first, InputError)
    assert isinstance(second, Report)


def test_text_too_long_for_bounded_memory_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Boats wait. " * 90_000, "utf-8")
    assert "over the 1,048,576" in fails(file)
    (report,) = open_reports(str(file), Options(max_bytes=32 << 20))
    assert isinstance(report, Report)
