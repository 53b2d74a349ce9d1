"""Hostile input, small: nothing is lost, nothing is uncaught, every span is there. Its cost is measured in bench."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.hostile import prose, signs  # noqa: E402
from bench.hostile.all import TRAPS  # noqa: E402
from bench.hostile.measure import check  # noqa: E402
from bench.hostile.trap import KEPT, Trap  # noqa: E402
from sayso.errors import FormatError, InputError  # noqa: E402
from sayso.format import from_dict, from_json  # noqa: E402
from sayso.intake import Options, open_reports  # noqa: E402
from sayso.intake.sniff import KINDS  # noqa: E402
from sayso.intake.stream import Stream  # noqa: E402
from sayso.norm.kb_import import FORMATS, import_file  # noqa: E402
from sayso.types import Report  # noqa: E402

READ = [*prose.traps.all, *signs.traps.all]
TAKEN_IN = [trap for trap in TRAPS if trap not in READ]


def test_there_are_many_traps_of_different_names() -> None:
    assert len({trap.name for trap in TRAPS}) == len(TRAPS) > 100


@pytest.mark.parametrize("trap", TAKEN_IN, ids=lambda trap: trap.name)
def test_hostile_files_are_taken_in(trap: Trap, tmp_path: Path) -> None:
    path = tmp_path / trap.name
    path.write_bytes(trap.make(trap.small))
    assert list(check(replace(trap, reads=0), path, None, [])) == []


@pytest.mark.slow
@pytest.mark.parametrize("trap", READ, ids=lambda trap: trap.name)
def test_hostile_texts_are_read(trap: Trap, tmp_path: Path, reader) -> None:
    path = tmp_path / trap.name
    path.write_bytes(trap.make(trap.small))
    assert list(check(trap, path, reader, [])) == []


@pytest.mark.parametrize("content", [b"", b"\n", b"\0", b"<", b"{", b"[", b"PAR1", b"WARC/1.0\r\n\r\n", b"text"])
@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_next_to_nothing_is_no_surprise(kind: str, content: bytes) -> None:
    (opened,) = (k.open for k in KINDS if k.name == kind)
    with suppress(InputError):
        list(opened(Stream(io.BytesIO(content), "a"), Options()))


# Found by fuzzing; each broke the reader of its kind, the first one the whole process.
PARQUET = bytes.fromhex(
    "504152311504150000000000001df98880800415d5024c1502150012000028b52f040040006c00002800004000780100f8ff39d002020010"
    "780200107802001078020010780200107802001078020010107802001078020010780200107802001078210000787878781500151215242c"
    "15041510150615061c360000000028b52ffd20094900000200000004010104001504192c33001806736368656d61150200150c2512180474"
    "65787425004c1c0000001604191c191c26001c150c193500061019180474657874150c160416e880800416ac0326e60226081c360000192c"
    "15041500150200150015101502003c168080800819061926000400000016e88080041604260816ac0300191c180c4152524f573a73636865"
    "6d6118a0012f2f2f2f2f33414141414151414141414141414b41417741426741464141674143674141414141424241414d41414141434141"
    "4941414141424141494141414142414141414145414141415541414141454141554141674142674148414177414141415141424141414141"
    "4141414546454141414142774141414145414141414141414141415141414142305a58683041414141414151414241414541414141001820"
    "706172717565742d6370702d6172726f772076657273696f6e2032362e302e31191c1c0000005601000050415231"
)
FOUND = {
    "warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
            b"Content-Length: 2\r\n\r\nab\r\n\r\n",
    "pdf": b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n"
           b"<< /Type /Pages /Kids [2 0 R 2 0 R ]"
           b" /Count 2 >>\nendobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n"
           b"trailer << /Size 3 /Root 1 0 R >>\nstartxref\n122\n%%EOF",
    "parquet": PARQUET,
}  # fmt: skip


@pytest.mark.parametrize("kind", FOUND)
def test_what_fuzzing_found_is_an_error_of_its_file(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(FOUND[kind])
    found = list(open_reports(str(path)))
    assert all(isinstance(error, InputError) and "cannot be read (" not in str(error) for error in found)


def test_no_entity_that_a_feed_declares_is_believed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden", "utf-8")
    bomb = "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10 if i else 'ha'}'>" for i in range(20))
    feed = (
        f"<?xml version='1.0'?><!DOCTYPE rss [{bomb}<!ENTITY f SYSTEM '{secret.as_uri()}'>]><rss version='2.0'>"
        f"<channel><title>C</title><item><description>{KEPT} &l19; &f;</description></item></channel></rss>"
    )
    for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be"):
        path = tmp_path / "a.rss"
        path.write_bytes(feed.encode(encoding))
        (report,) = open_reports(str(path), Options(kind="feed"))
        assert isinstance(report, Report), report
        assert KEPT in report.text
        assert "haha" not in report.text
        assert "hidden" not in report.text


@pytest.mark.parametrize("format", FORMATS)
def test_knowledge_nested_deep_or_packed_wrong_is_an_error(format: str, tmp_path: Path) -> None:
    path = tmp_path / "kb"
    path.write_text("name,type\n" + '{"a":' * 50_000 + "\n", "utf-8")
    assert import_file(str(path), into=tmp_path / "own.json", format=format).actors <= 1
    packed = tmp_path / "kb.gz"
    packed.write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + b"\xff" * 50)
    with pytest.raises(InputError, match="cannot be read"):
        import_file(str(packed), into=tmp_path / "own.json", format=format)


def test_reading_nested_deep_is_an_error() -> None:
    with pytest.raises(FormatError, match="not JSON"):
        from_json('{"a":' * 100_000)


@pytest.mark.parametrize(
    ("part", "value"), [("actors", [{"mentions": [[1]]}]), ("claims", [{"source": []}]), ("report", 7)]
)
def test_reading_of_another_shape_is_an_error(part: str, value: object) -> None:
    atoms: dict[str, object] = {name: [] for name in ("actors", "times", "places", "claims", "events")}
    whole = {"format": "sayso/1", "report": {"text": "", "id": "", "sha256": ""}} | atoms
    if part == "actors":
        value = [{"id": "a", "name": "b", "named": True, "type": "person"} | value[0]]  # type: ignore[index]
    if part == "claims":
        value = [{"id": "c", "cue": [], "content": [], "quote": "direct"} | value[0]]  # type: ignore[index]
    assert from_dict(whole)
    with pytest.raises(FormatError, match="not a sayso/1 reading"):
        from_dict(whole | {part: value})
