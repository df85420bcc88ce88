use super::*;
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::Problem;
use crate::reading::cells::grid::Origin;

/// The texts of a document, each with its place.
fn texts(bytes: &[u8]) -> Vec<(String, String)> {
    let grids = read(bytes).expect("a document");
    let cells = grids.iter().flat_map(|grid| {
        grid.rows.iter().flat_map(move |row| {
            row.cells.iter().map(move |cell| {
                let place = match grid.origin {
                    Origin::Table(number) => format!("{number}:{},{}", row.index, cell.column),
                    _ => String::new(),
                };
                (place, cell.text.clone())
            })
        })
    });
    cells.collect()
}

/// Of a document with this body.
fn body(body: &str) -> Vec<(String, String)> {
    let fonts =
        "{\\fonttbl{\\f0\\fnil\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}{\\f1\\fcharset0 Arial;}{\\f2\\fcharset204 A;}}";
    texts(format!("{{\\rtf1\\ansi\\ansicpg936\\deff0{fonts}{body}}}\0\r\n").as_bytes())
}

fn at(place: &str, text: &str) -> (String, String) {
    (place.to_owned(), text.to_owned())
}

#[test]
fn chinese_is_read_in_whatever_way_it_is_written() {
    let all = [
        "\\f0 \\'b9\\'e6\\'d5\\'c2",
        // One that is `\` in its second byte, plainly, with a blank that belongs to the word before.
        "\\uc1\\u-27067 ?\\u31456?",
        "\\uc2\\u35268\\'b9\\'e6\\u31456\\'d5\\'c2",
        "{\\uc0\\u35268\\u31456}",
        "\\uc1\\u35268 ?{\\u31456 ?}",
    ];
    assert_eq!(body(all[0]), [at("", "规章")]);
    assert_eq!(body(all[1]), [at("", "际章")]);
    for written in &all[2..] {
        assert_eq!(body(written), [at("", "规章")], "{written}");
    }
    let plain = [&b"{\\rtf1\\ansicpg936 "[..], &encoding_rs::GB18030.encode("规章昞旴").0, b"\\par}"].concat();
    assert_eq!(texts(&plain), [at("", "规章昞旴")]);
    assert_eq!(body("\\f2 \\'c0\\f1\\u-10179 ?\\u-8704 ?"), [at("", "А\u{1F600}")]);
    assert_eq!(body("\\u-10179 ?1"), [at("", "1")]);
}

#[test]
fn borders_tell_the_columns_of_cells() {
    let table = "\\trowd\\trleft-100\\clmgf\\cellx1000\\clmrg\\cellx2000\\clvmgf\\cellx3000\\pard\\intbl a\\cell x\\cell b\\cell\\row\
        \\trowd\\trleft-100\\cellx1003\\cellx1998\\clvmrg\\cellx3000 c\\cell d\\cell y\\cell\\row\
        \\trowd\\trleft-100\\cellx3000\\pard\\intbl e\\cell\\row f\\cell\\row\\pard after\\par";
    assert_eq!(
        body(table),
        [
            at("1:0,0", "a"),
            at("1:0,2", "b"),
            at("1:1,0", "c"),
            at("1:1,1", "d"),
            at("1:2,0", "e"),
            at("1:3,0", "f"),
            at("", "after")
        ]
    );
}

#[test]
fn tables_in_cells_are_tables() {
    let table = "before\\par\\pard\\intbl\\trowd\\cellx9000 above\\par\\pard\\intbl\\itap2 1\\nestcell{\\nonesttables\\par}2\\nestcell\
        {\\*\\nesttableprops\\trowd\\cellx500\\cellx1000\\nestrow}{\\nonesttables\\par}\\pard\\intbl\\itap1 below\\cell\
        {\\trowd\\cellx9000\\row}\\pard after\\par";
    assert_eq!(
        body(table),
        [at("", "before"), at("", "above"), at("2:0,0", "1"), at("2:0,1", "2"), at("", "below"), at("", "after")]
    );
}

#[test]
fn what_nobody_sees_is_left_out() {
    let written = "3{\\strike 8}\\striked1 9\\striked0 4{\\v 6}{\\deleted 7}{\\*\\unknown 5}{\\header 5}{\\pict 5}{\\footnote 5}\
        {\\field{\\*\\fldinst  =1+1 }{\\fldrslt 2}}{\\info{\\title 5}}{\\shp{\\*\\shpinst{\\shptxt 5}}{\\shprslt 5}}\\strike\\plain 1";
    assert_eq!(body(written), [at("", "3421")]);
    assert_eq!(
        body("\\bin4 }}{{1\\-\\_\\~2\\tab 3\\\n4\\line 5\\page 6"),
        [at("", "1-\u{a0}2 3"), at("", "4"), at("", "5"), at("", "6")]
    );
    assert_eq!(body("\\{\\\\\\}"), [at("", "{\\}")]);
}

