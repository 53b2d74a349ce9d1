"""The command `sayso`: one file a command, listed in `sayso.cli.main`."""
