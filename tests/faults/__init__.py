"""Faults put into every change that a run makes on the disk, one after the other, and what is there afterwards."""
