"""Offence statistics from Freedom of Information answers: asked, collated, compared, drawn, published.

Usable without a server: `from belisha.figures import Figures`. No Django settings are needed.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from belisha.figures.figures import Figures

__all__ = ["Figures"]


def __getattr__(name: str) -> Any:
    # polars is loaded when a figure is asked for, not when a command that needs none starts.
    if name == "Figures":
        from belisha.figures.figures import Figures

        return Figures
    raise AttributeError(name)
