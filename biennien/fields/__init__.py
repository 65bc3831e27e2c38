"""Typed readers of nodes: what a field may hold, and what is said when it holds something else.

A reader is a small value with one method, `read(node, at, context)`, which returns the typed value, or `INVALID` after
reporting why. Readers are data, so that whatever needs to know the format (the loader, an editor's schema) asks the
same declarations.
"""

from __future__ import annotations

from biennien.fields.context import INVALID, KEYS, TO_DO, Context, Reader, is_empty, is_to_do, meant
from biennien.fields.languages import ListOf, Tags, Texts, Variants
from biennien.fields.points import Corners, Point, Points
from biennien.fields.records import (
    Field,
    Labelled,
    Record,
    Register,
    aside,
    needed,
    optional,
    several,
    vital,
)
from biennien.fields.scalars import (
    DIGITS,
    ID,
    MARK,
    MAX_LENGTH,
    RESERVED,
    TAG,
    Address,
    Choice,
    Day,
    Fingerprint,
    Id,
    Number,
    SiteLanguage,
    Tag,
    Whole,
    Words,
    check_address,
    check_id,
    is_address,
)

__all__ = [
    "DIGITS",
    "ID",
    "INVALID",
    "KEYS",
    "MARK",
    "MAX_LENGTH",
    "RESERVED",
    "TAG",
    "TO_DO",
    "Address",
    "Choice",
    "Context",
    "Corners",
    "Day",
    "Field",
    "Fingerprint",
    "Id",
    "Labelled",
    "ListOf",
    "Number",
    "Point",
    "Points",
    "Reader",
    "Record",
    "Register",
    "SiteLanguage",
    "Tag",
    "Tags",
    "Texts",
    "Variants",
    "Whole",
    "Words",
    "aside",
    "check_address",
    "check_id",
    "is_address",
    "is_empty",
    "is_to_do",
    "meant",
    "needed",
    "optional",
    "several",
    "vital",
]
