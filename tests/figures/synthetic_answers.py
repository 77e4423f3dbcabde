"""The answers of the invented country, as messy as real ones: every trap at least once."""

import datetime

from belisha.figures.cells import UNRECORDED
from tests.figures.files import ods, ods_cell, xlsx
from tests.figures.synthetic import YEARS, Answer, Country, forces, hidden, number, word

NOTE = "Invented figures, for trying out software"
TOGETHER = (
    *("Avon and Somerset", "Bedfordshire", "Cambridgeshire", "Cheshire", "City of London", "Cleveland"),
    *("Derbyshire", "Devon & Cornwall", "Durham", "Gloucestershire", "Hampshire", "Hertfordshire"),
    *("Humberside", "Lancashire", "Leicestershire", "Lincolnshire", "Merseyside", "Metropolitan Police"),
    *("Norfolk", "North Yorkshire", "Northamptonshire", "Northumbria", "Thames Valley", "West Midlands"),
)
WRITTEN = {
    "Avon and Somerset": "Avon & Somerset Constabulary",
    "Cambridgeshire": "Cambridgshire",
    "Devon & Cornwall": "Devon and Cornwall",
    "Hampshire": "Hampshire & Isle of Wight",
    "Metropolitan Police": "The Met",
    "City of London": "City of London Police",
}
LONG = ("Gwent", "North Wales", "South Wales", "Dyfed-Powys", "Sussex", "Suffolk")
SHEETS = ("South Yorkshire", "Staffordshire", "Warwickshire", "West Mercia", "West Yorkshire")
TAKING = "Taking, making or distributing indecent images"
POSSESSION = "Possession of indecent images"


class Together:
    """One workbook for many forces: title, merged cells, footnotes, totals, per cents, and traps in cells."""

    FIRST = 4  # the row of the first force, from 0

    def __init__(self, country):
        self.country, self.codes = country, forces()
        self.truth = {
            (name, year): number(self.codes[name], year, self.count(name, year))
            for name in TOGETHER
            for year in YEARS
        }
        self.shown = {}
        self._traps()

    def count(self, name, year):
        """Norfolk's row was copied from Northumbria's."""
        return self.country.of(self.codes["Northumbria" if name == "Norfolk" else name], year)

    def _put(self, name, year, shown, truth=None):
        self.shown[name, year] = shown
        if truth is not None:
            self.truth[name, year] = truth(self.codes[name], year)

    def _traps(self):
        self._put("Bedfordshire", "2016/17", "<5", lambda *of: hidden(*of, 1, 4))
        self._put("City of London", "2017/18", "*", lambda *of: hidden(*of, 1, 4))
        self._put("City of London", "2018/19", "nil", lambda *of: number(*of, 0))
        self._put("City of London", "2019/20", "fewer than five", lambda *of: hidden(*of, 1, 4))
        self._put("Cleveland", "2016/17", "", lambda *of: word(*of, "none"))
        self._put("Cleveland", "2017/18", "n/k", lambda *of: word(*of, "none"))
        self._put("Derbyshire", "2016/17", "No information held", lambda *of: word(*of, "not_held"))
        for year in YEARS:
            self._put("Durham", year, "Refused s.12", lambda *of: word(*of, "refused"))
        self._put("Cheshire", "2018/19", "1,2041", lambda *of: number(*of, 1204))
        self._put("Hertfordshire", "2017/18", datetime.date(2026, 4, 1), lambda *of: hidden(*of, 1, 4))
        self._put("Humberside", "2016/17", ("raised", "38", "1"), lambda *of: number(*of, 38))
        self._put("Lancashire", "2016/17", "1,310", lambda *of: number(*of, 1310))
        self._put("Lincolnshire", "2016/17", "nought", lambda *of: number(*of, 0))
        self._put("Merseyside", "2019/20", ("formula", 931), lambda *of: number(*of, 931))
        self._put("Leicestershire", "2022/23", "412²", lambda *of: number(*of, 412))
        self._put("Thames Valley", "2020/21", 300, lambda *of: number(*of, 300))
        self._put("Thames Valley", "2021/22", 918, lambda *of: number(*of, 918))
        self._put("North Yorkshire", "2019/20", "approx 120", lambda *of: number(*of, 120))

    def answer(self):
        return Answer(
            name="all-forces.xlsx",
            data=xlsx(self._write),
            truth=tuple(self.truth.values()),
            said=("area:Cambridgshire=Cambridgeshire",),
            asked=("cell:D8", "cell:C16", "area:A28", "cell:E24"),
            traps=(
                "title rows",
                "merged cells",
                "glued footnote",
                "date made of 1-4",
                "per cents",
                "copied row",
            ),
        )

    def _write(self, book):
        sheet = book.add_worksheet("Answer")
        sheet.merge_range(0, 0, 0, 9, "Offences recorded by police force")
        sheet.write(1, 0, NOTE)
        heads = ["2016-17", "FY2017/18", "2018/2019", "Apr 2019 - Mar 2020", "2020/21*", "2021–22", "2022/23"]
        sheet.write_row(3, 0, ["Police force", *heads, "Total", "% change"])
        per_cent = book.add_format({"num_format": "0%"})
        small = book.add_format({"font_script": 1})
        date = book.add_format({"num_format": "d-mmm"})
        for row, name in enumerate(TOGETHER, self.FIRST):
            sheet.write(row, 0, WRITTEN.get(name, name))
            for column, year in enumerate(YEARS, 1):
                self._cell(
                    sheet, row, column, self.shown.get((name, year), self.count(name, year)), small, date
                )
            sheet.write_number(row, 9, 0.5, per_cent)
            self._sum(sheet, row, name)
        under = self.FIRST + len(TOGETHER) + 1
        for place, text in enumerate(
            ("* = fewer than 5", "1 Includes offences of an earlier year", "2 Revised")
        ):
            sheet.write(under + place, 0, text)

    def _sum(self, sheet, row, name):
        told = [self.truth[name, year] for year in YEARS]
        if all(truth.low is not None and truth.low == truth.high for truth in told):
            sheet.write_number(row, 8, sum(truth.low for truth in told))

    def _cell(self, sheet, row, column, shown, small, date):
        if isinstance(shown, tuple) and shown[0] == "raised":
            sheet.write_rich_string(row, column, shown[1], small, shown[2])
        elif isinstance(shown, tuple):
            sheet.write_formula(row, column, "=SUM(A1:A2)", None, shown[1])
        elif isinstance(shown, datetime.date):
            sheet.write_datetime(row, column, shown, date)
        else:
            sheet.write(row, column, shown)


