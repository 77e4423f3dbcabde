"""Invented figures of known truth, and what is claimed of them: rightly, wrongly in each way, beyond them."""

from functools import cache

import polars as pl

from belisha.figures import Figures
from belisha.figures.cells import ALL, KNOWN, SCHEMA
from belisha.figures.dataset import POPULATIONS, Dataset
from belisha.figures.sources import Source

CLEVELAND, DURHAM, NORTHUMBRIA = "E23000013", "E23000008", "E23000007"
CHESHIRE, CUMBRIA, GMP, LANCS, MERSEY = "E23000006", "E23000002", "E23000005", "E23000003", "E23000004"
KENT, DORSET, GWENT, NORFOLK, SUFFOLK = "E23000032", "E23000039", "W15000002", "E23000024", "E23000025"
UK = "K02000001"
YEARS = ("2017/18", "2018/19", "2019/20", "2020/21", "2021/22", "2022/23")
EVERY_YEAR = {
    CLEVELAND: (200, 220, 210, 260, 300, 410),
    DURHAM: (150, 150, 165, 180, 240, 225),
    NORTHUMBRIA: (585, 600, 700, 650, 900, 974),
}
TWO_YEARS = {
    CHESHIRE: (100, 150),
    LANCS: (300, 330),
    MERSEY: (250, 275),
    KENT: (500, 1000),
    UK: (22724, 36000),
}


def _cell(area, year, low, high=None, *, state="full", series="foi", platform=ALL, source=1, note=""):
    high = low if high is None and state == "full" else high
    told = {"series": series, "area": area, "year": year, "offence": ALL, "platform": platform}
    where = {"source": source, "sheet": "invented", "cell": "A1"}
    return {**told, "state": state, "low": low, "high": high, "note": note, **where}


def _cells():
    for area, numbers in EVERY_YEAR.items():
        yield from (_cell(area, year, number) for year, number in zip(YEARS, numbers, strict=True))
    for area, numbers in TWO_YEARS.items():
        yield from (
            _cell(area, year, number) for year, number in zip(("2017/18", "2022/23"), numbers, strict=True)
        )
    yield _cell(KENT, "2022/23", 1010, source=2)
    yield _cell(CUMBRIA, "2017/18", 80)
    yield _cell(GMP, "2022/23", 900)
    yield _cell(DORSET, "2017/18", 1, 4, state="suppressed")
    yield _cell(DORSET, "2022/23", 12)
    yield _cell(GWENT, "2017/18", 0, 0, state="zero")
    yield _cell(GWENT, "2022/23", 30)
    yield _cell(NORFOLK, "2017/18", None, state="refused", note="section 12")
    yield _cell(NORFOLK, "2022/23", 88)
    yield _cell(SUFFOLK, "2017/18", None, state="not_held")
    yield _cell(SUFFOLK, "2022/23", 70)
    yield _cell(CLEVELAND, "2023/24", 500, series="home-office")
    for platform, number in (("Snapchat", 4400), ("Instagram", 1500), (KNOWN, 10000)):
        yield _cell(UK, "2022/23", number, platform=platform)


@cache
def invented() -> Figures:
    """The invented figures."""
    people = [{"area": CLEVELAND, "year": "2022", "people": 560_000, "source": 1}]
    return Figures.load(
        Dataset(
            cells=pl.DataFrame(list(_cells()), schema=SCHEMA),
            sources=(Source(number=1, title="Invented"), Source(number=2, title="Invented, corrected")),
            populations=pl.DataFrame(people, schema=POPULATIONS),
        )
    )


