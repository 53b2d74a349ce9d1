"""Linking: what in different reports is the same (copies, actors, incidents), and what follows from it."""