/// Writers give a picture twice, for themselves and for old programs.
#[test]
fn a_picture_is_told_in_a_cell_and_a_field_shows_its_result_alone() {
    let cell = |inner: &str| body(&format!("\\trowd\\cellx900\\intbl 45{inner}\\cell\\row"));
    let picture =
        |size: &str| format!("{{\\pict{{\\*\\picprop{{\\sp{{\\sn wzName}}{{\\sv 5}}}}}}{size}\\pngblip 89504e47}}");
    let goal = "\\picscalex31\\picscaley31\\picwgoal900\\pichgoal300";
    for unread in [
        picture(""),
        format!("{{\\*\\shppict{}}}{{\\nonshppict{}}}", picture(goal), picture(goal)),
        format!("{{\\object\\objemb{{\\*\\objdata 01}}{{\\result {}}}}}", picture(goal)),
        format!("\\dn6{}", picture(goal)),
    ] {
        assert_eq!(cell(&unread), [at("1:0,0", "45\u{FFFD}")], "{unread}");
    }
    for none in [
        picture("\\picwgoal15\\pichgoal15"),
        format!("{{\\v {}}}", picture(goal)),
        format!("{{\\shp{{\\*\\shpinst{{\\sp{{\\sn pib}}{{\\sv {}}}}}}}}}", picture(goal)),
    ] {
        assert_eq!(cell(&none), [at("1:0,0", "45")], "{none}");
    }
    let merged = "{\\field{\\*\\fldinst MERGEFIELD x}{\\fldrslt 45871}}";
    let outer = format!("{{\\field{{\\*\\fldinst {{IF }}{merged}{{ = 0 {merged} }}}}{{\\fldrslt 71}}}}");
    assert_eq!(cell(&format!("8{outer}")), [at("1:0,0", "45871")]);
}

/// What was chosen from a list, as Word and Writer write it, with nothing as the result.
#[test]
fn what_was_chosen_from_a_list_is_what_is_shown() {
    let cell = |form: &str, result: &str| {
        let list = "{\\*\\ffl 0}{\\*\\ffl 3517}{\\*\\ffl \\u26080 ?}";
        let field = format!(
            "{{\\field{{\\*\\fldinst {{ FORMDROPDOWN {{\\*\\formfield{{{form}{list}}}}}}}}}{{\\fldrslt {{{result}}}}}}}"
        );
        body(&format!("\\trowd\\cellx1000\\cellx2000\\pard\\intbl a\\cell {field}\\cell\\row\\pard b\\par"))
    };
    let shown = |text: &str| vec![at("1:0,0", "a"), at("1:0,1", text), at("", "b")];
    assert_eq!(cell("\\fftype2\\ffhaslistbox1\\ffres1", ""), shown("3517"));
    assert_eq!(cell("\\fftype2\\ffres25\\ffdefres0", ""), shown("0"));
    assert_eq!(cell("\\fftype2\\ffres1", "3517"), shown("3517"));
    let nothing = vec![at("1:0,0", "a"), at("", "b")];
    for unread in ["\\fftype2\\ffres2", "\\fftype2\\ffres9", "\\fftype2"] {
        assert_eq!(cell(unread, ""), nothing, "{unread}");
    }
    assert_eq!(cell("\\fftype0", ""), nothing);
}

/// The mark of a note behind a figure, by every word for it, up to where it ends.
#[test]
fn a_raised_or_lowered_mark_is_no_digit() {
    for marked in [
        "45{\\super 9}871",
        "45\\sub 9\\nosupersub 871",
        "45\\super 9\\super0 871",
        "45{\\up6 9}871",
        "45\\up 9\\up0 871",
        "45\\dn6 9\\dn0 871",
        "45\\super 9\\plain 871",
    ] {
        assert_eq!(body(marked), [at("", "45871")], "{marked}");
    }
    // Off the line by what nobody sees, or not at all.
    for level in ["45{\\up1 8}71", "45{\\dn0 8}71", "45{\\nosupersub 8}71"] {
        assert_eq!(body(level), [at("", "45871")], "{level}");
    }
}

