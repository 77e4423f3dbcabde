"""What other tools send, brought into the shape of a report: one file per tool, each a pure function."""
