"""What whoever files with the NCA declares there, point by point, as far as this desk can help them check it.

Online Safety Act 2023 s. 66; S.I. 2026/268, Schedule 1: second-hand, gathered on 22 November 2026. The
portal's own words count; these are to be looked at before they are confirmed there.
"""

POINTS = {
    "registered": "The organisation is registered with the NCA, and I am its administrator or replacement.",
    "judged": "A person judged it, and the report says of nothing that it was viewed unless it was.",
    "unreported": "It was not reported before: not to the NCA, nor to a foreign body under arrangements such "
    "as NCMEC.",
    "complete": "I looked in the service’s own records for each field that is missing here.",
    "content": "The content itself, where there is any, comes from the service’s own sealed store and goes "
    "into the portal alone.",
    "true": "I have read the pack, and what it says is true as far as I know.",
}
"""Each point by its code, in the words of whoever ticks it."""
