"""The expected "no" of an index."""

from belisha.refusal import Refusal


class NoIndex(Refusal):
    """There is no index in {path}."""

    code = "no_index"


class UnusableIndex(Refusal):
    """The index in {path} can't be used: {reason}. Build it again from its list."""

    code = "unusable_index"


class NotEmpty(Refusal):
    """{path} holds something that is no index, so none is made there: {found}."""

    code = "not_empty"
