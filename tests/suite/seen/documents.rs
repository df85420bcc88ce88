//! What a person sees of a figure in a document of Word, Writer or an old system.

use std::io::{Cursor, Write};

use gouji::model::ObservationKind::TextNotShown;

use crate::support::{assess, cells, codes};

/// A Word document of these styles whose cell of 行政许可 holds this, what goes with the cell and the table before it.
fn docx(styles: &str, table: &str, properties: &str, permits: &str) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!("<Relationships><Relationship Id='a' Type='{office}/{kind}' Target='{target}'/></Relationships>")
    };
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let cell = |properties: &str, inner: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{inner}</w:p></w:tc>");
    let row = |label: &str, figure: &str| format!("<w:tr>{}{}</w:tr>", cell("", &run(label)), cell("", &run(figure)));
    let document = format!(
        "<w:document xmlns:w='w' xmlns:m='m'><w:body><w:p>{}</w:p><w:tbl><w:tblPr>{table}</w:tblPr>{}\
         <w:tr>{}{}</w:tr>{}{}</w:tbl></w:body></w:document>",
        run("二、主动公开政府信息情况"),
        row("信息内容", "本年处理决定数量"),
        cell("", &run("行政许可")),
        cell(properties, permits),
        row("行政处罚", "5"),
        row("行政强制", "6"),
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("_rels/.rels", relation("officeDocument", "word/document.xml")),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", relation("styles", "styles.xml")),
        ("word/styles.xml", format!("<w:styles xmlns:w='w'>{styles}</w:styles>")),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_bytes()).expect("written to memory");
    }
    zip.finish().expect("a package").into_inner()
}

/// The figure of 行政许可 in a file, what was left out of that cell, and whether it cannot be read.
fn permits(name: &str, bytes: &[u8]) -> (Option<String>, Option<String>, bool) {
    let filing = assess(name, bytes).remove(0);
    assert!(filing.error.is_none(), "{:?}", filing.error);
    let seen = &filing.transcript.as_ref().expect("it was read").observations;
    let left_out = seen.iter().find(|seen| seen.kind == TextNotShown).map(|seen| seen.printed.clone());
    assert_eq!(left_out.is_some(), codes(&filing).contains_key("V212"));
    let figure = cells(&filing).get("disclosure.permits.decisions").cloned().flatten();
    (figure, left_out, codes(&filing).contains_key("V201"))
}

fn read(figure: &str, left_out: &str) -> (Option<String>, Option<String>, bool) {
    let own = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (own(figure), own(left_out), false)
}

/// A run with these properties.
fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

/// The marks of footnotes have a style of Word's own, an old figure one that an office made for what is out of force.
#[test]
fn a_style_strikes_hides_and_raises_as_properties_do() {
    let styles = "<w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>\
        <w:style w:type='character' w:styleId='ab'><w:name w:val='footnote reference'/><w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:style>\
        <w:style w:type='character' w:styleId='Old'><w:rPr><w:strike/></w:rPr></w:style>\
        <w:style w:type='character' w:styleId='Old2'><w:basedOn w:val='Old'/><w:rPr><w:i/></w:rPr></w:style>\
        <w:style w:type='character' w:styleId='Up'><w:rPr><w:position w:val='10'/></w:rPr></w:style>\
        <w:style w:type='character' w:styleId='Strong'><w:rPr><w:b/><w:color w:val='0563C1'/><w:sz w:val='21'/></w:rPr></w:style>\
        <w:style w:type='paragraph' w:styleId='Gone'><w:basedOn w:val='a'/><w:rPr><w:vanish/></w:rPr></w:style>";
    let style = |id: &str| format!("<w:rStyle w:val='{id}'/>");
    for (permits_cell, expected) in [
        (run("", "1965") + &run(&style("ab"), "4"), read("1965", "4")),
        (run("", "1965") + &run(&style("Up"), "4"), read("1965", "4")),
        (run(&style("Old"), "4030") + &run("", "1965"), read("1965", "4030")),
        (run(&style("Old2"), "4030") + &run("", "1965"), read("1965", "4030")),
        (run(&style("Strong"), "19") + &run("", "65"), read("1965", "")),
        (format!("<w:pPr><w:pStyle w:val='Gone'/></w:pPr>{}", run("", "1965")), read("", "1965")),
    ] {
        assert_eq!(permits("a.docx", &docx(styles, "", "", &permits_cell)), expected, "{permits_cell}");
    }
}

