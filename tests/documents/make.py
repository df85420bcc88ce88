"""Makes the old documents of fixtures/documents: `python3 tests/documents/make.py [NAME…]` from the root of the project.

One form with the figures of fixtures/published/two-years-a-2023.csv, laid out as offices do it and saved by LibreOffice
Writer; README.md lists what is needed and what each file is for.
"""

import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "fixtures" / "documents"
FONT = "Noto Serif CJK SC"
BEFORE = (
    "本机关按照《中华人民共和国政府信息公开条例》要求，扎实做好主动公开、依申请公开等工作。"
    "本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。"
)
AFTER = "部分公开内容更新不够及时，下一步将加强培训和检查。"
NAMES = {"doc": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8", "docx": "MS Word 2007 XML"}


def is_figure(cell):
    return cell[:1] in set("0123456789-/—") and not set(cell) & set(".、") or cell.replace(".", "", 1).isdigit()


class Table:
    """A printed table: its cells as row, column, rows, columns, words."""

    def __init__(self, rows):
        self.width = max(len(row) for row in rows)
        self.rows = [row + [""] * (self.width - len(row)) for row in rows]

    def merged(self):
        """Words reach right over blanks, then down over blanks: figures never do, labels stay in their columns."""
        taken, cells = set(), []
        is_long = self.width == 10
        for at, row in enumerate(self.rows):
            first = next((column for column, cell in enumerate(row) if is_figure(cell)), self.width)
            for column, cell in enumerate(row):
                if (at, column) in taken:
                    continue
                free = lambda r, c: not self.rows[r][c] and (r, c) not in taken
                is_word = cell and not is_figure(cell)
                # A single figure of table two reaches over the rest of its row.
                is_alone = self.width == 4 and is_figure(cell) and not any(row[column + 1:])
                end = 3 if is_long and column < 3 else (first if is_word and first > column else self.width)
                across = 1
                while (is_word or is_alone) and column + across < end and free(at, column + across):
                    across += 1
                if is_long and is_word and column < 2 and any(row[column + 1:3]):
                    across = 1
                down = 1
                if is_word and is_long and (column < 3 or at < 3):
                    fits = lambda r: all(free(r, c) for c in range(column, column + across)) and (
                        column >= 3 or not any(self.rows[r][:column])
                    )
                    limit = 3 if at < 3 else len(self.rows)
                    while at + down < limit and fits(at + down) and (any(self.rows[at + down])):
                        down += 1
                taken |= {(r, c) for r in range(at, at + down) for c in range(column, column + across)}
                cells.append((at, column, down, across, cell))
        return cells

    def single(self):
        """No cell is merged: words stand in the first of the cells they are for."""
        return [(at, column, 1, 1, cell) for at, row in enumerate(self.rows) for column, cell in enumerate(row)]

    def cut(self, *rows):
        """The same table as several, the first three rows before each: as a page break leaves it."""
        edges = [0, *rows, len(self.rows)]
        return [Table((self.rows[:3] if start else []) + self.rows[start:end]) for start, end in zip(edges, edges[1:])]


class Report:
    """A title, and the statutory tables with theirs."""

    def __init__(self, path):
        with open(path, encoding="utf-8-sig") as lines:
            blocks, block = [], []
            for row in [*csv.reader(lines), []]:
                if any(row):
                    block.append(row)
                elif block:
                    blocks.append(block)
                    block = []
        self.title = blocks[0][0][0]
        self.year = re.search(r"\d{4}", self.title)[0]
        self.tables = [(block[0][0], Table(block[1:])) for block in blocks[1:]]


def document(report, layout="merged"):
    """The report as a document; `layout` is `merged`, `single`, `cut` or `inside`."""
    book = docx.Document()
    style = book.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(9)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section = book.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.header.paragraphs[0].text = "政务公开简报 第 7 期"
    section.footer.paragraphs[0].text = "第 1 页 共 9 页"
    book.add_paragraph(report.title)
    book.add_paragraph("一、总体情况")
    book.add_paragraph(BEFORE.format(year=report.year))
    for title, table in report.tables:
        book.add_paragraph(title)
        around = book
        if layout == "inside" and table.width == 15:
            # A frame drawn as a table of one cell: what stands in it is a table in a table.
            around = book.add_table(1, 1).cell(0, 0)
            around.paragraphs[0].text = "（单位：件）"
        for piece in table.cut(12, 19) if layout == "cut" and table.width == 10 else [table]:
            lay_out(around, piece, piece.single() if layout == "single" else piece.merged())
            book.add_paragraph()
    book.add_paragraph("五、存在的主要问题及改进情况")
    book.add_paragraph(AFTER)
    return book


def lay_out(around, table, cells):
    grid = around.add_table(len(table.rows), table.width)
    grid.style = "Table Grid"
    for at, column, down, across, words in cells:
        cell = grid.cell(at, column)
        if down > 1 or across > 1:
            cell = cell.merge(grid.cell(at + down - 1, column + across - 1))
        cell.text = words


# What a person does not see, or sees somewhere else than in the tables.

def mark(run, name, **values):
    element = OxmlElement(f"w:{name}")
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    run._r.get_or_add_rPr().append(element)


def field(paragraph, instruction, result):
    for kind, text in (("begin", None), (None, instruction), ("separate", None), (None, None), ("end", None)):
        run = paragraph.add_run("" if kind or text else result)
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)
        elif text:
            element = OxmlElement("w:instrText")
            element.text = text
            run._r.append(element)


