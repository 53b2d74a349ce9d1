"""The gazetteer: places of the world by name."""

from __future__ import annotations

from sayso.norm.countries import find_capital, find_country, find_land, find_nationality, get_country

__all__ = ["find_capital", "find_country", "find_land", "find_nationality", "get_country"]