def long(country):
    """One row for each force, year and offence, in the letters of Windows, cut by semicolons."""
    lines, truth = ["Force;Financial year;Offence;Number of offences"], []
    for name in LONG:
        for year in YEARS:
            code = forces()[name]
            for text, offence, count in zip(
                (TAKING, POSSESSION), ("taking", "possession"), country.parts(code, year), strict=True
            ):
                lines.append(f"{name} Police;{year};{text};{count}")
                truth.append(number(code, year, count, offence=offence))
    lines[3] = lines[3].rpartition(";")[0] + ";1.204"
    truth[2] = number(truth[2].area, truth[2].year, 1204, offence="taking")
    lines[5] = lines[5].rpartition(";")[0] + ";–"
    truth[4] = number(truth[4].area, truth[4].year, 0, offence="taking")
    return Answer(
        name="wales-and-more.csv",
        data="\r\n".join(lines).encode("cp1252"),
        truth=tuple(truth),
        said=("cell:D6=nil",),
        asked=("cell:D4",),
        traps=("Windows letters", "semicolons", "a point for the thousands", "a dash"),
    )


def merged(country):
    """An open document of one force, each year over two columns."""
    code = forces()["Greater Manchester"]
    spanned = 'table:number-columns-spanned="2" table:number-rows-spanned="1"'
    years = "".join(ods_cell(year, spanned) + "<table:covered-table-cell/>" for year in YEARS)
    kinds = "".join(ods_cell("Taking") + ods_cell("Possession") for _ in YEARS)
    counts = "".join(ods_cell(part) for year in YEARS for part in country.parts(code, year))
    rows = (ods_cell(f"Greater Manchester Police: {NOTE}"), "", ods_cell("") + years, ods_cell("") + kinds)
    body = "".join(
        f"<table:table-row>{row}</table:table-row>" for row in (*rows, ods_cell("Offences") + counts)
    )
    truth = [
        number(code, year, count, offence=offence)
        for year in YEARS
        for offence, count in zip(("taking", "possession"), country.parts(code, year), strict=True)
    ]
    return Answer(
        "gmp.ods", ods(f'<table:table table:name="A">{body}</table:table>'), tuple(truth), traps=("merged",)
    )


