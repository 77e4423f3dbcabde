"""The verifier for outsiders, loaded from its one file as whoever was handed it would load it."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[1] / "tools" / "verify_ledger.py"


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("verify_ledger", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look their own module up.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


tool = _load()
