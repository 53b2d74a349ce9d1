"""`sayso bench`: every measure of the README, against the corpora of a folder."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sayso.bench.corpora import Measure
    from sayso.bench.scoring import Figure
    from sayso.bench.speed import Speed
    from sayso.reading import Reader
    from sayso.types import Reading, Report

FLOORS = Path("bench/floors.json")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--only", multiple=True, metavar="NAME", help="Only this measure (may be repeated; `speed` is one).")
@click.option("--no-speed", is_flag=True, help="Leave out how fast it reads.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures as JSON, and as .md.")
@click.option("--readings", type=click.Path(file_okay=False, path_type=Path), help="Keep the readings in this folder.")
@click.option("--gate", is_flag=True, help="Fail when a figure is below its floor by more than its noise.")
@click.option("--floors", type=click.Path(dir_okay=False, path_type=Path), default=FLOORS, show_default=True,
              help="File that holds the floors.")
@click.option("--update", is_flag=True, help="Raise the floors to the figures reached.")
@click.option("--allow-lower", is_flag=True, help="With --update, lower floors too.")
@click.option("--readme", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Put the table in here.")
def bench(
    folder: Path, only: tuple[str, ...], no_speed: bool, out: Path | None, readings: Path | None, gate: bool,
    floors: Path, update: bool, allow_lower: bool, readme: Path | None,
) -> None:
    """Measure sayso on the corpora in FOLDER (data/CORPUS, with scorers in score/).

    Speed is measured on polnear's reports, beside the bare base model.
    """
    import sayso
    from sayso.bench import corpora, tables
    from sayso.bench import gate as gates
    from sayso.errors import SaysoError

    try:
        names = tuple(n for n in only if n != "speed")
        measures = corpora.find_measures(folder, names) if names or not only else []
        figures = list(_score_all(folder, measures, readings))
        speed = _speed(folder) if "speed" in only or not (only or no_speed) else None
        table = tables.as_markdown(figures, measures, speed)
        click.echo(table)
        if out:
            out.write_text(json.dumps(tables.as_json(figures, speed, sayso.__version__), indent=1) + "\n", "utf-8")
            out.with_suffix(".md").write_text(table, "utf-8")
        if readme:
            readme.write_text(tables.put_into(readme.read_text("utf-8"), table), "utf-8")
        kept = gates.load_floors(floors)
        if update:
            new = gates.raise_floors(figures, measures, kept, folder, allow_lower=allow_lower)
            gates.save_floors(new, floors)
        wrong = gates.check(figures, measures, kept, folder) if gate else []
    except SaysoError as error:
        raise click.ClickException(str(error)) from error
    if wrong:
        raise click.ClickException("below the floors:\n  " + "\n  ".join(wrong))


def _score_all(folder: Path, measures: list[Measure], readings: Path | None) -> Iterator[Figure]:
    from sayso.bench.scoring import score

    if readings:
        readings.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for measure in measures:
            click.echo(f"{measure.name} ...", err=True)
            yield from score(measure, folder, _read, readings or Path(scratch))


def _read(reports: Iterable[Report]) -> Iterator[Reading]:
    return _reader().read_many(reports)


@cache
def _reader() -> Reader:
    from sayso.reading import Reader

    return Reader()


def _speed(folder: Path) -> Speed:
    from sayso.bench.corpora import find_measures
    from sayso.bench.speed import measure_speed

    click.echo("speed ...", err=True)
    (claims,) = find_measures(folder, ("claims",))
    return measure_speed(claims.gold_path(folder))
