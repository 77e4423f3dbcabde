"""The compiled core, where it was compiled (source: native/); without it numpy gives the same answers."""

import functools
import importlib
import os
from typing import Any

VARIABLE = "BELISHA_MATCHING_ISA"
REFERENCE = "reference"
INSTRUCTION_SETS = ("avx512", "avx2", "portable")


class WrongInstructionSet(ValueError):
    """BELISHA_MATCHING_ISA names something that can't be had here; the text says what can."""


@functools.cache
def core() -> Any | None:
    """The module `belisha_native`, or None where it was not compiled."""
    try:
        return importlib.import_module("belisha_native")
    except ImportError:
        return None


def choices() -> list[str]:
    """What searches can be done with on this machine, best first."""
    compiled = core()
    return [*(compiled.instruction_sets() if compiled else []), REFERENCE]


def chosen() -> str:
    """What searches are done with: the best there is, unless BELISHA_MATCHING_ISA names another."""
    here = choices()
    wanted = os.environ.get(VARIABLE) or here[0]
    if wanted not in here:
        raise WrongInstructionSet(f"{VARIABLE} is {wanted!r}; this machine has {', '.join(here)}.")
    return wanted
