from tests.desk_cases import case, danger, make_case, one_person, organisation

__all__ = ["case", "danger", "make_case", "one_person", "organisation"]
