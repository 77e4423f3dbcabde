"""Writes docs/SETTINGS.md from the settings themselves: python tools/settings_doc.py"""

import sys
from pathlib import Path

from pydantic import BaseModel

ROOT = Path(__file__).resolve().parents[1]
HEAD = """# Settings

Each is an environment variable. A word that can't be understood, or a name that isn't listed here, stops
the start with a sentence. What belongs to the organisation itself (its name, its police force, its clocks)
is not here: see `belisha setup` and the page *Settings* of the desk. This page is written by
`tools/settings_doc.py`.
"""
TABLE = """
## {title}

| variable | meaning | default |
|---|---|---|
"""


def page() -> str:
    """The whole page as Markdown."""
    from belisha.options import GROUPS

    return HEAD + "".join(_section(group) for group in GROUPS)


def _section(group: type[BaseModel]) -> str:
    from belisha.options import PREFIX

    rows = []
    for name, field in group.model_fields.items():
        default = field.default
        shown = ",".join(default) if isinstance(default, list) else "" if default is None else str(default)
        rows.append(f"| `{PREFIX}{name.upper()}` | {field.description} | {f'`{shown}`' if shown else '-'} |")
    title = (group.__doc__ or "").strip().rstrip(".")
    return TABLE.format(title=title) + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    (ROOT / "docs" / "SETTINGS.md").write_text(page(), encoding="utf-8")
