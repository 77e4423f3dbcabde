"""From the sheets of an answer to cells: a mapping is proposed, corrected by a person, and kept.

`propose(sheets, known=None, hints=Hints())` -> Proposal; `apply(sheets, mapping, source=7)` -> Applied;
`import_answer(book, ...)` -> Imported, or raises NeedsLooking.
"""
