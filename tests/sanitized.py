"""A pytest plugin: the native core that tools/sanitize.sh has built stands in for the installed one."""

import importlib.util
import sys
from pathlib import Path

BUILT = Path(__file__).parents[1] / "build" / "sanitized"

_file = next(BUILT.glob("belisha_native*.so"))
_spec = importlib.util.spec_from_file_location("belisha_native", _file)
sys.modules["belisha_native"] = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(sys.modules["belisha_native"])
