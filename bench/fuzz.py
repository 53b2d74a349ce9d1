"""Fuzz every reader of foreign bytes, guided by the branches that they take (atheris; extra `fuzz`).

    python bench/fuzz.py [--only TARGET ...] [--seconds SECONDS] [--keep FOLDER]

Each target runs in a process of its own for so many seconds, from the small sizes of bench/hostile as seeds. It may
raise errors of sayso and nothing else, and must answer within five seconds of CPU. What broke one is written to FOLDER,
named by what it raised; a run goes on after it. Prints executions, coverage and findings for each target.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ["PYTHONPATH"] = str(ROOT / "src")  # for the child that reads Parquet
SLOW = 5.0
LONGEST = 4096
Target = Callable[[bytes], object]


def opener(kind: str) -> Target:
    """Cuts an input of this kind into drafts."""
    from sayso.intake import Options
    from sayso.intake.sniff import KINDS
    from sayso.intake.stream import Stream

    (open_kind,) = (k.open for k in KINDS if k.name == kind)
    options = Options(max_bytes=1 << 20)
    return lambda data: list(open_kind(Stream(io.BytesIO(data), "fuzz"), options))


def page() -> Target:
    """A page with its article, date and charset."""
    from sayso.intake.draft import Draft
    from sayso.intake.page import finish_page

    return lambda data: finish_page(Draft("html", "fuzz", data=data))


def markup() -> Target:
    """What stands before and beside the parsers of pages."""
    from sayso.intake.markup import cut, is_usual, simplify, strip_tags

    def run(data: bytes) -> object:
        html = data.decode("utf-8", "replace")
        return is_usual(html), simplify(html), strip_tags(html), list(cut(html))

    return run


def sniff() -> Target:
    """What kind an input is, then cut as that."""
    from sayso.intake import Options
    from sayso.intake.sniff import find_kind
    from sayso.intake.stream import Stream

    def run(data: bytes) -> object:
        stream = Stream(io.BytesIO(data), "fuzz")
        return list(find_kind("fuzz", stream.head).open(stream, Options(max_bytes=1 << 20)))

    return run


def pdf() -> Target:
    """What the child process does, in this one."""
    from sayso.intake.pdf import join_lines
    from sayso.intake.pdfchild import read_pages

    def run(data: bytes) -> object:
        found = read_pages(data)
        return [join_lines(page) for page in found.get("pages", ())]  # type: ignore[attr-defined]

    return run


def dates() -> Target:
    """Dates that records give, and those in first lines."""
    from sayso.intake.dates import find_date, is_iso

    def run(data: bytes) -> object:
        text = data.decode("utf-8", "surrogateescape")
        return is_iso(text), find_date(text)

    return run


def timex() -> Target:
    """Times and numbers in a text, and TIMEX3 values."""
    from sayso.norm.counts import find_counts, parse_count
    from sayso.norm.timex import find_days, parse_day
    from sayso.norm.timexrules import find_times

    def run(data: bytes) -> object:
        text = data.decode("utf-8", "surrogatepass" if data[:1] == b"s" else "replace")
        return find_days(text), parse_day(text), list(find_counts(text)), parse_count(text), list(find_times(text))

    return run


def layout() -> Target:
    """Everything that looks at a text before a model does."""
    from sayso.norm.truecase import make_legible
    from sayso.pipes.layout import find_paragraphs, find_segments
    from sayso.pipes.quotes import find_quotes
    from sayso.reading import split_text

    def run(data: bytes) -> object:
        text = data.decode("utf-8", "replace")
        legible = make_legible(text)
        assert len(legible) == len(text)
        spans = split_text(text, 50, 10)
        assert "".join(text[s:e] for s, e in spans) == text
        for start, end in (quotes := find_quotes(legible, find_paragraphs(legible))):
            assert 0 <= start < end <= len(text)
        return quotes, find_segments(legible, text[:20])

    return run


def reading() -> Target:
    """A reading from its line, and back."""
    from sayso.format import from_json, to_json

    return lambda data: to_json(from_json(data.decode("utf-8", "replace")))


def knowledge() -> Target:
    """Knowledge bases in every format, and their lines."""
    from sayso.norm.kb_import import FORMATS, import_file

    folder = Path(tempfile.mkdtemp(prefix="fuzz"))

    def run(data: bytes) -> object:
        path = folder / ("kb.gz" if data[:2] == b"\x1f\x8b" else "kb")
        path.write_bytes(data[1:])
        names = [None, *FORMATS]
        return import_file(str(path), into=folder / "own.json", format=names[data[0] % len(names)] if data else None)

    return run


TARGETS: dict[str, Callable[[], Target]] = {
    "page": page, "markup": markup, "sniff": sniff, "pdf": pdf, "dates": dates, "timex": timex, "layout": layout,
    "reading": reading, "knowledge": knowledge,
    **{kind: (lambda kind=kind: opener(kind))
       for kind in ("warc", "parquet", "opml", "json-feed", "feed", "json", "jsonl", "csv", "text")},
}  # fmt: skip
_SEEDS = {
    "page": (".html",), "markup": (".html",), "pdf": (".pdf",), "warc": (".warc", ".warc.gz"), "opml": (".opml",),
    "feed": (".rss", ".atom"), "json-feed": ("items.json",), "json": (".json",), "jsonl": (".jsonl",),
    "csv": (".csv",), "parquet": (".parquet",), "text": (".txt", ".gz"), "layout": (".txt",), "timex": (".txt",),
    "dates": ("date",), "sniff": (".html", ".rss", ".jsonl", ".csv", ".opml"),
}  # fmt: skip


def fuzz(name: str, seconds: int, keep: Path) -> None:
    """Run one target in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["sayso", "feedparser", "warcio"], enable_loader_override=False):
        run = TARGETS[name]()
    seeds = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    for number, seed in enumerate(make_seeds(name)):
        (seeds / str(number)).write_bytes(seed)
    watched = _watch(run, name, keep)
    options = (f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=120", f"-artifact_prefix={keep}/",
               "-rss_limit_mb=4096", "-print_final_stats=1", "-verbosity=1")
    atheris.Setup([sys.argv[0], str(seeds), *options], watched)
    atheris.Fuzz()


