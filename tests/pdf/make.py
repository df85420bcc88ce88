"""Makes the PDF files of fixtures/pdf: `python3 tests/pdf/make.py [NAME…]` from the root of the project.

One form with the figures of fixtures/published/two-years-a-2023.csv, printed by the programs offices print with; README.md
lists what is needed and what each file is for.
"""

import base64
import csv
import functools
import html
import io
import pathlib
import shutil
import subprocess
import sys
import tempfile

import docx
import openpyxl
import pypdf
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from openpyxl.styles import Alignment, Border, PatternFill, Side

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "fixtures" / "pdf"
FONT = "Noto Serif CJK SC"
PROSE = (
    "本机关按照《中华人民共和国政府信息公开条例》要求，扎实做好主动公开、依申请公开、政府信息管理、平台建设和监督保障等工作。"
    "本报告所列数据的统计期限为2023年1月1日至2023年12月31日。"
)


class Form:
    """The three statutory tables as printed, with merged cells; the figures of a CSV in the same layout."""

    def __init__(self, name):
        sheet = openpyxl.load_workbook(ROOT / "fixtures/workbooks/printed.xlsx").active
        with open(ROOT / f"fixtures/published/{name}.csv", encoding="utf-8-sig") as lines:
            text = dict(enumerate(csv.reader(lines), 1))
        spans = {(r.min_row, r.min_col): (r.max_row - r.min_row + 1, r.max_col - r.min_col + 1) for r in sheet.merged_cells.ranges}
        covered = {cell for r in sheet.merged_cells.ranges for cell in r.cells} - set(spans)
        self.title = text[1][0]

        def table(first, last, width):
            cells = []
            for row in range(first, last + 1):
                for column in range(1, width + 1):
                    if (row, column) not in covered:
                        value = text[row][column - 1] if column <= len(text[row]) else ""
                        rows, columns = spans.get((row, column), (1, 1))
                        cells.append((row - first, column - 1, rows, columns, value))
            return last - first + 1, width, cells

        self.tables = [
            (text[3][0], table(4, 17, 4)),
            (text[19][0], table(20, 47, 10)),
            (text[49][0], table(50, 53, 15)),
        ]


def run(*command, **options):
    subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=180, **options)


def by_office(source, target):
    with tempfile.TemporaryDirectory() as folder:
        run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder, source)
        shutil.move(f"{folder}/{source.stem}.pdf", target)


