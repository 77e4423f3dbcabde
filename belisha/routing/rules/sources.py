"""The laws and pages that the rules rest on. `checked_on`: when somebody last read them for this file."""

from belisha.routing.answer import Source

GUIDANCE = Source(
    title="GOV.UK, Child online safety: protecting children from online sexual exploitation and abuse",
    url="https://www.gov.uk/guidance/"
    "child-online-safety-protecting-children-from-online-sexual-exploitation-and-abuse",
    checked_on="2026-11-22",
)
SAFETY_CENTRE = Source(
    title="CEOP Safety Centre",
    url="https://www.ceop.police.uk/Safety-Centre/",
    checked_on="2026-11-22",
)
DUTY_TO_REPORT = Source(
    title="Online Safety Act 2023, sections 66 to 70 and schedule 6; SI 2026/262; SI 2026/268",
    url="https://www.legislation.gov.uk/uksi/2026/268",
    checked_on="2026-11-22",
)
CYBERTIPLINE_LAW = Source(
    title="18 U.S.C. 2258A",
    url="https://www.law.cornell.edu/uscode/text/18/2258A",
    checked_on="2026-11-22",
)
CANADIAN_LAW = Source(
    title="S.C. 2011, c. 4, sections 2 to 5; SOR/2011-292",
    url="https://www.cybertip.ca/",
    checked_on="2026-11-22",
)
DIGITAL_SERVICES_ACT = Source(
    title="Regulation (EU) 2022/2065 (Digital Services Act), article 18",
    url="https://eur-lex.europa.eu/eli/reg/2022/2065/oj",
    checked_on="2026-11-22",
)
NUMBERS_ABROAD = Source(
    title="GOV.UK, Foreign travel advice, Getting help", url="https://www.gov.uk/foreign-travel-advice"
)
PLACES = Source(
    title="Office for National Statistics, names and codes of districts and police force areas",
    checked_on="2026-11-22",
)
IWF = Source(
    title="Internet Watch Foundation, Report",
    url="https://www.iwf.org.uk/report",
    checked_on="2026-11-22",
)
SOCIAL_CARE = Source(
    title="GOV.UK, Report child abuse to a local council",
    url="https://www.gov.uk/report-child-abuse-to-local-council",
)
SAFEGUARDING = Source(
    title="Safeguarding: a child is a child, also when the suspect; GOV.UK guidance for companies",
    url=GUIDANCE.url,
    checked_on="2026-11-22",
)
SPECIAL_FORCES = Source(
    title="Railways and Transport Safety Act 2003, section 31; Energy Act 2004, section 56;"
    " Ministry of Defence Police Act 1987, section 2",
    url="https://www.legislation.gov.uk/ukpga/2003/20/section/31",
    checked_on="2026-11-22",
)
DIRECTORY = Source(title="The directory of authorities abroad, each row with its own source")
HELP_LINES = Source(title="The help lines' own pages", checked_on="2026-11-22")
REPORT_REMOVE = Source(
    title="Childline and Internet Watch Foundation, Report Remove; NCMEC, Take It Down",
    url="https://takeitdown.ncmec.org/faq/",
    checked_on="2026-11-22",
)