def sheets(country):
    """A sheet for each force, named by it."""

    def write(book):
        for name in SHEETS:
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Year", "Offences recorded"])
            for row, year in enumerate(YEARS, 1):
                sheet.write_row(row, 0, [year, country.of(forces()[name], year)])
            sheet.write_row(
                len(YEARS) + 1, 0, ["Total", sum(country.of(forces()[name], year) for year in YEARS)]
            )

    truth = [
        number(forces()[name], year, country.of(forces()[name], year)) for name in SHEETS for year in YEARS
    ]
    return Answer("a-sheet-each.xlsx", xlsx(write), tuple(truth), traps=("a sheet for each force",))


def pasted(country):
    """Lined up with spaces, as it comes out of an e-mail."""
    code = forces()["Scotland"]
    lines = ["Police Scotland: " + NOTE, "", "Financial year    Offences"]
    lines += [f"{year:<18}{country.of(code, year):>8,}" for year in YEARS]
    truth = tuple(number(code, year, country.of(code, year)) for year in YEARS)
    return Answer("police-scotland.txt", "\n".join(lines).encode(), truth, traps=("pasted", "spaces"))


def markdown(country):
    """A table in Markdown, with a year that is neither confirmed nor denied and one that nobody holds."""
    code = forces()["Northern Ireland"]
    shown = {"2016/17": "s.31(3) NCND", "2017/18": "not held"}
    lines = [f"PSNI, {NOTE}", "", "| Year | Offences |", "|---|---:|"]
    lines += [f"| {year} | {shown.get(year) or country.of(code, year)} |" for year in YEARS]
    truth = [number(code, year, country.of(code, year)) for year in YEARS]
    truth[:2] = [word(code, "2016/17", "refused"), word(code, "2017/18", "not_held")]
    return Answer("psni.md", "\n".join(lines).encode(), tuple(truth), traps=("NCND", "not held"))


def wide(country, *, name="kent.tsv", changed=()):
    """Offences by rows, years by columns in full words, in UTF-16, with a total that is right."""
    code = forces()["Kent"]
    heads = [f"April {year[:4]} to March {int(year[:4]) + 1}" for year in YEARS]
    parts = {year: country.parts(code, year) for year in YEARS} | dict(changed)
    rows = [["Offences recorded by Kent Police", *heads]]
    rows += [
        [text, *(f"{parts[year][place]:,}" for year in YEARS)]
        for place, text in enumerate((TAKING, POSSESSION))
    ]
    rows.append(["Total", *(f"{sum(parts[year]):,}" for year in YEARS)])
    truth = [
        number(code, year, count, offence=offence)
        for year in YEARS
        for offence, count in zip(
            ("taking", "possession", "all"), (*parts[year], sum(parts[year])), strict=True
        )
    ]
    data = "\n".join("\t".join(row) for row in rows).encode("utf-16")
    return Answer(name, data, tuple(truth), traps=("UTF-16", "tabs", "a total row"))


def corrected(country):
    """Kent again, a year later: one figure of 2019/20 was wrong."""
    taking, possession = country.parts(forces()["Kent"], "2019/20")
    answer = wide(country, name="kent-corrected.tsv", changed={"2019/20": (taking + 31, possession)})
    return Answer(
        answer.name,
        answer.data,
        answer.truth,
        asked=("corrected:kent:2019/20",),
        traps=("a correction",),
        hints={"area": forces()["Kent"]},
    )


def calendar(country):
    """Years from January to December: another thing than what was asked."""
    code = forces()["Essex"]
    lines = ["Essex Police", "Calendar year,Offences"]
    lines += [f"Jan-Dec {year[:4]},{country.of(code, year)}" for year in YEARS]
    truth = tuple(number(code, year[:4], country.of(code, year)) for year in YEARS)
    return Answer("essex.csv", "\n".join(lines).encode(), truth, traps=("calendar years",))


