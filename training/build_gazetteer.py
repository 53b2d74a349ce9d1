"""Build the gazetteer that the package ships, or a slice of it.

    python training/build_gazetteer.py [--countries AFG,LUX] [--sqlite FILE] [--out FILE.xz]

Needs `pip install 'sayso[gazetteer]'`. The same packages give the same bytes (with the same SQLite library). Without
`--countries` and with neither output the shipped file, `src/sayso/data/gazetteer.sqlite.xz`, is written.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "training"), str(ROOT / "src")]

from gazetteer.pack import compress, pack_rows  # noqa: E402
from gazetteer.rows import make_rows  # noqa: E402
from gazetteer.sources import read_sources  # noqa: E402

SHIPPED = ROOT / "src" / "sayso" / "data" / "gazetteer.sqlite.xz"


def build(countries: frozenset[str] | None, sqlite: Path) -> int:
    """Write the SQLite file of `countries` (alpha-3; None for all) to `sqlite`; the number of its places."""
    rows = make_rows(read_sources(countries))
    sqlite.unlink(missing_ok=True)
    pack_rows(rows, sqlite)
    return len(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--countries", help="alpha-3 codes, comma separated")
    parser.add_argument("--sqlite", type=Path, help="write the uncompressed file here")
    parser.add_argument("--out", type=Path, help="write the compressed file here")
    args = parser.parse_args()
    countries = frozenset(args.countries.split(",")) if args.countries else None
    out = args.out or (None if args.sqlite or countries else SHIPPED)
    with tempfile.TemporaryDirectory() as folder:
        sqlite = args.sqlite or Path(folder) / "gazetteer.sqlite"
        number = build(countries, sqlite)
        print(f"{number} places, {sqlite.stat().st_size / 1e6:.1f} MB")
        if out:
            print(f"sha256 of content {compress(sqlite, out)}, {out.stat().st_size / 1e6:.1f} MB compressed")


if __name__ == "__main__":
    main()
