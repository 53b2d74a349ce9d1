"""Work cut into shard files: drafts in, answers out, each file named by the hash of what is in it.

A shard is a gzipped file of JSON lines, a draft or the error in its place a line. Its answers lie beside it in a file
of the same name, which appears whole or not at all. So whatever did the work, how often and where: the same drafts
have the same files, and one that is there need not be made again.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from sayso.errors import InputError, SaysoError
from sayso.intake import Draft
from sayso.intake.draft import Transfer
from sayso.scale.worker import Work
from sayso.store.keys import digest

# Half a minute of work, as reading takes about a second of CPU for ten thousand characters: long beside the tenth of a
# second that a shard costs. The last of them get smaller and smaller, as at the end workers wait for the others.
CHARACTERS, DRAFTS = 300_000, 100
_TAPERED, _SMALLEST = 4, 15  # how many shards at the end become smaller ones, and down to what part of a shard
Item = Draft | InputError
Answer = str | SaysoError


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard: its name, and how many drafts and errors it holds."""

    name: str
    size: int


class ShardFolder:
    """The folder of shards, which every worker must see under the same path.

    Args:
        settings: what the answers depend on besides the drafts; it is part of the names.
    """

    def __init__(self, folder: Path, settings: str) -> None:
        self.folder, self.settings = folder, settings
        for name in ("shards", "answers"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def write(self, items: list[Item]) -> Shard:
        """Write a shard, unless it is there, and name it in the manifest."""
        lines = [json.dumps(_to_json(item), ensure_ascii=True, sort_keys=True) for item in items]
        shard = Shard(digest([self.settings, *lines])[:32], len(items))
        path = self.shard_path(shard)
        if not path.exists():
            _write(path, lines)
            with open(self.folder / "manifest.jsonl", "a", encoding="ascii") as manifest:
                manifest.write(json.dumps(asdict(shard)) + "\n")
        return shard

    def items(self, shard: Shard) -> list[Item]:
        """What a shard holds."""
        return [_from_json(line) for line in _read(self.shard_path(shard))]

    def answers(self, shard: Shard) -> list[Answer] | None:
        """The answers to a shard, None where they are not there or not all there."""
        path = self.answer_path(shard)
        if not path.exists():
            return None
        found = [_to_answer(line) for line in _read(path)]
        return found if len(found) == shard.size else None

    def put_answers(self, shard: Shard, answers: Iterable[Answer]) -> None:
        """Write the answers to a shard, all at once."""
        _write(self.answer_path(shard), [_answer_line(answer) for answer in answers])

    def shard_path(self, shard: Shard) -> Path:
        return self.folder / "shards" / f"{shard.name}.jsonl.gz"

    def answer_path(self, shard: Shard) -> Path:
        return self.folder / "answers" / f"{shard.name}.jsonl.gz"


def cut_shards(items: Iterable[Item], characters: int = CHARACTERS, drafts: int = DRAFTS) -> Iterator[list[Item]]:
    """The items in lists, each of so much work at most, but of one draft at least; the last ones are smaller.

    It depends on the items alone, not on who works: so the same input has the same shards on any cluster.
    """
    last: deque[list[Item]] = deque()
    for part in _cut(items, characters, drafts):
        last.append(part)
        if len(last) > _TAPERED:
            yield last.popleft()
    left = [item for part in last for item in part]
    while left:
        size = min(characters, max(sum(map(_size, left)) // _TAPERED, characters // _SMALLEST))
        number = max(len(left) // _TAPERED, drafts // _SMALLEST, 1)
        part = next(_cut(left, size, number))
        yield part
        left = left[len(part) :]


def _size(item: Item) -> int:
    return 0 if isinstance(item, InputError) else len(item.text) + len(item.data)


def _cut(items: Iterable[Item], characters: int, drafts: int) -> Iterator[list[Item]]:
    """The items in lists that are full."""
    held: list[Item] = []
    work = 0
    for item in items:
        size = _size(item)
        if held and (work + size > characters or len(held) >= drafts):
            yield held
            held, work = [], 0
        held.append(item)
        work += size
    if held:
        yield held


def answer_shard(folder: str, shard: tuple[str, int], factory: str, settings: Mapping[str, Any]) -> None:
    """What a worker does: answer a shard, unless that is done. The work function is made once a process."""
    place, which = ShardFolder(Path(folder), ""), Shard(*shard)
    if place.answers(which) is None:
        work = _load(factory, tuple(sorted(settings.items())))
        place.put_answers(which, [_answer(work, item) for item in place.items(which)])


@cache
def _load(factory: str, settings: tuple[tuple[str, Any], ...]) -> Work:
    module, _, name = factory.partition(":")
    work: Work = getattr(import_module(module), name)(**dict(settings))
    return work


def _answer(work: Work, item: Item) -> Answer:
    if isinstance(item, InputError):
        return item
    try:
        return work(item)
    except SaysoError as error:
        return error
    except Exception as error:
        what = f"the reader failed on this report ({type(error).__name__}: {error}); please report this as a bug"
        return InputError(what, path=item.path, line=item.line)


def _write(path: Path, lines: Iterable[str]) -> None:
    """The lines as a file that appears whole: renamed into place after it is on the disk."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with open(part, "wb") as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=5, mtime=0) as packed:
            packed.writelines(line.encode("ascii") + b"\n" for line in lines)
        raw.flush()
        os.fsync(raw.fileno())
    part.replace(path)


def _read(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="ascii") as lines:
        return [line.rstrip("\n") for line in lines]


def _to_json(item: Item) -> dict[str, Any]:
    if isinstance(item, InputError):
        return {"error": str(item)}
    values = {name: value for name, value in asdict(item).items() if value not in (None, "", b"")}
    if item.data:
        values.setdefault("path", "")
    values["data"] = base64.b64encode(item.data).decode("ascii")
    return values


def _from_json(line: str) -> Item:
    values = json.loads(line)
    if "error" in values:
        return InputError(values["error"])
    values.setdefault("path", "")
    values["data"] = base64.b64decode(values.get("data", ""))
    transfer = values.pop("transfer", None)
    if transfer is not None:
        transfer["redirects"] = tuple(transfer["redirects"])
        transfer["headers"] = tuple((name, value) for name, value in transfer["headers"])
        values["transfer"] = Transfer(**transfer)
    return Draft(**values)


def _answer_line(answer: Answer) -> str:
    found = {"reading": answer} if isinstance(answer, str) else {"error": str(answer)}
    return json.dumps(found, ensure_ascii=True)


def _to_answer(line: str) -> Answer:
    found = json.loads(line)
    return found["reading"] if "reading" in found else InputError(found["error"])