/// What was put in with *Insert, Symbol* is read where it is a digit, and never passed over.
#[test]
fn a_symbol_is_a_digit_or_none() {
    let symbol = |font: &str, code: &str| format!("<w:r><w:sym w:font='{font}' w:char='{code}'/></w:r>");
    let unreadable = |text: &str| (Some(text.to_owned()), None, true);
    for (permits_cell, expected) in [
        (run("", "196") + &symbol("Times New Roman", "F035"), read("1965", "")),
        (symbol("宋体", "0031") + &run("", "965"), read("1965", "")),
        (run("", "196") + &symbol("Symbol", "F035"), read("1965", "")),
        (run("", "196") + &symbol("Wingdings", "F035"), unreadable("196\u{F035}")),
        (run("", "1965") + &symbol("Wingdings 2", "0035"), unreadable("1965\u{F035}")),
    ] {
        assert_eq!(permits("a.docx", &docx("", "", "", &permits_cell)), expected, "{permits_cell}");
    }
}

/// An equation of plain runs is its figure; what is raised in it or set below a line is no digit of one.
#[test]
fn an_equation_in_a_cell_is_a_figure_where_it_is_plain() {
    let digits = |text: &str| format!("<m:r><m:t>{text}</m:t></m:r>");
    let part = |name: &str, inner: &str| format!("<m:{name}>{inner}</m:{name}>");
    let base = part("e", &digits("1965"));
    for (equation, expected) in [
        (digits("19") + &digits("65"), read("1965", "")),
        (part("sSup", &(base.clone() + &part("sup", &digits("4")))), (Some("1965^4".to_owned()), None, true)),
        (part("sSub", &(base.clone() + &part("sub", &digits("4")))), (Some("1965_4".to_owned()), None, true)),
        (
            part("f", &(part("num", &digits("19")) + &part("den", &digits("65")))),
            (Some("19⁄65".to_owned()), None, true),
        ),
        (part("rad", &base), (Some("√1965".to_owned()), None, true)),
    ] {
        let equation = part("oMath", &equation);
        for cell in [equation.clone(), part("oMathPara", &equation)] {
            assert_eq!(permits("a.docx", &docx("", "", "", &cell)), expected, "{cell}");
        }
    }
}

/// Old figures in white or in one point, which offices leave instead of deleting them. Heads in white on a dark ground stay.
#[test]
fn white_and_tiny_letters_are_no_part_of_a_figure() {
    let white = "<w:color w:val='FFFFFF'/>";
    let dark = "<w:shd w:val='clear' w:color='auto' w:fill='1F4E79'/>";
    let style = |inner: &str| {
        format!(
            "<w:style w:type='table' w:styleId='T'><w:tblStylePr w:type='firstRow'>{inner}</w:tblStylePr></w:style>"
        )
    };
    let head = style(&format!("<w:rPr>{white}</w:rPr><w:tcPr>{dark}</w:tcPr>"));
    let styled = "<w:tblStyle w:val='T'/>";
    for (styles, table, properties, cell, expected) in [
        ("", "", "", run(white, "40") + &run("", "1965"), read("1965", "40")),
        ("", "", "", run("<w:sz w:val='2'/>", "40") + &run("", "1965"), read("1965", "40")),
        ("", "", "", run("<w:webHidden/>", "4030") + &run("", "1965"), read("1965", "4030")),
        ("", "", "", run(white, "1965"), read("", "1965")),
        ("", "", dark, run(white, "1965"), read("1965", "")),
        ("", "", dark, run(white, "19") + &run(white, "65"), read("1965", "")),
        (&head, styled, "", run(white, "1965"), read("1965", "")),
        (&head, styled, "", run(white, "40") + &run("", "1965"), read("1965", "40")),
        ("", "", "", run("<w:color w:val='C00000'/><w:sz w:val='21'/>", "19") + &run("", "65"), read("1965", "")),
    ] {
        assert_eq!(permits("a.docx", &docx(styles, table, properties, &cell)), expected, "{properties} {cell}");
    }
}

/// A mark of a field, and a part of its code.
fn mark(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>")
}

fn code(text: &str) -> String {
    format!("<w:r><w:instrText>{text}</w:instrText></w:r>")
}

/// A field with a code that may hold other fields, and its result.
fn field(code: &str, result: &str) -> String {
    [&mark("begin"), code, &mark("separate"), &run("", result), &mark("end")].concat()
}

