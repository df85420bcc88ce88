"""Workbooks that store more than they show, for fixtures/rules: `python3 tests/documents/workbooks.py`, from the root of the
repository. All hold the form and the figures of fixtures/published/two-years-a-2023.csv (an invented agency), a line of the
file a row, and one oddity each. Written element by element, so that the same bytes come of every run; but for the `.xls`, which
LibreOffice Calc makes of the workbook of the same name (soffice is needed; without it they stay as they are)."""
import csv, os, subprocess, tempfile, zipfile
from html import escape

RULES = "fixtures/rules"
LINES = list(csv.reader(open("fixtures/published/two-years-a-2023.csv", encoding="utf-8")))
ROWS = {f"{chr(65 + c)}{r}": text for r, line in enumerate(LINES, 1) for c, text in enumerate(line) if text}
ITEMS = range(25, 46)  # the rows of results in table 三; 46 is their total


def at(ref):
    letters = ref.rstrip("0123456789")
    return int(ref[len(letters):]), ord(letters) - 64


class Book:
    def __init__(self, cells=None, **kw):
        self.cells = dict(ROWS if cells is None else cells)
        self.formats, self.struck, self.formulas, self.uncomputed = {}, set(), {}, set()
        self.hidden_rows, self.hidden_columns, self.merged, self.spans = set(), set(), [], {}
        self.before, self.after = [], []  # sheets: (name, cells, hidden)
        self.__dict__.update(kw)

    # .xlsx
    def xlsx(self, path):
        codes = sorted(set(self.formats.values()))
        style = {ref: 2 + codes.index(code) for ref, code in self.formats.items()} | {ref: 1 for ref in self.struck}
        styles = "".join(f'<numFmt numFmtId="{176 + i}" formatCode="{escape(code)}"/>' for i, code in enumerate(codes))
        xfs = "".join(f'<xf numFmtId="{176 + i}" fontId="0" applyNumberFormat="1"/>' for i in range(len(codes)))
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006"
        sheets = [*self.before, ("统计表", None, False), *self.after]
        parts = {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
            + "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' for n, _ in enumerate(sheets, 1))
            + "</Types>",
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kinds}"><sheets>'
            + "".join(f'<sheet name="{name}" sheetId="{n}"{" state=" + chr(34) + "hidden" + chr(34) if hidden else ""} r:id="r{n}"/>' for n, (name, _, hidden) in enumerate(sheets, 1))
            + "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
            + "".join(f'<Relationship Id="r{n}" Type="{kinds}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in enumerate(sheets, 1))
            + f'<Relationship Id="s" Type="{kinds}/styles" Target="styles.xml"/></Relationships>',
            "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts count="{len(codes)}">{styles}</numFmts>'
            '<fonts count="2"><font><sz val="11"/></font><font><strike/><sz val="11"/></font></fonts>'
            "<fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
            f'<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1" applyFont="1"/>{xfs}</cellXfs></styleSheet>',
        }
        for n, (_, cells, _) in enumerate(sheets, 1):
            own = cells is None
            parts[f"xl/worksheets/sheet{n}.xml"] = self.sheet(self.cells if own else cells, style if own else {}, own, main)
        write(path, parts)

    def sheet(self, cells, style, own, main):
        rows = {}
        for ref in cells:
            rows.setdefault(at(ref)[0], []).append(ref)
        out = ""
        for row in sorted(rows):
            hidden = ' hidden="1"' if own and row in self.hidden_rows else ""
            out += f'<row r="{row}"{hidden}>'
            for ref in sorted(rows[row], key=at):
                text = cells[ref]
                s = f' s="{style[ref]}"' if ref in style else ""
                formula = self.formulas.get(ref) if own else None
                f = (formula if formula.startswith("<f") else f"<f>{escape(formula)}</f>") if formula else ""
                if own and ref in self.uncomputed:
                    out += f'<c r="{ref}"{s}>{f}</c>'
                elif is_number(text):
                    out += f'<c r="{ref}"{s}>{f}<v>{text}</v></c>'
                else:
                    out += f'<c r="{ref}"{s} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
            out += "</row>"
        columns = "".join(f'<col min="{c}" max="{c}" width="9" hidden="1"/>' for c in sorted(self.hidden_columns) if own)
        merged = "".join(f'<mergeCell ref="{area}"/>' for area in self.merged if own)
        return (f'<worksheet xmlns="{main}">' + (f"<cols>{columns}</cols>" if columns else "") + f"<sheetData>{out}</sheetData>"
                + (f'<mergeCells count="{len(self.merged)}">{merged}</mergeCells>' if merged else "") + "</worksheet>")

    # .ods; `formats` are data styles as XML, `spans` cells as the XML of a paragraph
    def ods(self, path):
        names = ["office", "style", "text", "table", "fo", "number"]
        urn = "urn:oasis:names:tc:opendocument:xmlns:"
        spaces = " ".join(f'xmlns:{n}="{urn}{"datastyle" if n == "number" else "xsl-fo-compatible" if n == "fo" else n}:1.0"' for n in names)
        datas = sorted(set(self.formats.values()))
        styles = "".join(data.replace("NAME", f"N{i}", 1) + f'<style:style style:name="c{i}" style:family="table-cell" style:data-style-name="N{i}"/>' for i, data in enumerate(datas))
        styles += '<style:style style:name="struck" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        styles += '<style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        styles += '<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
        rows, covered = {}, {ref for area in self.merged for ref in area[1:]}
        for ref in self.cells:
            rows.setdefault(at(ref)[0], {})[at(ref)[1]] = ref
        out = "".join(f'<table:table-column{" table:visibility=" + chr(34) + "collapse" + chr(34) if c in self.hidden_columns else ""}/>' for c in range(1, 16))
        for row in range(1, max(rows) + 1):
            hidden = ' table:visibility="collapse"' if row in self.hidden_rows else ""
            out += f"<table:table-row{hidden}>"
            for column in range(1, 16):
                ref = rows.get(row, {}).get(column)
                element = "table:covered-table-cell" if ref in covered else "table:table-cell"
                if ref is None:
                    out += f"<{element}/>"
                    continue
                text = self.cells[ref]
                s = f' table:style-name="c{datas.index(self.formats[ref])}"' if ref in self.formats else ' table:style-name="struck"' if ref in self.struck else ""
                span = next((f' table:number-columns-spanned="{len(area)}" table:number-rows-spanned="1"' for area in self.merged if area[0] == ref), "")
                f = f' table:formula="of:={escape(self.formulas[ref])}"' if ref in self.formulas else ""
                if ref in self.uncomputed:
                    out += f"<{element}{s}{span}{f}/>"
                elif ref in self.spans:
                    out += f'<{element}{s}{span} office:value-type="string"><text:p>{self.spans[ref]}</text:p></{element}>'
                elif is_number(text):
                    out += f'<{element}{s}{span}{f} office:value-type="float" office:value="{text}"><text:p>{text}</text:p></{element}>'
                else:
                    out += f'<{element}{s}{span} office:value-type="string"><text:p>{escape(text)}</text:p></{element}>'
            out += "</table:table-row>"
        content = (f'<office:document-content {spaces} office:version="1.3"><office:automatic-styles>{styles}</office:automatic-styles>'
                   f'<office:body><office:spreadsheet><table:table table:name="统计表">{out}</table:table></office:spreadsheet></office:body></office:document-content>')
        write(path, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def is_number(text):
    return text.replace(".", "", 1).isdigit()


def write(path, parts):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with zipfile.ZipFile(path, "w") as out:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            out.writestr(entry, text if name == "mimetype" else '<?xml version="1.0" encoding="UTF-8"?>' + text)


def moved(cells, down, **changed):
    """The cells so many rows further down; those of `changed` first."""
    cells = {**cells, **changed}
    return {f"{ref.rstrip('0123456789')}{at(ref)[0] + down}": text for ref, text in cells.items()}


def column_inserted(cells, before, filled):
    """The cells with a column put in before that one, which holds `filled`."""
    shift = lambda ref: chr(64 + at(ref)[1] + (at(ref)[1] >= before)) + str(at(ref)[0])
    return {shift(ref): text for ref, text in cells.items()} | filled


def number(digits='number:decimal-places="0" number:min-integer-digits="1"', inner="", kind="number", words=""):
    body = f"<number:number {digits}>{inner}</number:number>" if digits else ""
    return f'<number:{kind}-style style:name="NAME">{body}{words and f"<number:text>{words}</number:text>"}</number:{kind}-style>'


OLD = {ref: (str(int(text) + 1) if text.isdigit() else text) for ref, text in ROWS.items()} | {"A1": ROWS["A1"].replace("2023", "2022")}
TOTALS = {f"{c}46": f"SUM({c}25:{c}45)" for c in "DEFGHIJ"} | {f"J{r}": f"SUM(D{r}:I{r})" for r in [23, 24, *ITEMS, 47]}


def make():
    folder = f"{RULES}/shown-otherwise"
    Book({**ROWS, "B17": "592372449"}, formats={"B17": "0!.0000"}).xlsx(f"{folder}/fires-wan.xlsx")
    Book(formats={"B10": "0!.0,\"万\"", "B13": "#,##0,", "B14": ";;;", "B7": "\"0\"", "D7": "0%", "B17": "0.00\"元\""}).xlsx(f"{folder}/fires-kinds.xlsx")
    Book(formats={"B10": "#,##0,", "B13": ";;;"}).xlsx(f"{folder}/fires-old.xlsx")
    Book(formats={"B10": number('number:decimal-places="0" number:min-integer-digits="1" number:display-factor="1000"'),
                  "B13": number(kind="percentage", words="%"), "B14": number("", words="0"), "B7": number("", words=" "),
                  "B17": number('number:decimal-places="0" number:min-integer-digits="5"', '<number:embedded-text number:position="4">.</number:embedded-text>')}).ods(f"{folder}/fires.ods")
    honest = {"B6": "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", "B7": "0\"件\"", "D7": "[$-804]0", "B10": "#,##0", "B13": "[DBNum1]General",
              "B14": "0.00_);[Red]\\(0.00\\)", "B17": "#,##0.00\"万元\"", "F23": "0;-0;;@", "D24": "General", "D25": "@", "D26": "[>=1000]#,##0;0"}
    Book(formats=honest).xlsx(f"{folder}/holds.xlsx")
    Book(formats={"B10": number('number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"'),
                  "B17": number('number:decimal-places="2" number:min-integer-digits="1"', words="万元"),
                  "F23": number("", words="-"), "B7": number('number:min-integer-digits="1"', words="件")}).ods(f"{folder}/holds.ods")

    folder = f"{RULES}/hidden-lines"
    Book(hidden_rows={10}).xlsx(f"{folder}/fires-row.xlsx")
    Book(hidden_columns={9}, hidden_rows={53}).xlsx(f"{folder}/fires-column.xlsx")
    Book(hidden_rows={10, 30}).ods(f"{folder}/fires.ods")
    copy = {**OLD, **moved(ROWS, 60)}
    Book(copy, hidden_rows=set(range(1, 60))).xlsx(f"{folder}/holds-copy.xlsx")
    draft = {f"D{r}": "999" for r in range(23, 48)}
    Book(column_inserted(ROWS, 4, draft), hidden_columns={4}).xlsx(f"{folder}/holds-draft.xlsx")
    Book(column_inserted(ROWS, 17, {f"Q{r}": "999" for r in range(23, 48)}), hidden_columns={17}).xlsx(f"{folder}/holds-column.xlsx")
    Book(before=[("旧表", OLD, True)]).xlsx(f"{folder}/holds-sheet.xlsx")
    Book(copy, hidden_rows=set(range(1, 60))).ods(f"{folder}/holds.ods")

    folder = f"{RULES}/text-not-shown"
    Book({**ROWS, "J23": "3412", "F23": "7"}, merged=["E23:F23", "B10:D10"]).xlsx(f"{folder}/fires-covered.xlsx")
    Book({**ROWS, "C10": "5"}, struck={"C10", "B14"}).xlsx(f"{folder}/fires-font.xlsx")
    Book(spans={"B10": '<text:span text:style-name="T1">88</text:span>1808595', "B14": '20163<text:span text:style-name="T2">1</text:span>'}, struck={"B13"}).ods(f"{folder}/fires-spans.ods")
    Book({**ROWS, "C10": "7"}, merged=[["B10", "C10"]]).ods(f"{folder}/fires-covered.ods")
    Book({**ROWS, "C10": ROWS["B10"], "D10": ROWS["B10"]}, merged=["B10:D10"]).xlsx(f"{folder}/holds-repeated.xlsx")
    Book({**ROWS, "C10": ROWS["B10"]}, merged=[["B10", "C10"]]).ods(f"{folder}/holds-repeated.ods")

    folder = f"{RULES}/formula-not-computed"
    Book(formulas=TOTALS, uncomputed=set(TOTALS)).xlsx(f"{folder}/fires.xlsx")
    Book(formulas={ref: f.replace("(", "([.").replace(":", ":.").replace(")", "])") for ref, f in TOTALS.items()}, uncomputed={"J23", "J46"}).ods(f"{folder}/fires.ods")
    Book(formulas=TOTALS).xlsx(f"{folder}/holds.xlsx")

    folder = f"{RULES}/total-formula-incomplete"
    wrong = {"J45": str(291), "J46": str(3486 - 291), "J47": "121"}
    Book({**ROWS, **wrong}, formulas={**TOTALS, "J46": "SUM(J25:J44)"}).xlsx(f"{folder}/fires.xlsx")
    shared = {"D46": '<f t="shared" ref="D46:J46" si="0">SUM(D24:D45)</f>'} | {f"{c}46": '<f t="shared" si="0"/>' for c in "EFGHIJ"}
    Book(formulas=shared).xlsx(f"{folder}/fires-shared.xlsx")
    Book(formulas={"J23": "[.D23]+[.E23]+[.F23]+[.G23]+[.H23]", "O53": "SUM([.K53:.N53])"}).ods(f"{folder}/fires.ods")
    Book(formulas=TOTALS | {"E53": "A53+B53+C53+D53", "J47": "D47+SUM(E47:I47)"}).xlsx(f"{folder}/holds.xlsx")
    Book(formulas={"J46": "SUM([.J25:.J45])", "J23": "SUM([.D23:.I23])"}).ods(f"{folder}/holds.ods")

    for name in ["shown-otherwise/fires-old", "hidden-lines/fires-row", "hidden-lines/holds-copy", "text-not-shown/fires-covered", "text-not-shown/fires-font"]:
        folder, stem = name.split("/")
        with tempfile.TemporaryDirectory() as there:
            try:
                subprocess.run(["soffice", f"-env:UserInstallation=file://{there}/profile", "--headless", "--convert-to", "xls", "--outdir", there,
                                f"{RULES}/{name}.xlsx"], check=True, capture_output=True)
                os.replace(f"{there}/{stem}.xls", f"{RULES}/{name}.xls")
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"{name}.xls stays: {error}")


make()
