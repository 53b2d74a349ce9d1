"""`sayso copies`: which reports are copies of one text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sayso.cli.listing import Column, listing_options, write_records
from sayso.cli.messages import show_error, show_warnings
from sayso.cli.options import make_options, optional_input_options
from sayso.cli.output import check_output
from sayso.cli.storing import store_option

if TYPE_CHECKING:
    from sayso.intake import Options
    from sayso.link.copies import CopyGroup
    from sayso.types import Report


_COLUMNS = (
    Column("Reports", 0, lambda group: len(group.reports)),
    Column("Original", 0, lambda group: group.direction.original),
    Column("Told by", 0, lambda group: group.direction.reason),
    Column("Agency", 0, lambda group: group.direction.agency),
    Column("Ids", 1, lambda group: ", ".join(group.reports)),
)


@click.command()
@optional_input_options
@store_option
@click.option("--passages", is_flag=True, help="With each pair, the passages that both have (start and end in each).")
@click.option("--near", is_flag=True, help="Only near-copies (MinHash): faster, for very large sets.")
@listing_options
@click.pass_context
def copies(ctx: click.Context, /, paths: tuple[str, ...], where: str, **given: Any) -> None:
    """Find reports that are copies of one text: cut, rewritten, reordered or added to.

    A line is a group of two or more reports. A report that quotes another, carries a paragraph of it among other
    stories or tells the same independently is not a copy. PATH is what `sayso read` takes; nothing is read by the
    language model. Without PATH, the groups in the store, as linked and as persons decided.
    """
    from sayso.link.copies import find_copies
    from sayso.link.near import find_near_copies

    show_warnings()
    if not paths:
        write_records(
            _list_stored(where), _COLUMNS, format_name=given["format_name"], output=given["output"]
        )
        return
    check_output(given["output"], paths)
    reports, failed = _take_in(paths, make_options(given))
    groups = find_near_copies(reports) if given["near"] else find_copies(reports, passages=given["passages"])
    write_records(groups, _COLUMNS, format_name=given["format_name"], output=given["output"])
    if failed:
        show_error(f"{len(reports)} reports compared, {failed} failed; see above")
        ctx.exit(1)


def _list_stored(where: str) -> list[CopyGroup]:
    from sayso.link.copying import list_groups
    from sayso.store import Store

    with Store.open(where, create=False) as store:
        return list_groups(store)


def _take_in(paths: tuple[str, ...], options: Options) -> tuple[list[Report], int]:
    """The reports of `paths`, each id once, and how many could not be read; these are shown."""
    from sayso.errors import InputError
    from sayso.intake import open_reports

    reports: dict[str, Report] = {}
    failed = 0
    for path in paths:
        for report in open_reports(path, options):
            if isinstance(report, InputError):
                failed += 1
                show_error(report)
            else:
                reports.setdefault(report.id, report)
    return list(reports.values()), failed
