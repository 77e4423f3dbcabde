"""Pages for everyone: where to report, the report form, and what became of a report. Without cookies."""
