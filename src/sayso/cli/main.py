"""The command `sayso`. Commands are imported when they are run, and import what they need when they work."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

import click

import sayso
from sayso.cli.messages import show_error
from sayso.errors import SaysoError

# To add a command, write its module and give it a line here.
COMMANDS = {
    "read": "sayso.cli.read:read",
    "demo": "sayso.cli.demo:demo",
    "add": "sayso.cli.add:add",
    "link": "sayso.cli.link:link",
    "incidents": "sayso.cli.incidents:incidents",
    "reports": "sayso.cli.ask:reports",
    "events": "sayso.cli.ask:events",
    "claims": "sayso.cli.ask:claims",
    "actors": "sayso.cli.ask:actors",
    "sources": "sayso.cli.ask:sources",
    "relations": "sayso.cli.ask:relations",
    "countries": "sayso.cli.ask:countries",
    "copies": "sayso.cli.copies:copies",
    "show": "sayso.cli.show:show",
    "correct": "sayso.cli.correct:correct",
    "rate": "sayso.cli.rate:rate",
    "reread": "sayso.cli.reread:reread",
    "watch": "sayso.cli.watch:watch",
    "mcp": "sayso.cli.mcp:mcp",
    "export": "sayso.cli.export:export",
    "serve": "sayso.cli.serve:serve",
    "token": "sayso.cli.token:token",
    "explain": "sayso.cli.explain:explain",
    "verify": "sayso.cli.verify:verify",
    "names": "sayso.cli.names:names",
    "kb": "sayso.cli.kb:kb",
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

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _drop_output()
            raise click.exceptions.Exit(PIPE_CLOSED) from None

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> Any:
        """Run the command line and leave with its exit code; no error of input or output shows a traceback.

        With `standalone_mode=False` it returns, or raises, as commands of click do.
        """
        leave = settings.pop("standalone_mode", True)
        run = partial(super().main, args, *rest, standalone_mode=False, **settings)
        if not leave:
            return run()
        sys.exit(_run(run))


@click.command(cls=_Commands, name="sayso", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(sayso.__version__, "-V", "--version", prog_name="sayso")
def main() -> None:
    """Reads news reports and records who says what happened.

    \b
    Exit codes: 0 all went well, 1 some input could not be read (the rest was),
    2 the command was not understood.
    """


def _run(command: Callable[[], Any]) -> int:
    try:
        code = command()
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
    return code if isinstance(code, int) else 0


def _drop_output() -> None:
    """Python flushes standard output once more as it ends; let that go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
