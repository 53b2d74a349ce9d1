"""Column types that any text survives: NUL, lone surrogates and all, on every database."""

from __future__ import annotations

import json
import zlib
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

# SQLite calls only an INTEGER primary key its row number; elsewhere it must be 64 bits wide.
Number = BigInteger().with_variant(Integer, "sqlite")


def dump(value: Any) -> str:
    """`value` as JSON in ASCII with sorted keys: one value, one string."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


class Json(TypeDecorator[Any]):
    """A JSON value, kept in ASCII: PostgreSQL's own type refuses NUL, and encodings refuse lone surrogates."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else dump(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Packed(TypeDecorator[bytes]):
    """Bytes, compressed."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else zlib.compress(value, 6)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else zlib.decompress(value)