SUPPORTED = (
    # Numbers of one year
    "Cleveland recorded 410 offences in 2022/23.",
    "Cleveland Police recorded 410 child abuse image offences in 2022/23",
    "In 2022/23, Cleveland Police recorded 410 crimes.",
    "There were 410 child sexual abuse image crimes in Cleveland in 2022-23.",
    "410 offences were recorded by Cleveland Police in the year to March 2023.",
    "Cleveland Police logged 410 indecent images of children offences between April 2022 and March 2023.",
    "Cleveland: 410 (2022/23)",
    "More than 400 offences were recorded in Cleveland in 2022/23.",
    "Over 400 offences in Cleveland in 2022/23",
    "At least 410 offences were recorded by Cleveland Police in 2022/23",
    "Nearly 1,000 offences were recorded by Northumbria Police in 2022/23.",
    "Almost 1,000 offences were recorded by Northumbria Police in 2022/23.",
    "About 400 offences were recorded in Cleveland in 2022/23.",
    "Around 36,000 offences were recorded across the UK in 2022/23.",
    "Just over 400 offences were recorded in Cleveland in 2022/23.",
    "Fewer than 1,000 offences were recorded by Northumbria Police in 2022/23.",
    "Gwent recorded no more than 30 offences in 2022/23.",
    "UK: 36k offences in 2022/23",
    "Durham had 225 cases in 2022/23 and 150 in 2017/18",
    "Cleveland recorded 410 offences in 2022/23 and Durham 225.",
    "In 2022/23 Cleveland recorded 410 and Durham 225.",
    "The North East recorded 1,609 offences in 2022/23.",
    "Cleveland and Durham together recorded 635 offences in 2022/23.",
    "Greater Manchester Police recorded 900 offences in 2022/23",
    "GMP recorded 900 offences in 2022/23",
    "Cleveland recorded 500 crimes in 2023/24",
    "Dorset recorded between 1 and 4 offences in 2017/18",
    "Dorset recorded fewer than five offences in 2017/18",
    "Kent recorded 1,010 offences in 2022/23",
    # Several years
    "Cleveland recorded 1,600 offences between 2017/18 and 2022/23.",
    "Cleveland recorded 1,600 offences in six years, from 2017/18 to 2022/23.",
    "Durham recorded 465 offences in the two years 2021/22 and 2022/23.",
    "Cleveland recorded more than 700 offences in the two years to March 2023.",
    "An average of 185 offences a year were recorded in Durham between 2017/18 and 2022/23.",
    # Changes
    "Cleveland up 105% from 200 in 2017/18 to 410 in 2022/23",
    "Offences in Cleveland rose by 105 per cent between 2017/18 and 2022/23.",
    "Offences in Cleveland more than doubled between 2017/18 and 2022/23.",
    "Offences in Cleveland have doubled since 2017/18, to 410 in 2022/23.",
    "Offences in Durham rose by half between 2017/18 and 2022/23.",
    "Durham saw a 50 per cent rise from 2017/18 to 2022/23.",
    "Durham saw a rise of 75 offences between 2017/18 and 2022/23.",
    "Durham recorded 75 more offences in 2022/23 than in 2017/18.",
    "Durham recorded 15 fewer offences in 2022/23 than in 2021/22.",
    "Offences in Durham fell by 6 per cent in 2022/23, from 240 the year before.",
    "Offences in Durham fell from 240 in 2021/22 to 225 in 2022/23.",
    "Durham down 6.25% on the previous year, to 225 in 2022/23",
    "Offences in Durham were unchanged between 2017/18 and 2018/19.",
    "Offences in Durham did not rise between 2021/22 and 2022/23.",
    "Northumbria up 66% in five years, from 585 in 2017/18 to 974 in 2022/23",
    "Northumbria up 66.5 per cent between 2017/18 and 2022/23",
    "Northumbria up almost two thirds between 2017/18 and 2022/23",
    "Northumbria rose by almost 70 per cent between 2017/18 and 2022/23",
    "Cleveland recorded 2.05 times as many offences in 2022/23 as in 2017/18.",
    "Cleveland rose from 200 to 410",
    "Cleveland up 105 per cent since 2017/18",
    "Kent up 102% from 500 in 2017/18 to 1,010 in 2022/23",
    "Mersey Police saw a tenth more, up from 250 in 2017/18 to 275 in 2022/23",
    "The UK saw a 58% increase in five years, to 36,000 in 2022/23.",
    "Offences in the North East rose by 72 per cent from 2017/18 to 2022/23",
    "The 3 of 5 forces in the North West that answered for both "
    "years recorded 755 offences in 2022/23, up 16 per "
    "cent from 650 in 2017/18.",
    "Cleveland Police recorded 410 offences in 2022/23, up 105% on 2017/18",
    "CLEVELAND UP 105% FROM 2017/18 TO 2022/23",
    "Recorded offences rose in Cleveland from 200 (2017/18) to 410 (2022/23), a rise of 105%",
    # Places
    "Northumbria recorded the most offences of the three North East forces in 2022/23.",
    "Cleveland had the highest percentage rise of the three "
    "forces in the North East between 2017/18 and 2022/23.",
    "Durham had the lowest number of offences in the North East in 2022/23.",
    "Cleveland recorded the second-highest number of offences in the North East in 2022/23.",
    "Cleveland recorded more offences than Durham in 2022/23.",
    "Durham recorded fewer offences than Cleveland in 2022/23.",
    # Rates and shares
    "Cleveland recorded 73 offences per 100,000 people in 2022/23",
    "Cleveland recorded one offence every 21 hours in 2022/23.",
    "In the UK one offence was recorded every 23 minutes in 2017/18.",
    "The UK recorded 36,000 offences in 2022/23, almost 100 a day.",
    "The UK recorded 99 offences a day in 2022/23.",
    "Snapchat was used in 44 per cent of the cases in the UK in 2022/23 where the platform was known.",
    "Almost half of the UK cases in 2022/23 in which a platform was recorded were on Snapchat.",
    "Snapchat was used in 12% of all UK offences in 2022/23.",
    "Instagram and Snapchat were used in 59 per cent of UK cases in 2022/23 where the platform was recorded.",
    "Snapchat was recorded in 4,400 UK offences in 2022/23.",
    "Cleveland accounted for a quarter of the offences in the North East in 2022/23.",
)