/// A report that was merged from a workbook: what fields in the code of another came to is no part of what is shown.
#[test]
fn a_field_shows_its_result_alone() {
    let merged = || field(&code("MERGEFIELD 许可"), "1965");
    let quoted = code("IF ") + &merged() + &code(" = \"\" \"0\" \"") + &merged() + &code("\"");
    let unreadable = |text: &str| (Some(text.to_owned()), None, true);
    for (permits_cell, expected) in [
        (field(&quoted, "1965"), read("1965", "")),
        (run("", "19") + &field(&(code("= ") + &merged() + &code(" - 1900")), "65"), read("1965", "")),
        (field(&code("IF"), "19") + &run("", "65"), read("1965", "")),
        (format!("<w:fldSimple w:instr='MERGEFIELD 许可'>{}</w:fldSimple>", run("", "1965")), read("1965", "")),
        (
            mark("begin") + &code("XE 4") + &run("", "4") + "<w:r><w:br/></w:r>" + &mark("end") + &run("", "1965"),
            read("1965", ""),
        ),
        // A field that has lost its end swallows no figure of other cells.
        (run("", "1965") + &mark("begin") + &code("PAGE"), read("1965", "")),
        // What these show is in no result.
        (run("", "196") + &mark("begin") + &code(" eq \\o\\ac(○,5)") + &mark("end"), unreadable("196\u{FFFD}")),
    ] {
        assert_eq!(permits("a.docx", &docx("", "", "", &permits_cell)), expected, "{permits_cell}");
    }
    let filing = assess("a.docx", &docx("", "", "", &(run("", "1965") + &mark("begin")))).remove(0);
    assert_eq!(cells(&filing)["disclosure.penalties.decisions"].as_deref(), Some("5"));
}

/// A figure that was pasted as a picture, whole or in part, in each language of drawings that Word has.
#[test]
fn a_picture_in_the_cell_of_a_figure_is_not_passed_over() {
    let drawing = |place: &str, inner: &str| format!("<w:r><w:drawing>{place}{inner}</w:drawing></w:r>");
    let blip = "<a:graphic><pic:pic><a:blip r:embed='b'/></pic:pic></a:graphic>";
    let inline = |height: u32| {
        drawing(&format!("<wp:inline><wp:extent cx='432000' cy='{height}'/>"), &format!("{blip}</wp:inline>"))
    };
    let anchor = |is_behind: &str, height: u32| {
        let place = format!("<wp:anchor behindDoc='{is_behind}'><wp:extent cx='{height}' cy='{height}'/>");
        drawing(&place, &format!("{blip}</wp:anchor>"))
    };
    let shape = |style: &str, more: &str| {
        format!("<w:r><w:pict><v:shape style='{style}' {more}><v:imagedata r:id='b'/></v:shape></w:pict></w:r>")
    };
    let object =
        "<w:r><w:object><v:shape style='width:30pt;height:15pt'><v:imagedata r:id='b'/></v:shape></w:object></w:r>";
    let unreadable = |text: &str| (Some(text.to_owned()), None, true);
    for picture in [&inline(144_000), &anchor("0", 180_000), &shape("width:30pt;height:15pt", ""), object] {
        assert_eq!(
            permits("a.docx", &docx("", "", "", &(run("", "196") + picture))),
            unreadable("196\u{FFFD}"),
            "{picture}"
        );
        assert_eq!(permits("a.docx", &docx("", "", "", picture)), unreadable("\u{FFFD}"), "{picture}");
    }
    let hidden = format!("<w:r><w:rPr><w:vanish/></w:rPr>{}", &inline(144_000)["<w:r>".len()..]);
    for picture in [
        &inline(9_525),
        &anchor("1", 180_000),
        &anchor("0", 1_500_000),
        &shape("position:absolute;width:120pt;height:120pt", ""),
        &shape("position:absolute;width:20pt;height:20pt;z-index:-5", ""),
        &shape("width:400pt;height:3pt", "o:hr='t'"),
        &format!("<w:del>{}</w:del>", inline(144_000)),
        &hidden,
        &drawing("<wp:inline><wp:extent cx='432000' cy='144000'/>", "<wps:wsp/></wp:inline>"),
    ] {
        assert_eq!(permits("a.docx", &docx("", "", "", &(run("", "1965") + picture))), read("1965", ""), "{picture}");
        assert_eq!(permits("a.docx", &docx("", "", "", picture)), read("", ""), "{picture}");
    }
}
