//! Figures that are typed onto a printed page, as notes or into fields of a form, and which a program draws that shows it.

use std::fs;

use crate::support::{assess, cells, codes};

const PLAIN: &str = "fixtures/published/two-years-a-2023.csv";

/// The height and the width of a cell, in points.
const CELL: (i32, i32) = (20, 110);

/// A file whose single page shows table 2 of the plain report, ruled, without the figure of 行政许可, and has notes: what
/// they say besides that they are one, given the box of the cell of that figure.
fn print(notes: impl Fn([i32; 4]) -> Vec<String>) -> Vec<u8> {
    print_with(notes, None)
}

/// The same; and the two rows below have one figure, in a cell that goes over both, so many points above the lower row.
fn print_with(notes: impl Fn([i32; 4]) -> Vec<String>, merged: Option<i32>) -> Vec<u8> {
    let text = fs::read_to_string(PLAIN).expect("a fixture");
    let (mut drawn, mut top, mut place) = (vec!["0.5 w ".to_owned()], 780, [0; 4]);
    for line in text.lines().take_while(|line| !line.starts_with("三、")) {
        let fields: Vec<&str> = line.split(',').collect();
        for (column, field) in (0..).zip(&fields) {
            let (left, bottom) = (10 + column * CELL.1, top - CELL.0);
            if let Some(above) = merged.filter(|_| column == 1 && ["行政处罚", "行政强制"].contains(&fields[0]))
            {
                if fields[0] == "行政处罚" {
                    drawn.push(format!("{left} {} {} {} re S ", bottom - CELL.0, CELL.1, 2 * CELL.0));
                    drawn.push(format!("BT /F 8 Tf {} {} Td <003800320037> Tj ET ", left + 2, bottom + above - 3));
                }
                continue;
            }
            if fields.len() > 1 {
                drawn.push(format!("{left} {bottom} {} {} re S ", CELL.1, CELL.0));
            }
            if fields[0] == "行政许可" && column == 1 {
                place = [left, bottom, left + CELL.1, top];
                continue;
            }
            let letters: String = field.encode_utf16().map(|unit| format!("{unit:04X}")).collect::<Vec<_>>().concat();
            drawn.push(format!("BT /F 3 Tf {} {} Td <{letters}> Tj ET ", left + 2, bottom + 6));
        }
        top -= CELL.0;
    }
    let drawn = drawn.concat();
    let notes: String = notes(place).iter().map(|note| ["<</Type/Annot", note, ">>"].concat()).collect();
    let font = "<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font\
                /Subtype/CIDFontType0/BaseFont/S/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>\
                /DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/S/Flags 6>>>>]>>";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R\
             /Annots[{notes}]>>"
        ),
        format!("<</Length {}>>stream\n{drawn}\nendstream", drawn.len()),
        font.to_owned(),
        "<</FT/Tx/V(41)>>".to_owned(),
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        table.push(format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").into_bytes());
    }
    let (at, count) = (file.len(), objects.len() + 1);
    file.extend(format!("xref\n0 {count}\n0000000000 65535 f \n{}", table.concat()).into_bytes());
    file.extend(format!("trailer <</Root 1 0 R/Size {count}>>\nstartxref\n{at}\n%%EOF\n").into_bytes());
    file
}

/// The figure of 行政许可 in a print, and whether it is unreadable; every other cell is right.
fn permits(print: &[u8]) -> (Option<String>, bool) {
    const ID: &str = "disclosure.permits.decisions";
    let mut filings = assess("a.pdf", print);
    assert_eq!(filings.len(), 1);
    let filing = filings.remove(0);
    assert!(filing.error.is_none(), "{:?}", filing.error);
    let plain = assess("a.csv", &fs::read(PLAIN).expect("a fixture")).remove(0);
    let (mut own, mut others) = (cells(&filing), cells(&plain));
    others.retain(|id, _| id.starts_with("disclosure.") && id != ID);
    let figure = own.remove(ID).flatten();
    assert_eq!(own, others);
    (figure, codes(&filing).contains_key("V201"))
}