def platforms(country):
    """Platforms by rows, two years by columns, with those of which nobody recorded the platform."""
    code = forces()["Surrey"]
    counts = {"Snapchat": (44, 61), "Instagram": (12, 15), "Facebook": (9, "<5"), "Not recorded": (140, 171)}

    def write(book):
        sheet = book.add_worksheet("Surrey Police")
        sheet.write_row(0, 0, ["Platform", "2021/22", "2022/23"])
        for row, (name, shown) in enumerate(counts.items(), 1):
            sheet.write_row(row, 0, [name, *shown])

    truth = []
    for name, shown in counts.items():
        platform = UNRECORDED if name == "Not recorded" else name
        for year, count in zip(("2021/22", "2022/23"), shown, strict=True):
            make = (
                number(code, year, count, platform=platform)
                if isinstance(count, int)
                else hidden(code, year, 1, 4, platform=platform)
            )
            truth.append(make)
    return Answer("surrey-platforms.xlsx", xlsx(write), tuple(truth), traps=("platforms", "not recorded"))


def offenders(country):
    """People instead of offences."""
    code = forces()["Dorset"]
    lines = ["Dorset Police: number of offenders", "Year,Offenders"]
    lines += [f"{year},{country.of(code, year) // 3}" for year in YEARS]
    truth = tuple(number(code, year, country.of(code, year) // 3, series="offenders") for year in YEARS)
    return Answer(
        "dorset.csv", "\n".join(lines).encode(), truth, said=("series=offenders",), traps=("offenders",)
    )


def refused(country):
    """A force that refused, year by year."""
    code = forces()["Cumbria"]
    lines = [
        "Cumbria Constabulary",
        "Year,Offences recorded",
        *(f"{year},Exempt under section 12" for year in YEARS),
    ]
    truth = tuple(word(code, year, "refused") for year in YEARS)
    return Answer("cumbria.csv", "\n".join(lines).encode(), truth, traps=("refused",))


def after_the_break(country):
    """2023/24 from another source, with the region's total."""
    names = ("Staffordshire", "Warwickshire", "West Mercia", "West Midlands")
    counts = {name: country.of(forces()[name], "2022/23") + 60 for name in names}
    lines = [
        "Offences recorded",
        "Police force,2023/24",
        *(f"{name} Police,{count}" for name, count in counts.items()),
    ]
    lines.append(f"West Midlands region,{sum(counts.values())}")
    truth = [number(forces()[name], "2023/24", count, series="home-office") for name, count in counts.items()]
    truth.append(number("ons/west-midlands", "2023/24", sum(counts.values()), series="home-office"))
    return Answer(
        "home-office.csv",
        "\n".join(lines).encode(),
        tuple(truth),
        said=("series=home-office",),
        traps=("series break",),
    )


def railways(country):
    """A force that belongs to no country of the map."""
    lines = [
        "British Transport Police",
        "Year,Offences",
        *(f"{year},{20 + place}" for place, year in enumerate(YEARS)),
    ]
    truth = tuple(number("X-BTP", year, 20 + place) for place, year in enumerate(YEARS))
    return Answer(
        "btp.csv", "\n".join(lines).encode("utf-8-sig"), truth, traps=("a force without an area", "BOM")
    )


def answers(country=None):
    """All of them, in the order in which they came."""
    country = country or Country()
    makers = (
        long,
        merged,
        sheets,
        pasted,
        markdown,
        wide,
        calendar,
        platforms,
        offenders,
        refused,
        after_the_break,
    )
    return [
        Together(country).answer(),
        *(make(country) for make in makers),
        railways(country),
        corrected(country),
    ]


def folder(path, country=None):
    """Write the answers into a folder, as they would lie there."""
    for answer in answers(country):
        (path / answer.name).write_bytes(answer.data)
    return path


SILENT = ("Wiltshire", "Nottinghamshire")  # forces that never answered
__all__ = ["NOTE", "SILENT", "answers", "folder"]
