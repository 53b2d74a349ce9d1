"""Tokens that allow writing: made once, shown once, kept as hashes in a file of the user.

A token holds 256 random bits, so a plain SHA-256 of it cannot be guessed back; slow hashes are for passwords. The name
of a token is who its corrections are by.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

from sayso.errors import ServeError

PREFIX = "sayso_"
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept: whose it is and the SHA-256 of it as hex."""

    name: str
    sha256: str


class Tokens:
    """The tokens in a file, which is read anew for every question: one that is taken back ends at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def here(cls) -> Tokens:
        """Those of `$SAYSO_TOKENS`, else of the user's configuration folder."""
        named = os.environ.get("SAYSO_TOKENS")
        return cls(Path(named) if named else Path(platformdirs.user_config_dir("sayso")) / "tokens.json")

    def make(self, name: str) -> str:
        """A new token for `name`, beside those that the name has.

        Raises:
            ServeError: when the name is empty, long or not one line, or the file cannot be written.
        """
        if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
            raise ServeError(f"a token is for a name of 1 to {_LONGEST_NAME} printable characters")
        token = PREFIX + secrets.token_urlsafe(32)
        self._write([*self.kept(), Token(name.strip(), _hash(token))])
        return token

    def revoke(self, name: str) -> int:
        """Take back every token of `name`; gives back how many there were."""
        every = self.kept()
        kept = [token for token in every if token.name != name]
        if len(kept) < len(every):
            self._write(kept)
        return len(every) - len(kept)

    def find(self, token: str) -> Token | None:
        """The token as it is kept, None where it is none of ours."""
        given = _hash(token)
        return next((each for each in self.kept() if hmac.compare_digest(each.sha256, given)), None)

    def holds(self, sha256: str) -> bool:
        """Whether a token of this hash is still good."""
        return any(hmac.compare_digest(each.sha256, sha256) for each in self.kept())

    def kept(self) -> list[Token]:
        """All tokens.

        Raises:
            ServeError: when the file cannot be read.
        """
        try:
            return [Token(each["name"], each["sha256"]) for each in json.loads(self.path.read_text("utf-8"))]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ServeError(f"{self.path} cannot be read: {error}; remove the file to begin with no tokens") from error

    def _write(self, tokens: list[Token]) -> None:
        part = self.path.with_name(self.path.name + ".part")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part.unlink(missing_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                json.dump([asdict(token) for token in tokens], file, indent=1)
            part.replace(self.path)
        except OSError as error:
            raise ServeError(f"the tokens cannot be written to {self.path}: {error.strerror or error}") from error


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
