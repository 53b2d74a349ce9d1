"""From paths and addresses to reports: walks folders, opens inputs, follows links, finishes drafts."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

from sayso.errors import InputError
from sayso.intake.dates import find_date
from sayso.intake.draft import Draft, is_address
from sayso.intake.language import detect_language
from sayso.intake.options import Options
from sayso.intake.sniff import FINISH, find_kind
from sayso.intake.stream import open_stream
from sayso.types import Report, make_report

log = logging.getLogger("sayso")
_DEFAULT = Options()


def open_reports(path: str, options: Options = _DEFAULT) -> Iterator[Report | InputError]:
    """The reports of a file, of the files of a folder, of a web address, or of standard input (`-`), in their order.

    In place of a report that cannot be read comes the error that says where and why.
    """
    for draft in open_drafts(path, options):
        if isinstance(draft, InputError):
            yield draft
            continue
        try:
            yield finish(draft, options)
        except Exception as error:
            yield _explain(error, draft.path, draft.line)


def open_drafts(path: str, options: Options = _DEFAULT) -> Iterator[Draft | InputError]:
    """The records of a file, of the files of a folder, of a web address, or of standard input (`-`), for `finish`."""
    if is_address(path):
        yield from _follow(Draft("link", path, url=path), options)
    elif path != "-" and os.path.isdir(path):
        files = list_files(path)
        if not files:
            yield InputError("the folder holds no files", path=path)
        for file in files:
            yield from _open_file(file, options)
    else:
        yield from _open_file(path, options)


def list_links(path: str, options: Options = _DEFAULT) -> Iterator[Draft | InputError]:
    """The links in a file that lists feeds, not followed."""
    try:
        with open_stream(path) as stream:
            for draft in find_kind(path, stream.head, options.kind).open(stream, options):
                if isinstance(draft, InputError) or draft.kind == "link":
                    yield draft
                else:
                    raise InputError("is no list of feeds (OPML); give feeds by their addresses", path=path)
    except Exception as error:
        yield _explain(error, path)


def finish(draft: Draft, options: Options = _DEFAULT) -> Report:
    """The report of a draft: text extracted, publication date and language filled in.

    Its date is the first there is of: its record's, the options', its page's, its first lines'.

    Raises:
        InputError: when it has no text, or more than `options.max_characters`.
    """
    published = draft.published or options.published
    draft = FINISH[draft.kind](draft)
    if not draft.text.strip():
        raise InputError("has no text", path=draft.path, line=draft.line)
    if len(draft.text) > options.max_characters:
        raise InputError(
            f"its text has {len(draft.text):,} characters, over the {options.max_characters:,} that are read in "
            "bounded memory; split it or raise --max-mb", path=draft.path, line=draft.line,
        )
    return make_report(
        draft.text, id=draft.id, url=draft.url, path=None if draft.transfer else draft.path,
        outlet=draft.outlet or options.outlet, title=draft.title,
        published=published or draft.published or find_date(draft.text),
        language=draft.language or detect_language(draft.text),
    )


def list_files(folder: str) -> list[str]:
    """The files below `folder` by name, folder by folder; names that begin with a dot are passed over."""
    found = []
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [os.path.join(where, name) for name in sorted(names) if not name.startswith(".")]
    return found


def _open_file(path: str, options: Options) -> Iterator[Draft | InputError]:
    try:
        with open_stream(path) as stream:
            for draft in find_kind(path, stream.head, options.kind).open(stream, options):
                if isinstance(draft, Draft) and draft.kind == "link":
                    yield from _follow(draft, options)
                else:
                    yield draft
    except Exception as error:
        yield _explain(error, path)


def _follow(link: Draft, options: Options) -> Iterator[Draft | InputError]:
    from sayso.intake.web import follow  # what fetches is loaded only where something is fetched

    try:
        yield from follow(link, options)
    except Exception as error:
        yield _explain(error, link.url or link.path)


def _explain(error: Exception, path: str, line: int | None = None) -> InputError:
    """The error to hand out; parsers of formats raise whatever they like on hostile input."""
    if isinstance(error, InputError):
        return error
    log.debug("unexpected error", exc_info=error)
    return InputError(f"cannot be read ({type(error).__name__}: {error})", path=path, line=line)