CONTRADICTED = (
    ("Cleveland recorded 411 offences in 2022/23.", ""),
    ("Cleveland recorded 300 offences in 2022/23.", "Another year's figure"),
    ("Cleveland recorded 225 offences in 2022/23.", "Another area's figure"),
    ("Cleveland recorded 400 offences in 2022/23.", "A rounded number"),
    ("Cleveland recorded 140 offences in 2022/23.", "Two digits"),
    ("Kent recorded 1,000 offences in 2022/23.", "An earlier figure"),
    ("More than 410 offences were recorded in Cleveland in 2022/23.", ""),
    ("Fewer than 400 offences were recorded in Cleveland in 2022/23.", ""),
    ("Almost 400 offences were recorded in Cleveland in 2022/23.", ""),
    ("Nearly 500 offences were recorded in Cleveland in 2022/23.", ""),
    ("About 500 offences were recorded in Cleveland in 2022/23.", ""),
    ("Dorset recorded 5 offences in 2017/18.", ""),
    ("Dorset recorded 0 offences in 2017/18.", ""),
    ("Gwent recorded 4 offences in 2017/18.", ""),
    ("The North East recorded 1,610 offences in 2022/23.", ""),
    ("Cleveland recorded 1,600 offences in five years, from 2018/19 to 2022/23.", ""),
    (
        "An average of 225 offences a year were recorded in Durham between 2017/18 and 2022/23.",
        "called an average",
    ),
    ("Cleveland up 205% from 200 in 2017/18 to 410 in 2022/23", "The ratio told as a change"),
    ("Cleveland up 51% from 200 in 2017/18 to 410 in 2022/23", "The wrong base"),
    ("Cleveland up 210% from 200 in 2017/18 to 410 in 2022/23", "The difference"),
    ("Northumbria up 67% from 2017/18 to 2022/23", "Rounded twice"),
    ("Durham up 36% between 2017/18 and 2021/22", ""),
    ("Durham up 60% between 2017/18 and 2022/23", "Other years"),
    ("Durham up 105% between 2017/18 and 2022/23", "Another area"),
    ("Durham down 50% between 2017/18 and 2022/23", "The wrong way"),
    ("Durham fell between 2017/18 and 2022/23", "The wrong way"),
    ("Offences in Durham rose in 2022/23 from 240 the year before to 225.", "The wrong way"),
    ("Offences in Durham were unchanged between 2021/22 and 2022/23.", ""),
    ("Offences in Durham did not rise between 2017/18 and 2022/23.", ""),
    ("Cleveland up 105% in six years, from 200 in 2017/18 to 410 in 2022/23", "5 intervals called 6 years"),
    ("Cleveland up 105% in three years, from 200 in 2017/18 to 410 in 2022/23", ""),
    ("Cleveland up 105% from 210 in 2017/18 to 410 in 2022/23", "Another year's figure"),
    ("Kent up 100% from 500 in 2017/18 to 1,000 in 2022/23", "An earlier figure"),
    ("Offences in Cleveland tripled between 2017/18 and 2022/23.", ""),
    ("Offences in Durham doubled between 2017/18 and 2022/23.", ""),
    ("Offences in Cleveland nearly doubled between 2017/18 and 2022/23.", ""),
    ("Offences in Durham halved between 2021/22 and 2022/23.", ""),
    ("Offences in Durham rose by a third between 2017/18 and 2022/23.", ""),
    ("Offences in Durham rose by almost half between 2017/18 and 2022/23.", ""),
    ("Offences in Durham rose by more than half between 2017/18 and 2022/23.", ""),
    ("Durham recorded 80 more offences in 2022/23 than in 2017/18.", ""),
    ("Cleveland recorded 4.1 times as many offences in 2022/23 as in 2017/18.", ""),
    ("Offences in the North West rose by 127% between 2017/18 and 2022/23.", "A changed panel"),
    (
        "The 4 of 5 forces in the North West that answered for both "
        "years recorded 755 offences in 2022/23, up 16 per "
        "cent from 650 in 2017/18.",
        "",
    ),
    ("Cleveland recorded the most offences of the three North East forces in 2022/23.", ""),
    ("Durham had the highest rise of the three North East forces between 2017/18 and 2022/23.", ""),
    ("Cleveland had the lowest number of offences in the North East in 2022/23.", ""),
    ("Durham recorded more offences than Cleveland in 2022/23.", ""),
    ("Cheshire recorded the most offences in the North West in 2022/23.", ""),
    ("Cleveland recorded 83 offences per 100,000 people in 2022/23", ""),
    ("Cleveland recorded one offence every 12 hours in 2022/23.", ""),
    ("In the UK one offence was recorded every 32 minutes in 2017/18.", ""),
    ("The UK recorded more than 100 offences a day in 2022/23.", ""),
    ("Snapchat was used in 54 per cent of the UK cases in 2022/23 where the platform was known.", ""),
    ("Snapchat was used in 44 per cent of all UK offences in 2022/23.", "The wrong base"),
    ("Half of the UK cases in 2022/23 in which a platform was recorded were on Snapchat.", ""),
    ("Cleveland accounted for half of the offences in the North East in 2022/23.", ""),
    ("Durham down 6.75% on the previous year, to 225 in 2022/23", ""),
    ("The UK saw a 59% increase in five years, to 36,000 in 2022/23.", ""),
)

