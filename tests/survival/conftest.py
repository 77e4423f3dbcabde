"""What tests of survival share."""

from tests.desk_cases import organisation

__all__ = ["organisation"]