def by_chromium(page, target):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        run("chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
            "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri())


def is_figure(value):
    return value.replace(".", "", 1).isdigit()


@functools.cache
def font_face():
    """The font as TrueType with the characters of the form, for the page to bring with it: of the fonts here a browser makes
    a hundred fonts of drawings, which no office has."""
    words = set("".join(value for form in ("two-years-a-2023", "two-years-a-2024") for _, (_, _, cells) in Form(form).tables for *_, value in cells))
    words |= set(PROSE + Form("two-years-a-2023").title + "一二三四五六七总体情况存在的主要问题及改进情况公报收到和处理信息公开申请主动行政复议诉讼0123456789—· ")
    source = subprocess.run(["fc-match", "-f", "%{file}\t%{index}", f"{FONT}:style=Regular"], check=True, capture_output=True, text=True).stdout
    path, index = source.split("\t")
    font = TTFont(path, fontNumber=int(index))
    options = subset.Options(layout_features=[], name_IDs=[1, 2, 4, 6], notdef_outline=True, drop_tables=["BASE", "VORG", "GPOS", "GSUB", "DSIG"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(words)))
    subsetter.subset(font)
    outlines, glyphs = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphs, font["glyf"].glyphOrder = glyphs, font.getGlyphOrder()
    font["maxp"].tableVersion = 0x00010000
    for key in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions", "maxComponentElements"):
        setattr(font["maxp"], key, 1 if key == "maxZones" else 0)
    font["post"].formatType, font["post"].extraNames, font["post"].mapping = 2.0, [], {}
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"
    out = io.BytesIO()
    font.save(out)
    return f"@font-face{{font-family:Form;src:url(data:font/ttf;base64,{base64.b64encode(out.getvalue()).decode()})}}body{{font-family:Form}}"


# Web pages.

STYLES = {
    "collapsed": "table{border-collapse:collapse}td{border:1px solid #000}",
    "separate": "table{border-collapse:separate;border-spacing:0;border:1px solid #333}td{border:1px solid #333}",
    "none": "td{padding:3px 8px}",
    "lit": "table{border-collapse:collapse}td{border:.5pt solid #000}td.figure{background:#ffef9e}",
    "rows": "table{border-collapse:collapse;width:100%}td{border-top:1px solid #000;border-bottom:1px solid #000}",
}


def page(form, style, paper="A4", prose=3, extra="", installed=False):
    parts = [
        f"<!DOCTYPE html><html lang=zh><meta charset=utf-8><style>@page{{size:{paper};margin:2cm 1.6cm}}"
        f"body{{font:10pt '{FONT}'}}h1{{font-size:15pt;text-align:center}}td{{font-size:8pt;text-align:center;padding:3px}}"
        f"{STYLES[style]}{extra}{'' if installed else font_face()}</style><h1>{form.title}</h1><h2>一、总体情况</h2>"
    ]
    parts += [f"<p>{PROSE}</p>" for _ in range(prose)]
    for title, (rows, _, cells) in form.tables:
        parts.append(f"<h2>{title}</h2><table>")
        for row in range(rows):
            parts.append("<tr>")
            for at, column, down, across, value in cells:
                if at == row:
                    kind = ' class="figure"' if is_figure(value) else (' class="tall"' if down > 6 and column == 0 else "")
                    parts.append(f"<td rowspan={down} colspan={across}{kind}>{html.escape(value)}</td>")
            parts.append("</tr>")
        parts.append("</table>")
    parts.append("<h2>五、存在的主要问题及改进情况</h2><p>" + PROSE + "</p></html>")
    return "".join(parts)


# Word documents.

def shade(cell, colour):
    mark = OxmlElement("w:shd")
    mark.set(qn("w:val"), "clear")
    mark.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(mark)


def field(paragraph, instruction):
    for kind, text in (("begin", None), (None, instruction), ("end", None)):
        run_ = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run_._r.append(mark)


def document(forms, borders=True, landscape=False, prose=4, lit=False, vertical=False, split_rows=True):
    book = docx.Document()
    style = book.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section = book.sections[0]
    section.page_width, section.page_height = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.left_margin = section.right_margin = Cm(1.8)
    section.header.paragraphs[0].text = "临澄市人民政府公报"
    footer = section.footer.paragraphs[0]
    footer.add_run("- ")
    field(footer, "PAGE")
    footer.add_run(" -")
    for at, form in enumerate(forms):
        if at:
            book.add_page_break()
        book.add_paragraph(form.title).runs[0].bold = True
        book.add_paragraph("一、总体情况")
        for _ in range(prose):
            book.add_paragraph(PROSE)
        for title, (rows, columns, cells) in form.tables:
            book.add_paragraph(title)
            table = book.add_table(rows, columns)
            if borders:
                table.style = "Table Grid"
            for row, column, down, across, value in cells:
                cell = table.cell(row, column)
                if down > 1 or across > 1:
                    cell = cell.merge(table.cell(row + down - 1, column + across - 1))
                cell.text = value
                for run_ in cell.paragraphs[0].runs:
                    run_.font.size = Pt(7.5)
                if lit and is_figure(value):
                    shade(cell, "FFF2A8")
                if vertical and down > 6 and column == 0:
                    direction = OxmlElement("w:textDirection")
                    direction.set(qn("w:val"), "tbRlV")
                    cell._tc.get_or_add_tcPr().append(direction)
            if not split_rows:
                for row in table.rows:
                    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        book.add_paragraph("五、存在的主要问题及改进情况")
        book.add_paragraph(PROSE)
    return book


# Workbooks.

def workbook(form, borders=True, landscape=False, lit=False, columns=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "统计表"
    sheet.append([form.title])
    line = Side(style="thin")
    at = 3
    for title, (rows, width, cells) in form.tables:
        sheet.cell(at, 1, title)
        at += 1
        for row, column, down, across, value in cells:
            cell = sheet.cell(at + row, column + 1, value if not is_figure(value) else (float(value) if "." in value else int(value)))
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=not is_figure(value))
            if "." in value and is_figure(value):
                cell.number_format = "0." + "0" * len(value.split(".")[1])
            if down > 1 or across > 1:
                sheet.merge_cells(start_row=at + row, start_column=column + 1, end_row=at + row + down - 1, end_column=column + across)
            if lit and is_figure(value):
                cell.fill = PatternFill("solid", fgColor="FFF2A8")
        if borders:
            for row in range(rows):
                for column in range(width):
                    sheet.cell(at + row, column + 1).border = Border(line, line, line, line)
        at += rows + 1
    for column in range(1, 16):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = 24 if column <= 3 else 11
    for row in range(1, at):
        longest = max((len(str(cell.value)) for cell in sheet[row][:3] if cell.value is not None), default=0)
        sheet.row_dimensions[row].height = 15 * (1 + longest // 9) if row > 3 else 20
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    return book


def by_writer(target, **options):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "report.docx"
        document(**options).save(source)
        by_office(source, target)


def by_calc(target, **options):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "report.xlsx"
        workbook(**options).save(source)
        by_office(source, target)


# What is done to a PDF afterwards.

def changed(source, target, change):
    writer = pypdf.PdfWriter(clone_from=source)
    change(writer)
    writer.compress_identical_objects()
    writer.write(target)


def turned(writer):
    for sheet in writer.pages:
        sheet.rotate(90)


def without_text_tables(writer):
    """The fonts do not say any more which characters their glyphs are."""
    for sheet in writer.pages:
        for font in sheet["/Resources"]["/Font"].values():
            font.get_object().pop("/ToUnicode", None)


def as_picture(source, target):
    """Scanned: pictures of the pages."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        run("pdftoppm", "-r", "60", "-gray", "-png", source, f"{folder}/page")
        pages = [Image.open(path).convert("L") for path in sorted(pathlib.Path(folder).glob("*.png"))]
        pages[0].save(target, save_all=True, append_images=pages[1:], quality=30, resolution=60)


def as_shapes(source, target):
    """Letters drawn as shapes: the first page, as a drawing of its outlines."""
    with tempfile.TemporaryDirectory() as folder:
        run("pdftocairo", "-svg", "-f", "1", "-l", "1", source, f"{folder}/page.svg")
        drawing = pathlib.Path(f"{folder}/page.svg").read_text(encoding="utf-8")
        drawing = drawing[drawing.index("<svg"):]
        by_chromium(f"<!DOCTYPE html><meta charset=utf-8><style>@page{{size:A4;margin:0}}body{{margin:0}}</style>{drawing}", target)


def side_by_side(form, other):
    """Two years beside each other: fourteen figures a row."""
    pages = page(form, "collapsed", "A4 landscape", prose=1)
    for _, (rows, _, cells) in other.tables[1:2]:
        values = {}
        for row, _, _, _, value in cells:
            if row > 2 and is_figure(value):
                values.setdefault(row, []).append(value)
    out, row = [], -1
    head, rest = pages.split("<h2>三、", 1)
    for piece in rest.split("</tr>"):
        row += 1
        extra = "".join(f"<td>{value}</td>" for value in values.get(row, []))
        out.append(piece + extra)
    return head + "<h2>三、" + "</tr>".join(out)


# What a person does not count of four figures of table 2; `tests/suite/pdf.rs` says what is right.

def marked_up(target, form):
    """An old figure struck out in front of the new one, two marks of notes, and a figure struck out as a whole, by a browser."""
    pages = page(form, "collapsed")
    for figure, shown in (("1808595", "<s>17</s>1808595"), ("2822652", "2822652<sup>1</sup>"), ("20163", "<s>20163</s>"), ("59237.2449", "59237.2449<sub>2</sub>")):
        assert pages.count(f">{figure}<") == 1
        pages = pages.replace(f">{figure}<", f">{shown}<")
    by_chromium(pages, target)


def struck_in_writer(target, form):
    """The same by Writer, with one line and with two."""
    book = document([form], prose=2)
    for cell in (cell for table in book.tables for row in table.rows for cell in row.cells):
        first = cell.paragraphs[0]
        if first.text in ("1808595", "2822652", "20163", "59237.2449") and len(first.runs) == 1:
            run_ = first.runs[0]
            run_.font.size = Pt(9)
            if run_.text == "20163":
                run_.font.double_strike = True
            elif run_.text == "1808595":
                new, run_.text = run_.text, "17"
                run_.font.strike = True
                first.add_run(new).font.size = Pt(9)
            else:
                mark = first.add_run("1")
                mark.font.size, mark.font.superscript = Pt(9), run_.text == "2822652"
                mark.font.subscript = run_.text != "2822652"
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "report.docx"
        book.save(source)
        by_office(source, target)


def boxes(source, *words):
    """Where words stand on the first page, measured from its foot: left, bottom, right, top."""
    out = subprocess.run(["pdftotext", "-bbox", "-l", "1", str(source), "-"], check=True, capture_output=True, text=True).stdout
    height = float(out.split('height="')[1].split('"')[0])
    places = {}
    for line in out.splitlines():
        for word in words:
            if line.endswith(f">{word}</word>"):
                left, top, right, bottom = (float(line.split(f'{key}="')[1].split('"')[0]) for key in ("xMin", "yMin", "xMax", "yMax"))
                places[word] = (left, height - bottom, right, height - top)
    return [places[word] for word in words]


def edited(source, target):
    """What editors leave: a white box with another figure on it, a note that strikes out, a white picture with another figure
    on it, a box over half a figure, and a marker's colour over one that counts."""
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

    permits, penalties, coercive, fees, documents = boxes(source, "1808595", "2822652", "20163", "59237.2449", "597")

    def box(place, part=1.0):
        left, bottom, right, top = place
        return f"{left - 1} {bottom - 1} {(right - left) * part + 1} {top - bottom + 2} re"

    def typed(place, text):
        return f"BT /FEdit 8 Tf 0 g {place[0]} {place[1] + 2} Td ({text}) Tj ET"

    left, bottom, right, top = permits
    path = f"{left - 1} {bottom - 1} m {right + 1} {bottom - 1} l {right + 1} {top + 1} l {left - 1} {top + 1} l h"
    picture = f"q {coercive[2] - coercive[0] + 2} 0 0 {coercive[3] - coercive[1] + 2} {coercive[0] - 1} {coercive[1] - 1} cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q"
    drawn = [
        f"q 1 g {path} f Q", typed(permits, "41"), picture, typed(coercive, "22"), f"q 1 g {box(fees, 0.37)} f Q",
        f"q /GMark gs 1 1 0 rg {box(documents)} f Q",
    ]

    def change(writer):
        sheet = writer.pages[0]
        resources = sheet["/Resources"]
        name = lambda **keys: DictionaryObject({NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in keys.items()})
        resources["/Font"][NameObject("/FEdit")] = name(Type="Font", Subtype="Type1", BaseFont="Helvetica")
        resources.setdefault(NameObject("/ExtGState"), DictionaryObject())
        resources["/ExtGState"][NameObject("/GMark")] = name(BM="Multiply")
        streams = []
        for data in (b"q", sheet.get_contents().get_data(), b"Q " + "\n".join(drawn).encode("latin-1")):
            stream = DecodedStreamObject()
            stream.set_data(data)
            streams.append(writer._add_object(stream))
        sheet[NameObject("/Contents")] = ArrayObject(streams)
        left, bottom, right, top = penalties
        note = name(Type="Annot", Subtype="StrikeOut")
        numbers = lambda *all: ArrayObject(FloatObject(number) for number in all)
        note[NameObject("/Rect")] = numbers(*penalties)
        note[NameObject("/QuadPoints")] = numbers(left, top, right, top, left, bottom, right, bottom)
        sheet[NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    changed(source, target, change)


def makers():
    form, other = Form("two-years-a-2023"), Form("two-years-a-2024")

    def chromium(style, **options):
        return lambda target: by_chromium(page(form, style, **options), target)

    def of(name, change):
        return lambda target: changed(OUT / f"{name}.pdf", target, change)

    footer = "@page{@top-center{content:'临澄市人民政府公报'}@bottom-center{content:'— ' counter(page) ' —'}}"
    upright = "td.tall{writing-mode:vertical-rl}"
    return {
        "chromium-drawn-font": chromium("collapsed", installed=True),
        "chromium-collapsed": chromium("collapsed"),
        "chromium-separate": chromium("separate", prose=8, extra=footer),
        "chromium-landscape-lit": chromium("lit", paper="A4 landscape"),
        "chromium-upright-label": chromium("collapsed", prose=5, extra=upright + footer),
        "chromium-borderless": chromium("none", prose=1),
        "chromium-row-lines": chromium("rows", prose=1),
        "chromium-two-years": lambda target: by_chromium(side_by_side(form, other), target),
        "writer-portrait": lambda target: by_writer(target, forms=[form], prose=6),
        "writer-landscape-lit": lambda target: by_writer(target, forms=[form], landscape=True, lit=True, vertical=True),
        "writer-borderless": lambda target: by_writer(target, forms=[form], borders=False, prose=1),
        "writer-two-filings": lambda target: by_writer(target, forms=[form, other], prose=2, split_rows=False),
        "calc-portrait": lambda target: by_calc(target, form=form),
        "calc-landscape-lit": lambda target: by_calc(target, form=form, landscape=True, lit=True),
        "calc-borderless": lambda target: by_calc(target, form=form, borders=False, landscape=True),
        "unseen-chromium": lambda target: marked_up(target, form),
        "unseen-writer": lambda target: struck_in_writer(target, form),
        "unseen-edited": lambda target: edited(OUT / "chromium-collapsed.pdf", target),
        "turned-pages": of("writer-portrait", turned),
        "font-without-text": of("chromium-collapsed", without_text_tables),
        "password": of("chromium-collapsed", lambda writer: writer.encrypt("secret", algorithm="RC4-128")),
        "restricted": of("chromium-collapsed", lambda writer: writer.encrypt("", "owner", algorithm="RC4-128")),
        "scan": lambda target: as_picture(OUT / "chromium-collapsed.pdf", target),
        "outlines": lambda target: as_shapes(OUT / "chromium-collapsed.pdf", target),
    }


def main():
    OUT.mkdir(exist_ok=True)
    for name, make in makers().items():
        if len(sys.argv) == 1 or name in sys.argv[1:]:
            target = OUT / f"{name}.pdf"
            make(target)
            print(f"{target.name}: {target.stat().st_size} bytes")


main()