def deleted(paragraph, words):
    change = OxmlElement("w:del")
    for key, value in (("id", "7"), ("author", "某人"), ("date", "2024-01-09T08:00:00Z")):
        change.set(qn(f"w:{key}"), value)
    run, text = OxmlElement("w:r"), OxmlElement("w:delText")
    text.text = words
    run.append(text)
    change.append(run)
    paragraph._p.append(change)


def unseen(book):
    """Beside the figure of three cells of table 三 stands what does not count: deleted, struck, hidden. A fourth is a
    field, whose code is a figure too."""
    rows = book.tables[1].rows
    cell = lambda row, column: rows[row].cells[column].paragraphs[0]
    deleted(cell(4, 3), "7")
    mark(cell(4, 4).add_run("8"), "strike")
    mark(cell(5, 3).add_run("6"), "vanish")
    target = cell(3, 3)
    words = target.text
    for run in list(target.runs):
        run._r.getparent().remove(run._r)
    field(target, f" = {words} + 1 ", words)
    mark(book.paragraphs[2].add_run("（全年收到申请9999件）"), "dstrike")
    return book


BESIDE = (
    '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
    "<text:p>注：全年收到申请9999件。</text:p></text:note-body></text:note>"
    "<office:annotation><dc:creator>某人</dc:creator><text:p>新收应为8888件</text:p></office:annotation>"
    '<draw:frame text:anchor-type="as-char" svg:width="6cm" draw:name="F1"><draw:text-box fo:min-height="1cm">'
    "<text:p>全年收到申请7777件。</text:p></draw:text-box></draw:frame>"
)


def beside(report, target):
    """With a footnote, a comment and a text box, which Writer puts into what it wrote of the report itself."""
    with tempfile.TemporaryDirectory() as folder:
        plain, whole = pathlib.Path(folder) / "plain.odt", pathlib.Path(folder) / "whole.odt"
        saved(document(report, "inside"), plain)
        with zipfile.ZipFile(plain) as parts, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
            for part in parts.infolist():
                content = parts.read(part)
                if part.filename == "content.xml":
                    content = content.replace("总体情况".encode(), ("总体情况" + BESIDE).encode(), 1)
                out.writestr(part, content)
        convert(whole, target)


def patched(source, target, *changes):
    """The head of a `.doc` changed: an older version, a password."""
    content = bytearray(source.read_bytes())
    head = content.index(b"\xec\xa5")
    for offset, value in changes:
        content[head + offset] = value
    target.write_bytes(content)


def saved(book, target):
    """The document as Writer saves it."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "source.docx"
        book.save(source)
        convert(source, target)


def convert(source, target):
    kind = target.suffix[1:]
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", f"{kind}:{NAMES[kind]}"]
        subprocess.run([*command, "--outdir", f"{folder}/out", str(source)], check=True, capture_output=True, timeout=180)
        shutil.move(f"{folder}/out/{source.stem}.{kind}", target)


def makers():
    report = Report(ROOT / "fixtures/published/two-years-a-2023.csv")
    makers = {}
    for kind in ("doc", "rtf", "odt", "docx"):
        makers[f"merged.{kind}"] = lambda target: saved(document(report), target)
        makers[f"beside.{kind}"] = lambda target: beside(report, target)
    for kind in ("doc", "rtf", "odt"):
        makers[f"unseen.{kind}"] = lambda target: saved(unseen(document(report)), target)
    for layout in ("single", "cut"):
        makers[f"{layout}.doc"] = lambda target, layout=layout: saved(document(report, layout), target)
    makers["cut.rtf"] = lambda target: saved(document(report, "cut"), target)
    # Under fixtures/refused: nothing but a sentence, by a version that is not read, and behind a password.
    makers["../refused/document.doc"] = lambda target: refused(target, (0, 0xDC), (2, 0x68))
    makers["../refused/locked.doc"] = lambda target: refused(target, (11, 0x13))
    return makers


def refused(target, *changes):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "source.doc"
        book = docx.Document()
        book.add_paragraph(AFTER)
        saved(book, source)
        patched(source, target, *changes)


def main():
    OUT.mkdir(exist_ok=True)
    for name, make in makers().items():
        if len(sys.argv) == 1 or name in sys.argv[1:]:
            make(OUT / name)
            print(f"{name}: {(OUT / name).stat().st_size} bytes")


if __name__ == "__main__":
    main()
