"""The command `sayso`. Commands are imported when they are run, and import what they need when they work."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

import sayso
from sayso.cli.messages import show_error
from sayso.errors import SaysoError

# To add a command, write its module and give it a line here.
COMMANDS = {
    "read": "sayso.cli.read:read",
    "demo": "sayso.cli.demo:demo",
    "bench": "sayso.cli.bench:bench",
}
INTERRUPTED = 130
PIPE_CLOSED = 141


class _Commands(click.Group):
    """The commands of the table above, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _drop_output()
            raise click.exceptions.Exit(PIPE_CLOSED) from None


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(sayso.__version__, "-V", "--version", prog_name="sayso")
def cli() -> None:
    """Reads news reports and records who says what happened.

    \b
    Exit codes: 0 all went well, 1 some input could not be read (the rest was),
    2 the command was not understood.
    """


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code; no error shows a traceback."""
    try:
        code = cli.main(args, prog_name="sayso", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except SaysoError as error:
        show_error(error)
        code = 1
    except (click.Abort, KeyboardInterrupt):
        click.echo("sayso: interrupted", err=True)
        code = INTERRUPTED
    except OSError as error:
        show_error(f"the output cannot be written: {error.strerror or error}")
        _drop_output()
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _drop_output() -> None:
    """Python flushes standard output once more as it ends; let that go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
