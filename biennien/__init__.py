"""Biên Niên: annals of a border, in several languages, where every sentence has its source.

`content/*.yaml + seeds/*.txt → load → Chronicle → check → Site → render what changed → publish → site/`
"""

__version__ = "1.0.0"
