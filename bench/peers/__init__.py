"""sayso beside the tools that do a part of its work, on the same texts by the same scorers: `python -m bench.peers`."""
