"""A second reader: a language model behind any OpenAI-compatible endpoint, asked for the same record.

    from sayso import Reader
    from sayso.second import SecondReader, parse_endpoint

    reading = Reader().read(text)
    with SecondReader(parse_endpoint("openai:gemma@http://127.0.0.1:8000/v1")) as second:
        opinion = second.read(reading)

Whatever it answers is data. Each part of its record must be quoted from the report and is found there, or it is dropped
and named; what is left is a reading like any other, shown beside the first one with the differences. It never
replaces the first reading. docs/second.md tells how to use it and what is sent where.
"""

from sayso.second.endpoint import Endpoint, parse_endpoint
from sayso.second.reader import Opinion, SecondReader

__all__ = ["Endpoint", "Opinion", "SecondReader", "parse_endpoint"]