CANNOT_SAY = (
    ("Norfolk recorded 70 offences in 2017/18.", "section 12"),
    ("Suffolk recorded 12 offences in 2017/18.", "no information held"),
    ("Norfolk up 25% between 2017/18 and 2022/23", "section 12"),
    ("Essex recorded 500 offences in 2022/23.", "no answer"),
    ("Dorset recorded 3 offences in 2017/18.", "don't tell it more closely"),
    ("Dorset up 300% from 2017/18 to 2022/23", "don't tell it more closely"),
    ("Gwent up 300% from 2017/18 to 2022/23", ""),
    ("Cleveland recorded 410 offences.", "the year"),
    ("Cleveland up 105%", "the two years"),
    ("410 offences were recorded in 2022/23.", "which force or area"),
    ("Offences rose by 105%.", "which force or area"),
    ("Cleveland up 22% from 2022/23 to 2023/24", "two series"),
    ("Cleveland recorded 910 offences in the two years 2022/23 and 2023/24", "two series"),
    ("Cleveland recorded 410 offences in 2022.", "2022"),
    ("Cleveland recorded 410 offences last year.", "day of the text"),
    ("Cleveland recorded 410 offences this year.", "doesn't say which year"),
    ("Leeds recorded 410 offences in 2022/23.", ""),
    ("North Kent recorded 1,010 offences in 2022/23.", ""),
    ("The rest of Kent recorded 1,010 offences in 2022/23.", ""),
    ("The University of Kent recorded 1,010 offences in 2022/23.", ""),
    ("Cleveland arrested 410 people in 2022/23.", ""),
    ("Cleveland recorded 410 images in 2022/23.", "images"),
    ("Cleveland recorded 410 victims in 2022/23.", "victims"),
    ("410 children were abused in Cleveland in 2022/23.", "children"),
    ("Cleveland recorded 410 burglaries in 2022/23.", "burglaries"),
    ("Cleveland recorded 410 knife crimes in 2022/23.", "knife"),
    ("Cleveland recorded 410 grooming offences in 2022/23.", "groom"),
    ("Cleveland recorded 410 possession offences in 2022/23.", "possession"),
    ("Cleveland recorded 410 offences against girls in 2022/23.", "girls"),
    ("Cleveland recorded 410 offences by under-18s in 2022/23.", ""),
    ("Cleveland recorded 410 offences in the first half of 2022/23.", "first half"),
    ("Cleveland could record 410 offences in 2022/23.", "isn't said as a fact"),
    ("Cleveland is expected to record 410 offences in 2022/23.", "isn't said as a fact"),
    ("It is untrue that Cleveland recorded 410 offences in 2022/23.", "negative"),
    ("Cleveland recorded 38,0001 offences in 2022/23.", "can't be read as a number"),
    ("Cleveland recorded 410 offences in 2022/24.", "isn't one year"),
    ("Cleveland recorded a record high of 410 offences in 2022/23.", "every year"),
    ("Cleveland rose by 105 percentage points between 2017/18 and 2022/23.", "percentage points"),
    ("Offences in Cleveland rose 1.05 times between 2017/18 and 2022/23.", "two ways"),
    ("GMP recorded the most offences in the North West in 2022/23.", "Cumbria"),
    ("Kent had the highest rise of any force between 2017/18 and 2022/23.", ""),
    (
        "Cleveland had the highest rise of the three North East forces between 2017/18 and 2022/23.",
        "one measure",
    ),
    ("Cleveland had the highest rise between 2017/18 and 2022/23.", "among which forces"),
    ("Durham recorded 40 offences per 100,000 people in 2022/23", "population"),
    ("TikTok was used in 10 per cent of the UK cases in 2022/23 where the platform was known.", ""),
    ("Snapchat was used in 30 per cent of the UK cases where the platform was known.", "no year"),
    ("Cleveland saw offences per child double between 2017/18 and 2022/23.", ""),
    ("1 in 50 of 40,000 schoolchildren in Cleveland said so.", "survey"),
    ("Yorkshire recorded 410 offences in 2022/23.", ""),
    ("Cleveland and Norfolk together recorded 300 offences in 2017/18.", "section 12"),
    ("Excluding Kent, the UK recorded 34,990 offences in 2022/23.", ""),
    ("Cleveland recorded 410 offences in the three months to March 2023.", ""),
    ("Cleveland rose and fell by 105% between 2017/18 and 2022/23.", ""),
)

NO_CLAIM = (
    "It rained in Cleveland.",
    "The police take these offences seriously.",
    "Did Cleveland record 410 offences in 2022/23?",
    "Call us on 0800 1111.",
    "The Online Safety Act 2023 is law.",
    "",
    "£3 million was spent.",
)
