"""Make a set of reports in which copies are hard to find: rewritten, reordered, cut to briefs, scanned, updated.

    PYTHONPATH=src python bench/copies_hard.py FOLDER OUT.jsonl.gz [SEED]

FOLDER holds corpora as `sayso bench` takes them; copies are made from its `gva` (development part) and `polnear`
(training part). OUT gets a report a line: id, family, story, title, outlet, published, text, ops. Reports of one family
are copies; round-ups and reports that quote another at length are in families of their own. Reports as found are one
family when three fifths of the shorter one's words stand in runs of five words that both have; where it is between
three tenths and that, one of the two is left out. The same arguments give the same file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sayso.bench.corpora import load_lines

STORIES, SHARE_COPIED, ROUNDUPS, QUOTERS = 700, 0.3, 60, 40
OUTLETS = ("The Granite Post", "Lowland Courier", "KTVR", "Bay Ledger", "Midtown Wire", "The Orchard Times", "WNEQ")
AGENCIES = ("Reuters", "Associated Press", "Agence France-Presse", "United Press International")
LOCAL = (
    "Officials in the county said they were following the matter but saw no need to act for now.",
    "Residents reached by {outlet} said they had heard little of it so far.",
    "A meeting on public safety is to be held at the community centre next week, organizers told {outlet}.",
    "Our newsroom has asked the authorities for comment and will add their answer here.",
)
PROMO = (
    "Get the morning briefing in your inbox: sign up today.", "Share this: Facebook Twitter Email Print",
    "More on this topic below.", "Watch the video above.", "Subscribe for full access to all our stories.",
)
LINKS = ("In other news,", "Meanwhile,", "Elsewhere,", "Also today:", "Separately,")
OCR = (("rn", "m"), ("m", "rn"), ("l", "1"), ("i", "l"), ("o", "0"), ("e", "c"), ("cl", "d"), ("h", "b"), ("s", "5"),
       ("a", "o"), ("u", "ii"), ("t", "f"), ("w", "vv"), ("n", "u"))
WORD = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True)
class Piece:
    """A report of the set, in paragraphs."""

    family: str
    story: str
    title: str
    outlet: str
    published: str
    paragraphs: tuple[str, ...]
    ops: tuple[str, ...] = field(default=())

    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def sentences(paragraph: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?][\"'”’]|.[.!?])\s+(?=[\"“‘'A-Z])", paragraph) if s]


def words(text: str) -> int:
    return len(text.split())


def replace_words(text: str, rate: float, chance: Random, stock: list[str]) -> str:
    """Lower-case words of four letters and more, one in 1/`rate`, become other words; some short ones fall out."""

    def change(found: re.Match[str]) -> str:
        word = found[0]
        if not word.islower() or chance.random() >= rate:
            return word
        return chance.choice(stock) if len(word) > 3 else chance.choice((word, "the", ""))

    return WORD.sub(change, text)


def rewrite_heavy(piece: Piece, chance: Random, stock: list[str]) -> tuple[str, ...]:
    """Most sentences anew: words replaced, clauses turned round, sentences joined and dropped."""
    rate = chance.uniform(0.2, 0.45)
    out = []
    for paragraph in piece.paragraphs:
        parts = []
        for sentence in sentences(paragraph):
            if chance.random() < 0.1 and words(paragraph) > 30:
                continue
            if chance.random() < 0.85:
                head, comma, tail = sentence.rstrip(".").partition(", ")
                if comma and words(head) > 3 and words(tail) > 3 and chance.random() < 0.5:
                    sentence = f"{tail[:1].upper()}{tail[1:]}, {head[:1].lower()}{head[1:]}."
                sentence = replace_words(sentence, rate, chance, stock)
            parts.append(sentence)
        if parts:
            out.append(" ".join(parts))
    return tuple(out)


def rewrite_light(piece: Piece, chance: Random, stock: list[str]) -> tuple[str, ...]:
    return tuple(p if chance.random() < 0.5 else replace_words(p, 0.12, chance, stock) for p in piece.paragraphs)


def reorder(piece: Piece, chance: Random, stock: list[str]) -> tuple[str, ...]:
    """Sentences in another order, the first one mostly kept in its place; new paragraphs."""
    lines = [s for p in piece.paragraphs for s in sentences(p)]
    head = [lines.pop(0)] if chance.random() < 0.6 else []
    chance.shuffle(lines)
    lines, out = head + lines, []
    while lines:
        take = chance.randint(1, 3)
        out.append(" ".join(lines[:take]))
        lines = lines[take:]
    return tuple(out)


def brief(piece: Piece, chance: Random, stock: list[str]) -> tuple[str, ...]:
    """Forty to a hundred words: the beginning, and perhaps a sentence from further down."""
    lines = [s for p in piece.paragraphs for s in sentences(p)]
    goal, out = chance.randint(40, 100), []
    while lines and words(" ".join(out)) < goal:
        out.append(lines.pop(0 if len(out) < 2 or chance.random() < 0.5 else chance.randrange(len(lines))))
    return (" ".join(out),)


def scan(piece: Piece, chance: Random, stock: list[str]) -> tuple[str, ...]:
    """Characters read as others in one word of 16 to one of 4, words broken at line ends or run together."""
    rate = chance.uniform(0.06, 0.25)

    def damage(word: str) -> str:
        if chance.random() >= rate:
            return word
        fits = [(a, b) for a, b in OCR if a in word]
        if chance.random() < 0.15 or not fits:
            return word[: len(word) // 2] + "-\n" + word[len(word) // 2 :] if len(word) > 5 else word
        old, new = chance.choice(fits)
        return word.replace(old, new, 1)

    out = []
    for paragraph in piece.paragraphs:
        text = " ".join(damage(w) for w in paragraph.split(" "))
        out.append(re.sub(r" ", lambda m: "" if chance.random() < rate / 20 else " ", text))
    return tuple(out)


def cut_bottom(piece: Piece, chance: Random, stock: list[str]) -> tuple[str, ...]:
    return piece.paragraphs[: max(2, int(len(piece.paragraphs) * chance.uniform(0.35, 0.8)))]


def cut_middle(piece: Piece, chance: Random, stock: list[str]) -> tuple[str, ...]:
    return tuple(p for i, p in enumerate(piece.paragraphs) if i < 2 or chance.random() < 0.65)


def lead_anew(piece: Piece, chance: Random, stock: list[str]) -> tuple[str, ...]:
    """The first sentence nearly anew."""
    first, *rest = sentences(piece.paragraphs[0])
    return (" ".join([replace_words(first, 0.6, chance, stock), *rest]), *piece.paragraphs[1:])


def drop_quotes(piece: Piece, chance: Random, stock: list[str]) -> tuple[str, ...]:
    kept = tuple(p for p in piece.paragraphs if not re.search(r"[\"“]", p))
    return kept if len(kept) > 2 else piece.paragraphs


def add_local(piece: Piece, chance: Random, stock: list[str]) -> tuple[str, ...]:
    at = chance.randint(1, len(piece.paragraphs))
    return (*piece.paragraphs[:at], chance.choice(LOCAL).format(outlet=piece.outlet), *piece.paragraphs[at:])


def add_promo(piece: Piece, chance: Random, stock: list[str]) -> tuple[str, ...]:
    out = list(piece.paragraphs)
    for _ in range(chance.randint(1, 3)):
        out.insert(chance.randint(1, len(out)), chance.choice(PROMO))
    return tuple(out)


def add_credit(piece: Piece, chance: Random, stock: list[str]) -> tuple[str, ...]:
    agency = chance.choice(AGENCIES)
    head, tail = chance.choice(((f"LONDON ({agency}) - ", ""), (f"By staff and {agency}\n", ""),
                                ("", f"{agency} contributed to this report."),
                                ("", f"Copyright {agency}. All rights reserved.")))
    out = (head + piece.paragraphs[0], *piece.paragraphs[1:])
    return (*out, tail) if tail else out


def mojibake(piece: Piece, chance: Random, stock: list[str]) -> tuple[str, ...]:
    curly = (re.sub(r"'", "’", re.sub(r'"(.*?)"', r"“\1”", p)) for p in piece.paragraphs)
    return tuple(p.encode("utf-8", "replace").decode("cp1252", "ignore") for p in curly)


Op = Callable[[Piece, Random, list[str]], tuple[str, ...]]
HEAVY: tuple[Op, ...] = (rewrite_heavy, reorder, brief, scan)
LIGHT: tuple[Op, ...] = (rewrite_light, cut_bottom, cut_middle, lead_anew, drop_quotes, add_local, add_promo,
                         add_credit, mojibake)


def make_copy(piece: Piece, other: Piece | None, chance: Random, stock: list[str]) -> Piece:
    """A copy with a heavy change or an update, and none to three light ones."""
    day = date.fromisoformat(piece.published[:10]) + timedelta(days=chance.randint(0, 2))
    made = replace(piece, outlet=chance.choice(OUTLETS), published=day.isoformat(), ops=())
    kind = chance.choices([*HEAVY, None], [3, 2, 3, 2, 2])[0]
    ops: list[Op] = chance.sample(LIGHT, chance.randint(0, 3))
    if kind is not brief and cut_bottom in ops and cut_middle in ops:
        ops.remove(cut_middle)
    if kind is None:
        made = update(made, other, chance)
    else:
        ops.insert(0, kind)
        if kind is not scan and chance.random() < 0.15:
            ops.append(scan)
    for op in ops:
        paragraphs = tuple(p for p in op(made, chance, stock) if p.strip())
        made = replace(made, paragraphs=paragraphs or made.paragraphs, ops=(*made.ops, op.__name__))
    return made


def update(piece: Piece, other: Piece | None, chance: Random) -> Piece:
    """New sentences on top and at the end: from an independent report of the story, else of another story."""
    lines = [s for p in (other.paragraphs if other else ()) for s in sentences(p)]
    fits = [s for s in lines if words(s) * 12 < words(" ".join(lines))]  # or it would be a copy of that one too
    new = chance.sample(fits, min(len(fits), chance.randint(1, 3)))
    top, end = " ".join(new[:1]), " ".join(new[1:])
    parts = (f"UPDATE: {top}" if top else "", *piece.paragraphs, end)
    return replace(piece, paragraphs=tuple(p for p in parts if p), ops=("update",))


def make_roundup(number: int, stories: list[Piece], chance: Random) -> Piece:
    """Beginnings of three to seven stories, 25 to some 60 words of each."""
    parts = []
    for at, story in enumerate(stories):
        lines = [s for p in story.paragraphs for s in sentences(p)]
        lines, goal, text = lines[1:] if chance.random() < 0.2 else lines, chance.randint(25, 60), ""
        while lines and words(text) < goal:
            text = f"{text} {lines.pop(0)}".lstrip()
        parts.append(chance.choice(("", f"{LINKS[at % len(LINKS)]} ", f"{story.title}\n\n")) + text)
    when = max(story.published for story in stories)
    return Piece(f"roundup{number}", f"roundup{number}", "The day in brief", chance.choice(OUTLETS), when,
                 tuple(parts), ("roundup",))  # fmt: skip


def make_quoter(host: Piece, quoted: Piece, chance: Random) -> Piece:
    """An independent report that also quotes another one at length."""
    lines = [s for p in quoted.paragraphs for s in sentences(p)]
    at, most = chance.randrange(max(1, len(lines) - 4)), words(host.text()) // 3
    lines = lines[at : at + chance.randint(2, 5)]
    while len(lines) > 1 and words(" ".join(lines)) > most:
        lines.pop()
    passage = " ".join(" ".join(lines).replace('"', "'").split()[:most])
    said = f"{quoted.outlet} reported: “{passage}”"
    where = chance.randint(1, len(host.paragraphs))
    return replace(host, paragraphs=(*host.paragraphs[:where], said, *host.paragraphs[where:]), ops=("quotes",))


def load_pieces(folder: Path) -> list[Piece]:
    """The reports as found, near-copies among them made one family or left out."""
    found: list[Piece] = []
    for corpus, part in (("gva", "dev.jsonl.gz"), ("polnear", "train.jsonl.gz")):
        found.extend(_make_piece(row) for row in load_lines(folder / "data" / corpus / part))
    return _join_republished(found)


def _make_piece(row: dict[str, Any]) -> Piece:
    paragraphs = tuple(p.strip() for p in row["text"].split("\n\n") if p.strip())
    if len(paragraphs) < 4:
        lines = sentences(" ".join(paragraphs))
        paragraphs = tuple(" ".join(lines[i : i + 2]) for i in range(0, len(lines), 2))
    return Piece(str(row["id"]), str(row.get("incident", row["id"])), row.get("title") or "", row.get("outlet") or "",
                 row.get("published") or "2015-01-01", paragraphs)  # fmt: skip


def _join_republished(found: list[Piece]) -> list[Piece]:
    seen: dict[tuple[str, ...], list[int]] = defaultdict(list)
    kept: list[Piece] = []
    sizes: list[int] = []
    for piece in found:
        tokens = re.findall(r"[a-z0-9]+", piece.text().lower())
        grams = [tuple(tokens[i : i + 5]) for i in range(len(tokens) - 4)]
        covered: dict[int, set[int]] = defaultdict(set)
        for at, gram in enumerate(grams):
            for number in seen.get(gram, ()):
                covered[number].update(range(at, at + 5))
        shares = {n: len(c) / max(1, min(len(tokens), sizes[n])) for n, c in covered.items()}
        close = max(shares, key=lambda n: shares[n], default=None)
        if close is not None and 0.3 <= shares[close] < 0.6:
            continue
        if close is not None and shares[close] >= 0.6:
            piece = replace(piece, family=kept[close].family)
        for gram in set(grams):
            if len(seen[gram]) < 20:
                seen[gram].append(len(kept))
        kept.append(piece)
        sizes.append(len(tokens))
    return kept


def make_set(folder: Path, seed: int) -> list[Piece]:
    """The whole set, in the order of ids."""
    chance = Random(seed)
    pieces = load_pieces(folder)
    stock = sorted({w for p in pieces[:400] for w in WORD.findall(p.text()) if w.islower() and len(w) > 3})
    stories = sorted({p.story for p in pieces})
    chosen = set(chance.sample(stories, min(STORIES, len(stories))))
    pieces = [p for p in pieces if p.story in chosen]
    told: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        told[piece.story].append(piece)
    out = list(pieces)
    for piece in pieces:
        if chance.random() < SHARE_COPIED and words(piece.text()) > 80:
            others = [p for p in told[piece.story] if p.family != piece.family]
            for _ in range(chance.choice((1, 1, 2, 3, 4, 6))):
                other = chance.choice(others) if others else chance.choice(pieces)
                out.append(make_copy(piece, other, chance, stock))
    for number in range(ROUNDUPS):
        parts = [p for p in out[: len(out) - number] if words(p.text()) > 40]
        out.append(make_roundup(number, chance.sample(parts, chance.randint(3, 7)), chance))
    for at, host in enumerate(chance.sample([p for p in pieces if len(told[p.story]) == 1], QUOTERS)):
        others = [p for p in out if p.family != host.family]
        out.append(make_quoter(replace(host, family=f"quoter{at}"), chance.choice(others), chance))
    hosts = {(p.story, p.title) for p in out if p.family.startswith("quoter")}
    return [p for p in out if p.family.startswith("quoter") or (p.story, p.title) not in hosts]


def write_set(pieces: list[Piece], path: Path) -> None:
    """JSON lines in the order of their ids, gzipped without a time so that the bytes stay the same."""
    rows = []
    for number, piece in enumerate(pieces):
        row = {key: getattr(piece, key) for key in ("family", "story", "title", "outlet", "published", "ops")}
        digest = hashlib.sha256(f"{number} {piece.text()}".encode("utf-8", "replace")).hexdigest()[:12]
        rows.append({"id": digest, **row, "text": piece.text()})
    rows.sort(key=lambda row: str(row["id"]))
    data = "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(data, mtime=0))


if __name__ == "__main__":
    write_set(make_set(Path(sys.argv[1]), int(sys.argv[3]) if len(sys.argv) > 3 else 1), Path(sys.argv[2]))
