"""Writes a nation in small: 40 counties of 49 departments and a government each, two years, 4,000 filings in three kinds of
files, and the roster. All names are invented. Everything adds up and follows from the year before, but for the slips that are
made on purpose; the same bytes come of every run."""
import csv, random, zipfile
from html import escape

COUNTIES, DEPARTMENTS, YEARS = 40, 49, (2023, 2024)
FORM = "fixtures/published/two-years-a-2023.csv"  # the rows and columns of the form, whatever its figures
LINES = list(csv.reader(open(FORM, encoding="utf-8")))
NORMS, PERMITS, PENALTIES, COERCION, FEES = 6, 9, 12, 13, 16  # lines of table 2, from 0
RECEIVED, CARRIED_IN, RESULTS, ALL_RESULTS, CARRIED_OUT = 22, 23, range(24, 45), 45, 46  # of table 3
REVIEW = 52  # of table 4
APPLICANTS, TOTAL = range(3, 9), 9  # columns of table 3
GROUPS = (0, 5, 10)  # of table 4, five columns each, the last of them their total


class Filing(dict):
    """The figures of a filing, by line and column of the form."""

    def total(self):
        for row in (RECEIVED, CARRIED_IN, *RESULTS, CARRIED_OUT):
            self[row, TOTAL] = sum(self[row, column] for column in APPLICANTS)
        for column in (*APPLICANTS, TOTAL):
            self[ALL_RESULTS, column] = sum(self[row, column] for row in RESULTS)
        for first in GROUPS:
            self[REVIEW, first + 4] = sum(self[REVIEW, first + n] for n in range(4))

    def lines(self, agency, year):
        lines = [list(line) for line in LINES]
        lines[0] = [f"{agency}{year}年政府信息公开工作年度报告"]
        for (row, column), figure in self.items():
            lines[row][column] = str(figure)
        return lines


def department(chance, before):
    filing = Filing({(5, 1): 0, (5, 2): 0, (5, 3): 0})
    issued, repealed = chance.randint(1, 40), chance.randint(0, 9)
    in_force = before[NORMS, 3] if before else chance.randint(100, 900)
    filing.update({(NORMS, 1): issued, (NORMS, 2): repealed, (NORMS, 3): in_force + issued - repealed})
    for row, most in ((PERMITS, 90_000), (PENALTIES, 60_000), (COERCION, 9_000), (FEES, 5_000)):
        last = before[row, 1] if before else chance.randint(most // 2, most)
        filing[row, 1] = last + chance.randint(-last // 9, last // 9)
    for column in APPLICANTS:
        filing.update(zip(((row, column) for row in RESULTS), chance.choices(range(31), k=len(RESULTS))))
        filing[CARRIED_IN, column] = before[CARRIED_OUT, column] if before else chance.randint(0, 9)
        filing[CARRIED_OUT, column] = chance.randint(0, 9)
        answered = sum(filing[row, column] for row in RESULTS)
        filing[RECEIVED, column] = answered + filing[CARRIED_OUT, column] - filing[CARRIED_IN, column]
    for first in GROUPS:
        filing.update({(REVIEW, first + n): chance.randint(0, 200) for n in range(4)})
    filing.total()
    return filing


def added(filings):
    return Filing({place: sum(filing[place] for filing in filings) for place in filings[0]})


def slip(number, year, filing):
    """What officers get wrong: a digit of an answer, a case carried over and lost, a total that is not the sum."""
    if number % 50 == 7:
        filing[RESULTS[number % 21], APPLICANTS[number % 6]] += 10
    if number % 50 == 23 and year == YEARS[1]:
        for row in (CARRIED_IN, RECEIVED):
            filing[row, APPLICANTS[0]] += 3 if row == CARRIED_IN else -3
        filing.total()
    if number % 350 == 0:  # a government
        filing[PERMITS, 1] += 100


def book(lines, path):
    """A workbook with nothing in it but what a reader needs."""
    main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    cell = lambda r, c, text: f'<c r="{chr(65 + c)}{r}"><v>{text}</v></c>' if text.isdigit() else f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
    rows = "".join(f'<row r="{r}">{"".join(cell(r, c, text) for c, text in enumerate(line) if text)}</row>' for r, line in enumerate(lines, 1))
    relation = lambda to, target: f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/{to}" Target="{target}"/></Relationships>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="统计表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)


def page(lines, path):
    rows = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in line) + "</tr>\n" for line in lines[1:])
    path.write_text(f'<meta charset="utf-8"><h1>{lines[0][0]}</h1><table>\n{rows}</table>', encoding="utf-8")


def text(lines, path):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)


KINDS = (("csv", text), ("xlsx", book), ("html", page))


def write(folder):
    """The paths of the filings, and of the roster."""
    chance, paths, roster, number = random.Random(24), [], [("填报单位", "上级单位")], 0
    folder.mkdir(parents=True)
    for county in range(COUNTIES):
        government = f"第{county}县人民政府"
        agencies = [f"第{county}县第{n}局" for n in range(DEPARTMENTS)]
        roster += [(government, "")] + [(agency, government) for agency in agencies]
        if county % 4 == 0:
            roster.append((f"第{county}县未报局", government))
        before = [None] * DEPARTMENTS
        for year in YEARS:
            filings = [department(chance, last) for last in before]
            before = [Filing(filing) for filing in filings]
            for at, (agency, filing) in enumerate(zip([government, *agencies], [added(filings), *filings])):
                slip(number, year, filing)
                extension, write = KINDS[number % 3]
                path = folder / f"{county}-{at}-{year}.{extension}"
                write(filing.lines(agency, year), path)
                paths.append(str(path))
                number += 1
    text(roster, folder / "名录.csv")
    return paths, folder / "名录.csv"
