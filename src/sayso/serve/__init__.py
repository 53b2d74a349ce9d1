"""Pages and interfaces over a store: `make_app` makes the application that `sayso serve` runs.

    from sayso.serve import Settings, make_app
    from sayso.store import Store

    app = make_app(Store.open("sayso.db", create=False), settings=Settings())

Pages are rendered on the server and need no script. Reading needs no token; writing needs one that `sayso token` made.
docs/pages.md tells what is on each page and how it is kept safe.
"""

from sayso.serve.app import make_app
from sayso.serve.settings import Settings
from sayso.serve.tokens import Tokens

__all__ = ["Settings", "Tokens", "make_app"]
