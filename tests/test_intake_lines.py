"""JSON lines, JSON documents and tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.intake import Options, open_reports
from sayso.types import Report


def read_all(path: Path, content: str | bytes, options: Options | None = None) -> list[Report | InputError]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(open_reports(str(path), options or Options()))


def test_every_key_of_a_line_is_kept(tmp_path: Path) -> None:
    record = {
        "id": "r1", "text": " It rained.\n", "published": "2023-04-26T10:00:00Z", "outlet": "Coast News",
        "title": "Rain", "url": "https://example.org/1", "language": "en", "other": [1],
    }
    (report,) = read_all(tmp_path / "a.jsonl", json.dumps(record) + "\n")
    assert isinstance(report, Report)
    del record["other"]
    assert {key: getattr(report, key) for key in record} == record


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": "It rained."', "not JSON"),
        ("not json at all", "not JSON"),
        ("[1, 2]", "list, not an object"),
        ('{"id": "r1"}', "no 'text'; the record has 'id'"),
        ("{}", "no keys at all"),
        ('{"text": null}', "no 'text'"),
        ('{"text": 7}', "must be a string, got int"),
        ('{"text": " \\n"}', "no text"),
        ('{"text": "It rained.", "published": "last week"}', "'last week' is no date"),
        ('{"text": "It rained.", "published": 2023}', "'published' must be a string"),
        ('{"text": "It rained.", "title": ["x"]}', "'title' must be a string"),
        ("[" * 50_000, "nested too deep"),
        ('{"text": "' + "x" * 70_000 + '"}', "over 0.06 MB"),
        ('{"text": "' + "x" * 20_000 + '"}', "over 0.01 MB"),
    ],
)
def test_bad_line_is_named_and_the_others_are_read(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "a.jsonl"
    good = '{"id": 7, "text": "It rained."}\n'
    first, error, last = read_all(file, f"{good}\n{line}\n{good}", Options(max_bytes=10_486))
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    assert first.id == "7"
    assert isinstance(error, InputError)
    assert str(error).startswith(f"{file}:3: ")
    assert error.line == 3
    assert said in str(error)


def test_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    content = b'{"text": "It rained."}\n{"text": "caf\xe9"}\n\xef\xbb\xbf{"text": "x"}\n'
    first, second, _ = read_all(tmp_path / "a.jsonl", content)
    assert isinstance(first, Report)
    assert "a.jsonl:2: is not UTF-8" in str(second)


def test_byte_order_mark_and_missing_last_newline(tmp_path: Path) -> None:
    reports = read_all(tmp_path / "a.jsonl", b'\xef\xbb\xbf{"text": "One."}\r\n{"text": "Two."}')
    assert [report.text for report in reports if isinstance(report, Report)] == ["One.", "Two."]


def test_lone_surrogate_in_json_is_kept(tmp_path: Path) -> None:
    (report,) = read_all(tmp_path / "a.jsonl", '{"text": "It \\ud800 rained."}')
    assert isinstance(report, Report)
    assert report.text == "It \ud800 rained."


def test_lines_without_a_known_ending_are_recognised(tmp_path: Path) -> None:
    (report,) = read_all(tmp_path / "reports", '{"text": "It rained."}\n')
    assert isinstance(report, Report)
    assert report.text == "It rained."


@pytest.mark.parametrize("name", ["a.json", "reports"])
def test_json_document_holds_one_report_or_a_list(tmp_path: Path, name: str) -> None:
    one = json.dumps({"text": "One."}, indent=1)
    (report,) = read_all(tmp_path / name, one)
    assert isinstance(report, Report)
    many = read_all(tmp_path / name, json.dumps([{"text": "One."}, {"t": 1}, {"text": "Two."}], indent=1))
    assert [isinstance(report, Report) for report in many] == [True, False, True]
    assert many[1].line == 2  # type: ignore[union-attr]


def test_json_lines_called_json(tmp_path: Path) -> None:
    reports = read_all(tmp_path / "a.json", '{"text": "One."}\n{"text": "Two."}\n{bad\n')
    assert [isinstance(report, Report) for report in reports] == [True, True, False]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_table_in_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["ID", "Text", "published"], ["r1", '"It ""rained"";\nall, day."', "2023-04-26"],
        ["", "", ""], ["", "Two.", ""],
    ]
    first, second = read_all(tmp_path / "a.csv", "\r\n".join(delimiter.join(row) for row in rows))
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.id, first.text, first.published) == ("r1", 'It "rained";\nall, day.', "2023-04-26")
    assert second.text == "Two."


@pytest.mark.parametrize(
    ("row", "line", "said"),
    [
        (b"r1,,2023-04-26", 3, "no text"),
        (b"r1,Rained.,soon", 3, "'soon' is no date"),
        (b"r1,a,b,c", 3, "4 values for 3 columns"),
        (b"r1,caf\xe9,", 3, "column 'text' is not UTF-8"),
        (b'r1,"a"b,', 3, "not a row"),
        (b"r1," + b"x" * 3000 + b",", 3, "over 0.00195 MB"),
    ],
)
def test_bad_row_is_named_and_the_others_are_read(tmp_path: Path, row: bytes, line: int, said: str) -> None:
    content = b"id,text,published\nr0,Rained.,\n" + row + b"\nr2,Rained again.,\n"
    first, error, last = read_all(tmp_path / "a.csv", content, Options(max_bytes=2048))
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    assert isinstance(error, InputError)
    assert error.line == line
    assert said in str(error)


def test_quote_that_never_ends_names_the_lines_it_swallowed(tmp_path: Path) -> None:
    content = 'text\nRained.\n"It rained\nRained.\nRained.\n'
    first, error = read_all(tmp_path / "a.csv", content)
    assert isinstance(first, Report)
    assert "never ends" in str(error)
    assert "lines 3 to 5" in str(error)


@pytest.mark.parametrize("content", ["", "id,body\n1,Rained.\n", "\n\n"])
def test_table_without_a_text_column(tmp_path: Path, content: str) -> None:
    (error,) = read_all(tmp_path / "a.csv", content)
    assert isinstance(error, InputError)
    assert "no column 'text'" in str(error)


def test_json_list_is_read_item_by_item(tmp_path: Path) -> None:
    texts = [f"It rained {'hard ' * 9_000}on day {number}." for number in range(20)]
    reports = read_all(tmp_path / "a.json", "\ufeff" + json.dumps([{"text": text} for text in texts], indent=1))
    assert [report.text for report in reports if isinstance(report, Report)] == texts


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("", "no JSON list"),
        (', {"text": "Two."', "no JSON list"),
        (' {"text": "Two."}]', "a comma is missing"),
        (", " + "[" * 60_000, "nested too deep"),
        (', {"text": "' + "x" * 200_000, "over 0.06 MB"),
        (", \udcff]", "is not UTF-8"),
    ],
)
def test_json_list_that_breaks_off_gives_what_came_before(tmp_path: Path, rest: str, said: str) -> None:
    content = ('[{"text": "One."}' + rest).encode("utf-8", "surrogateescape")
    first, error = read_all(tmp_path / "a.json", content, Options(max_bytes=10_486))
    assert isinstance(first, Report)
    assert said in str(error)


def test_endless_row_of_a_table_is_an_error(tmp_path: Path) -> None:
    rows = "text,id\nIt rained.,8\n" + ('"' + "x\n" * 400 + '",') * 9
    first, error, *_ = read_all(tmp_path / "a.csv", rows, Options(max_bytes=1000))
    assert isinstance(first, Report)
    assert "the row is over" in str(error)