#[test]
fn a_file_that_was_cut_off_is_damage() {
    for bytes in ["{\\rtf1 a", "{\\rtf1{a}", "{\\rtf1\\'d", "{\\rtf1\\"] {
        assert_eq!(read(bytes.as_bytes()).map_err(|error| error.problem), Err(Problem::Damaged), "{bytes}");
    }
    assert!(read("}".as_bytes()).is_ok());
}

#[test]
fn groups_and_rows_without_end_are_refused() {
    let groups = format!("{{\\rtf1{}", "{".repeat(MAX_GROUPS));
    assert!(read(groups.as_bytes()).is_err_and(|error| error.to_string().contains("groups")));
    let cells = format!("{{\\rtf1{}}}", "\\cellx1".repeat(limits::MAX_COLUMNS as usize + 1));
    assert!(read(cells.as_bytes()).is_err_and(|error| error.to_string().contains("cells")));
    // A definition that grows with every row costs no more than the row.
    let rows = format!("{{\\rtf1{}}}", "\\cellx1 1\\cell\\row".repeat(20_000));
    assert!(read(rows.as_bytes()).is_ok());
    let deep = format!("{{\\rtf1\\intbl\\itap{}\\par}}", 99);
    assert!(read(deep.as_bytes()).is_err());
}

/// White and tiny letters beside a figure; on a ground that shows them they are digits like any other.
#[test]
fn letters_that_nobody_reads_are_no_digits() {
    let row = |shading: &str, cell: &str| {
        let colours = "{\\colortbl;\\red0\\green0\\blue0;\\red255\\green255\\blue255;\\red68\\green114\\blue196;}";
        body(&format!("{colours}\\trowd {shading}\\cellx1000\\pard\\plain\\intbl {cell}\\cell\\row\\pard\\par"))
    };
    for unseen in ["{\\cf2 8}45", "{\\fs2 8}45", "{\\webhidden 8}45", "45{\\cf2 8}", "{\\cf2\\cb0 8}45"] {
        assert_eq!(row("", unseen), [at("1:0,0", "45")], "{unseen}");
    }
    for seen in
        ["{\\cf1 8}45", "{\\cf0 8}45", "{\\fs21 8}45", "{\\cf9 8}45", "{\\cf2\\highlight3 8}45", "\\cbpat3{\\cf2 8}45"]
    {
        assert_eq!(row("", seen), [at("1:0,0", "845")], "{seen}");
    }
    assert_eq!(row("", "{\\cf2 8}"), []);
    assert_eq!(row("", "{\\cf2 2023\\u24180 ?}"), [at("1:0,0", "2023年")]);
    // Where cells have something behind them, letters count that stand alone.
    for shading in ["\\clcbpat3", "\\clshdng2500\\clcfpat1", "\\trcbpat3"] {
        assert_eq!(row(shading, "{\\cf2 8}"), [at("1:0,0", "8")], "{shading}");
        assert_eq!(row(shading, "{\\cf2 8}45"), [at("1:0,0", "45")], "{shading}");
    }
    assert_eq!(body("{\\colortbl;\\red255\\green255\\blue255;}{\\cf1 8}45"), [at("", "845")]);
}

#[test]
fn a_figure_in_a_box_is_that_of_the_cell_that_holds_nothing_else() {
    let cell = |inner: &str| body(&format!("\\trowd\\cellx900\\cellx1800\\intbl a\\cell {inner}\\cell\\row"));
    let shape = |inner: &str| {
        let written = format!("{{\\shptxt \\pard\\plain {inner}\\par}}");
        format!(
            "{{\\shp{{\\*\\shpinst\\shpleft0{{\\sp{{\\sn shapeType}}{{\\sv 202}}}}{written}}}{{\\shprslt{{\\*\\do 3517}}}}}}"
        )
    };
    for boxed in [
        shape("3517"),
        shape("{\\b 35}\\f0 17") + " ",
        "{\\*\\do{\\dptxbxtext 3517\\par}}".to_owned(),
        format!("{{\\shpgrp{{\\*\\shpinst{}}}}}", shape("3517")),
    ] {
        assert_eq!(cell(&boxed), [at("1:0,0", "a"), at("1:0,1", "3517")], "{boxed}");
    }
    for unread in [shape("\\v 3517"), shape("\\u35265 ?3"), shape("- 3 -")] {
        assert_eq!(cell(&unread), [at("1:0,0", "a")], "{unread}");
    }
    assert_eq!(cell(&format!("45{}", shape("9"))), [at("1:0,0", "a"), at("1:0,1", "45")]);
    assert_eq!(body(&format!("1{}2\\par", shape("9"))), [at("", "12")]);
}
