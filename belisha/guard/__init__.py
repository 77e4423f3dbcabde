"""The guard: no picture or video leaves the desk, and none is kept in its text. Pure."""

from belisha.guard.cut import Cut, Removed, cut, cut_all
from belisha.guard.finding import Finding, Inspection
from belisha.guard.inspect import inspect, inspect_json, inspect_plain

__all__ = [
    "Cut",
    "Finding",
    "Inspection",
    "Removed",
    "cut",
    "cut_all",
    "inspect",
    "inspect_json",
    "inspect_plain",
]
