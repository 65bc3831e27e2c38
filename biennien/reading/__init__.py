"""Numbers and dates as prose writes them, in any language that has a grammar: `9 tỷ 381 triệu`, `4,619`, `27/2/2024`.

A grammar is data (`reading` in a language's strings file, completed from CLDR): a language is added without code.
Spelled numbers (`ba`, `three`, `XIV`) are read apart from digits: they may stand for digits of the other language, and
need not.
"""

from __future__ import annotations

from biennien.reading.datings import Dating, read_datings
from biennien.reading.grammar import Grammar, caseless, make_grammar
from biennien.reading.numbers import Day, Values, may_have_values, read_bound, read_numbers, read_values, read_words
from biennien.reading.phrases import doubled_words, may_count, may_deny, may_say_not, read_denials, spoken_words
from biennien.reading.quantities import Quantity, read_quantities

__all__ = [
    "Dating",
    "Day",
    "Grammar",
    "Quantity",
    "Values",
    "caseless",
    "doubled_words",
    "make_grammar",
    "may_count",
    "may_deny",
    "may_have_values",
    "may_say_not",
    "read_bound",
    "read_datings",
    "read_denials",
    "read_numbers",
    "read_quantities",
    "read_values",
    "read_words",
    "spoken_words",
]
