"""Who is to be told: the police force of a place, and the ordered steps for a situation. Pure: no clock, no
database, no network; the tables in `data/` are read at first use."""

from belisha.routing.answer import Fired, Help, Route, Step, WouldChange
from belisha.routing.directory import SHIPPED, Directory, Mechanism
from belisha.routing.facts import Facts
from belisha.routing.force import ForceAnswer, find_force
from belisha.routing.parse import WrongFacts, parse_facts
from belisha.routing.route import route

__all__ = [
    "SHIPPED",
    "Directory",
    "Facts",
    "Fired",
    "ForceAnswer",
    "Help",
    "Mechanism",
    "Route",
    "Step",
    "WouldChange",
    "WrongFacts",
    "find_force",
    "parse_facts",
    "route",
]
