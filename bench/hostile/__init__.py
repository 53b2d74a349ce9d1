"""Hostile input: what a generator makes is read at three sizes, for its cost, its memory and what becomes of its words.

    python -m bench.hostile [--only NAME ...] [--out TABLE.md]
"""
