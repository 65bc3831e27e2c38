"""Measurements that are asked for, never part of the tests: made-up chronicles and what is done with them."""
