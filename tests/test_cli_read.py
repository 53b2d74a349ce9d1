"""`sayso read` and the command line around it. The language part is left out: a worker gives empty readings."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import sayso
from sayso.cli.main import COMMANDS, main
from sayso.cli.messages import make_printable
from sayso.intake import open_reports
from sayso.intake.examples import load_examples

HERE = Path(__file__).parent
SOURCE = Path(sayso.__file__).parent.parent
# Runs the command line with light workers in a process of its own, as a user's shell would.
LIGHT = (
    "import sys, sayso.cli.read as read\n"
    "from sayso.cli.main import main\n"
    "read.FACTORY = 'pool_work:make_empty_reading'\n"
    "if __name__ == '__main__':\n"
    "    main()\n"
)


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.cli.read.FACTORY", "pool_work:make_empty_reading")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("date 2023-04-26\nIt rained in Lesk.\n")
    (tmp_path / "b.jsonl").write_text('{"id": "b1", "text": "It rained."}\n{broken\n{"id": "b3", "text": "Sun."}\n')
    (tmp_path / "c.csv").write_text("id,text\nc1,Wind.\n")
    return tmp_path


def run(*args: str | Path, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)


def start(folder: Path, *args: str, **settings: object) -> subprocess.Popen[bytes]:
    script = folder / "light.py"
    script.write_text(LIGHT)
    paths = os.pathsep.join((str(SOURCE), str(HERE)))
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | settings
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        [sys.executable, str(script), *args], cwd=folder, env=os.environ | {"PYTHONPATH": paths}, **pipes
    )


def ids(output: str) -> list[str]:
    return [json.loads(line)["report"]["id"] for line in output.splitlines()]


def test_readings_come_in_order_and_errors_are_named(folder: Path) -> None:
    result = run("read", folder / "c.csv", folder / "b.jsonl", folder / "nope.txt", "-", stdin=b"Snow in Lesk.")
    assert result.exit_code == 1
    assert ids(result.stdout)[:3] == ["c1", "b1", "b3"]
    assert len(ids(result.stdout)) == 4
    assert f"{folder / 'b.jsonl'}:2: is not JSON" in result.stderr
    assert "nope.txt: cannot be read: No such file" in result.stderr
    assert "4 reports read, 2 failed" in result.stderr
    assert "Traceback" not in result.stderr


def test_all_well_is_exit_code_zero_and_silence(folder: Path) -> None:
    result = run("read", folder / "a.txt", "--outlet", "Coast News")
    assert result.exit_code == 0
    assert result.stderr == ""
    report = json.loads(result.stdout)["report"]
    assert (report["published"], report["outlet"]) == ("2023-04-26", "Coast News")


def test_reports_in_other_languages_are_counted(folder: Path) -> None:
    lines = [{"text": "Rain.", "language": name} for name in ("de", "fr", "de", "en", "en-GB")]
    (folder / "many.jsonl").write_text("\n".join(map(json.dumps, lines)))
    result = run("read", folder / "many.jsonl")
    assert result.exit_code == 0
    assert result.stderr == (
        "sayso: 3 of 5 reports read are not in English (de 2, fr 1); only English is read well\n"
    )


def test_folder_is_read_whole(folder: Path) -> None:
    result = run("read", folder, "--published", "2020-01-02")
    assert ids(result.stdout)[1:] == ["b1", "b3", "c1"]
    assert {json.loads(line)["report"]["published"] for line in result.stdout.splitlines()} == {"2020-01-02"}


@pytest.mark.parametrize("name", ["jsonl", "csv", "html", "table"])
def test_every_format_writes_to_a_file_or_the_output(folder: Path, name: str) -> None:
    shown = run("read", folder / "a.txt", "--format", name)
    written = run("read", folder / "a.txt", "--format", name, "-o", folder / "out")
    assert shown.exit_code == written.exit_code == 0
    assert written.stdout == ""
    assert (folder / "out").read_text("utf-8") == shown.stdout != ""


def test_bytes_are_the_same_for_any_number_of_jobs(folder: Path) -> None:
    lines = [json.dumps({"id": f"r{n}", "text": f"Rain {n} \U0001f600 \ud800." * (n % 7 + 1)}) for n in range(60)]
    (folder / "many.jsonl").write_text("\n".join(lines))
    outputs = {run("read", folder / "many.jsonl", "--jobs", str(jobs)).stdout_bytes for jobs in (1, 2, 4)}
    assert len(outputs) == 1
    readings = [json.loads(line) for line in outputs.pop().decode("utf-8").splitlines()]
    assert [reading["report"]["text"] for reading in readings] == [json.loads(line)["text"] for line in lines]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["read"], "Missing argument"),
        (["read", "a.txt", "--published", "soon"], "'soon' is no date"),
        (["read", "a.txt", "--format", "docx"], "docx"),
        (["read", "a.txt", "--jobs", "0"], "jobs"),
        (["read", "a.txt", "-o", "no/such/folder/x"], "No such file"),
        (["read", "a.txt", "-o", "a.txt"], "one of the inputs"),
        (["reed", "a.txt"], "No such command"),
    ],
)
def test_wrong_usage_is_exit_code_two(
    folder: Path, args: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    result = run(*args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert (folder / "a.txt").read_text() != ""


def test_what_an_input_says_cannot_steer_the_terminal(folder: Path) -> None:
    (folder / "evil.jsonl").write_text('{"text": "Rain.", "published": "\\u001b[2J\\u202e\\n' + "x" * 5000 + '"}')
    result = run("read", folder / "evil.jsonl")
    assert result.exit_code == 1
    assert "\x1b" not in result.stderr
    assert "\u202e" not in result.stderr
    assert len(result.stderr.splitlines()) == 2
    assert len(result.stderr) < 1000
    assert make_printable("a\tb\u2028c") == "a\\tb\\u2028c"


def test_main_shows_errors_without_a_traceback(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.cli.read.FACTORY", "pool_work:make_broken_reading")
    for args, code, said in (
        (["read", str(folder / "a.txt")], 1, "sayso: the model is not installed"),
        (["read"], 2, "Missing argument"),
        (["--version"], 0, ""),
    ):
        with pytest.raises(SystemExit) as left:
            main(args)
        assert left.value.code == code
        assert said in capsys.readouterr().err


def test_closed_pipe_ends_quietly(folder: Path) -> None:
    lines = "".join(json.dumps({"text": f"Rain {n}. " * 200}) + "\n" for n in range(500))
    (folder / "many.jsonl").write_text(lines)
    with start(folder, "read", "many.jsonl") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_an_error(folder: Path) -> None:
    with start(folder, "read", "a.txt", "-o", "/dev/full") as process:
        _, error = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"cannot be written: No space left" in error
    assert b"Traceback" not in error


def test_interrupt_ends_quietly_and_leaves_no_process(folder: Path) -> None:
    with start(folder, "read", "a.txt", "-", stdin=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        assert b'"format":"sayso/1"' in process.stdout.readline()  # now it waits for standard input
        os.killpg(process.pid, signal.SIGINT)
        _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert error.decode().split() == ["sayso:", "interrupted"]
    for _ in range(100):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a worker outlives the command")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_progress_is_shown_on_a_terminal_only(folder: Path) -> None:
    ours, theirs = os.openpty()
    with start(folder, "read", "b.jsonl", stderr=theirs) as process:
        output, _ = process.communicate(timeout=60)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert process.returncode == 1
    assert ids(output.decode()) == ["b1", "b3"]
    assert "starting the reader" in shown
    assert "2 reports read, 1 failed" in shown
    assert "b.jsonl:2: is not JSON" in shown


@pytest.mark.slow
def test_demo_reads_its_reports() -> None:
    result = run("demo", "beijing-deal", "-f", "jsonl")
    assert result.exit_code == 0
    assert ids(result.stdout)[0] == "beijing-1"
    assert all(json.loads(line)["events"] for line in result.stdout.splitlines())


@pytest.mark.slow
def test_demo_hands_out_its_reports_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    assert run("demo", "--reports", "-o", path).exit_code == 0
    assert list(open_reports(str(path))) == [replace(report, path=str(path)) for report in load_examples()]


def test_demo_shows_the_table_also_where_no_terminal_is() -> None:
    result = run("demo", "peshawar-bombing")
    assert result.exit_code == 0
    assert result.stdout.startswith("peshawar-1  ")
    assert "Who says so" in result.stdout


def test_module_runs_as_a_program(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sayso", "--version"], capture_output=True, text=True, check=True, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
    )
    assert sayso.__version__ in done.stdout


@pytest.mark.parametrize("args", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help_loads_nothing_heavy(args: list[str], tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from sayso.cli.main import main\n"
        f"main({args!r}, standalone_mode=False)\n"
        "heavy = {'spacy', 'numpy', 'rich', 'trafilatura', 'lxml', 'onnxruntime', 'sqlalchemy', 'fastapi'}\n"
        "print('heavy:', sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
    )
    assert "Usage: " in done.stdout
    assert done.stdout.splitlines()[-1] == "heavy: []"