def make_seeds(name: str) -> list[bytes]:
    from bench.hostile.all import TRAPS

    wanted = _SEEDS.get(name, ())
    seeds = [trap.make(2) for trap in TRAPS if trap.name.endswith(wanted) and trap.size < 1 << 20] if wanted else []
    if name == "reading":
        from sayso.format import to_json
        from sayso.types import Actor, Claim, Event, Place, Reading, Source, Time, make_report

        whole = Reading(
            make_report("Police said."), (Actor("a1", "police", False, "police", ((0, 6),)),),
            (Time(0, 6, "DATE", "2021"),), (Place(0, 6, "Lesk"),),
            (Claim("c1", Source(((0, 6),), "described"), ((7, 11),), ((0, 6),), "indirect"),),
            (Event("e1", "ACCUSE", (7, 11)),),
        )
        seeds = [to_json(whole).encode()]
    if name == "knowledge":
        seeds = [
            b"1name,type,country,aliases\nOmar Lind,person,KEN,O. Lind|Lind\n",
            b'2{"schema": "Person", "properties": {"name": ["Omar Lind"], "country": ["ke"]}}\n',
            b'3[\n{"type": "item", "id": "Q1", "labels": {"en": {"value": "Lind"}}, "claims": {}},\n]\n',
            b"4LESK_ [KEN]\n +PORT_OF_LESK\n\nOMAR_LIND_ [KENGOV >20200101]\n",
        ]
    return [seed[:LONGEST] for seed in seeds]


def _watch(run: Target, name: str, keep: Path) -> Callable[[bytes], None]:
    from sayso.errors import SaysoError

    known: set[str] = set()

    def watched(data: bytes) -> None:
        began = time.process_time()
        found = ""
        try:
            run(data)
        except SaysoError:
            pass
        except Exception as error:
            frames = [f for f in traceback.extract_tb(error.__traceback__) if "/fuzz" not in f.filename]
            at = frames[-1] if frames else None
            own = next((f for f in reversed(frames) if "sayso" in f.filename), at)
            found = f"{type(error).__name__}-{Path(own.filename).stem}-{own.lineno}" if own else type(error).__name__
        if time.process_time() - began > SLOW:
            found = found or "slow"
        if found and found not in known:
            known.add(found)
            (keep / f"{name}-{found}").write_bytes(data)
            print(f"FOUND {name} {found}", file=sys.stderr, flush=True)

    return watched


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--only", nargs="+", choices=TARGETS, default=list(TARGETS), metavar="TARGET")
    asked.add_argument("--seconds", type=int, default=60, help="for each target")
    asked.add_argument("--keep", type=Path, default=Path("fuzzed"), help="folder for what broke a target")
    asked.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    given.keep.mkdir(parents=True, exist_ok=True)
    if given.alone:
        fuzz(given.only[0], given.seconds, given.keep)
        return 0
    total = findings = 0
    for name in given.only:
        command = [sys.executable, __file__, "--alone", "--only", name, "--seconds", str(given.seconds)]
        done = subprocess.run([*command, "--keep", str(given.keep)], capture_output=True, text=True, check=False,
                              errors="replace", env=os.environ | {"OMP_NUM_THREADS": "1"})  # fmt: skip
        runs = _figure(done.stderr, "stat::number_of_executed_units:")
        found = [line[6:] for line in done.stderr.splitlines() if line.startswith("FOUND ")]
        if done.returncode != 0:
            found.append(f"ended with {done.returncode}: {done.stderr[-300:]}")
        total, findings = total + runs, findings + len(found)
        print(f"{name:10} {runs:>10,} executions, {_figure(done.stderr, ' cov:')} branches; "
              f"{', '.join(found) or 'nothing found'}", flush=True)  # fmt: skip
    print(f"{total:,} executions, {findings} findings")
    return 1 if findings else 0


def _figure(output: str, name: str) -> int:
    """The last number that stands after `name`."""
    rest = output.rpartition(name)[2].split()
    return int(rest[0]) if rest and rest[0].isdigit() else 0


if __name__ == "__main__":
    sys.exit(main())
