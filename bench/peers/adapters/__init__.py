"""One module a tool: `REQUIRES` pins what pip installs, `load(mode)` gives the function that reads a report.

A report is {"id", "text", "published"?}; what is returned joins its `id` on the answer's line and has the keys of a
reading that the measure looks at. Adapters run in the tool's own environment: they import the standard library, the
tool, and `bench.peers.words`.
"""
