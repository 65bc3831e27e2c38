"""Audits by other people's judges, asked for and never part of the tests: Lighthouse and the W3C's Nu checker."""