#[test]
fn what_is_typed_onto_a_page_is_read_where_it_stands() {
    let rect = |[left, bottom, right, top]: [i32; 4]| format!("/Rect[{left} {bottom} {right} {top}]");
    let read = |note: &str| permits(&print(|place| vec![format!("{}{note}", rect(place))]));
    let figure = |text: &str| (Some(text.to_owned()), false);
    for note in [
        "/Subtype/FreeText/Contents(1965)/DA(0 g /Helv 10 Tf)",
        "/Subtype/FreeText/Contents(1965)",
        "/Subtype/FreeText/Contents<FEFF0031003900360035000D>/DA(/Helv 0 Tf)/Q 1",
        "/Subtype/FreeText/Contents(1965)/DA[1 2 3]/IT/FreeTextTypeWriter/F 4",
        "/Subtype/Widget/FT/Tx/V(1965)/DA(/Helv 12 Tf 0 g)/Q 2",
        "/Subtype/Widget/FT/Ch/V(1965)/Opt[(0)(1965)]",
        // White on what it fills.
        "/Subtype/FreeText/Contents(1965)/C[0 0 1]/DA(1 g /Helv 10 Tf)",
    ] {
        assert_eq!(read(note), figure("1965"), "{note}");
    }
    assert_eq!(read("/Subtype/Widget/Parent 6 0 R"), figure("41"));
    // The box ends above the line below, and begins with the text.
    let small = |[left, _, right, top]: [i32; 4]| {
        format!("{}/Subtype/FreeText/Contents(1965)", rect([left + 9, top - 9, right, top + 3]))
    };
    assert_eq!(permits(&print(|place| vec![small(place)])), figure("1965"));
    for note in [
        "/Subtype/FreeText/Contents(1965)/F 2",
        "/Subtype/FreeText/Contents(1965)/F 32",
        "/Subtype/FreeText/Contents( )",
        "/Subtype/Text/Contents(1965)",
        "/Subtype/Popup/Contents(1965)",
        "/Subtype/Highlight/Contents(1965)",
        "/Subtype/Widget/FT/Btn/V(1965)",
        "/Subtype/Widget/FT/Tx",
    ] {
        assert_eq!(read(note), (None, false), "{note}");
    }
    // White on white is seen by nobody; which of several stands where, nobody can say.
    assert_eq!(read("/Subtype/FreeText/Contents(1965)/DA(1 g /Helv 10 Tf)"), (None, false));
    for note in ["/Subtype/FreeText/Contents(19 65)", "/Subtype/FreeText/Contents(19\\r65)"] {
        let (figure, is_unreadable) = read(note);
        assert!(is_unreadable && figure.is_some_and(|figure| figure.contains('\u{FFFD}')), "{note}");
    }
}

/// A figure in the middle of a cell over two rows may be that of either, or of both; at the top it is that of the first.
#[test]
fn a_figure_on_the_border_of_two_rows_is_of_neither() {
    let read = |above: i32| {
        let note = |[left, bottom, right, top]: [i32; 4]| {
            vec![format!("/Subtype/FreeText/Contents(1965)/Rect[{left} {bottom} {right} {top}]")]
        };
        let filing = assess("a.pdf", &print_with(note, Some(above))).remove(0);
        let figures = ["penalties", "coercive_measures"]
            .map(|row| cells(&filing)[&format!("disclosure.{row}.decisions")].clone().unwrap_or_default());
        let codes = codes(&filing);
        (figures, ["V201", "V204"].map(|code| codes.get(code).copied().unwrap_or(0)))
    };
    let figures = ["827".to_owned(), String::new()];
    assert_eq!(read(0), (figures.clone(), [1, 0]));
    assert_eq!(read(10), (figures, [0, 1]));
}
