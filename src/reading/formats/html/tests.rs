use super::*;
use crate::reading::cells::grid::Origin;

/// The cells of each table of a page: row, column, text.
fn tables(page: &str) -> Vec<Vec<(u32, u32, String)>> {
    let grids = read(page).expect("a page");
    let tables = grids.iter().filter(|grid| matches!(grid.origin, Origin::Table(_)));
    let cells = |grid: &Grid| {
        let rows = grid.rows.iter();
        rows.flat_map(|row| row.cells.iter().map(|cell| (row.index, cell.column, cell.text.clone()))).collect()
    };
    tables.map(cells).collect()
}

fn cell(row: u32, column: u32, text: &str) -> (u32, u32, String) {
    (row, column, text.to_owned())
}

#[test]
fn cells_are_laid_out_as_browsers_do() {
    let page = "<table><tr><td rowspan=2>a</td><td colspan='2'>b</td></tr><tr><td>c</td><th>d</th></tr></table>";
    assert_eq!(tables(page), [vec![cell(0, 0, "a"), cell(0, 1, "b"), cell(1, 1, "c"), cell(1, 2, "d")]]);
}

#[test]
fn tag_soup_is_read_as_browsers_read_it() {
    let page = "<TABLE><TR><TD>一<br>二<TD>&nbsp;<td><p><span>3</span><span>4</span></p><tr><td>&#20108;<td>5</table>";
    assert_eq!(tables(page), [vec![cell(0, 0, "一\n二"), cell(0, 2, "34"), cell(1, 0, "二"), cell(1, 1, "5")]]);
}

#[test]
fn a_table_that_lays_out_the_page_is_text_and_the_table_inside_is_one() {
    let page = "<table><tr><td>标题<table><tr><td>规章<td>0</table>落款</td></tr></table>";
    let grids = read(page).expect("a page");
    let words: Vec<_> = grids.iter().flat_map(|g| &g.rows).flat_map(|r| &r.cells).map(|c| c.text.as_str()).collect();
    assert_eq!(words, ["标题", "规章", "0", "落款"]);
    assert_eq!(tables(page).iter().filter(|cells| !cells.is_empty()).count(), 1);
}

/// Systems that fill a form field by field put each field into a table of its own, labels among them.
#[test]
fn a_table_of_one_cell_in_each_cell_is_the_text_of_that() {
    let wrap = |text: &str| format!("<td> <table><tr><td>{text}</table> ");
    let row = |cells: &[&str]| "<tr>".to_owned() + &cells.iter().map(|cell| wrap(cell)).collect::<String>();
    let page = |rows: &str| format!("<table>{rows}</table><table><tr><td>behind</table>");
    let rows = row(&["规章", "3<s>9</s>", ""]) + &row(&["许可", "17", "5"]);
    let cells = |page: &str| tables(page).into_iter().filter(|cells| !cells.is_empty()).collect::<Vec<_>>();
    let behind = || vec![cell(0, 0, "behind")];
    let expected = vec![cell(0, 0, "规章"), cell(0, 1, "3"), cell(1, 0, "许可"), cell(1, 1, "17"), cell(1, 2, "5")];
    assert_eq!(cells(&page(&rows)), [expected, behind()]);
    let left_out = read(&page(&rows)).expect("a page").into_iter().flat_map(|grid| grid.left_out).collect::<Vec<_>>();
    assert_eq!(left_out.iter().map(|one| (one.row, one.column, one.text.as_str())).collect::<Vec<_>>(), [(0, 1, "9")]);
    // One that lays out a page: with text beside, with a larger table, in one column.
    for layout in [
        rows.clone() + "<tr><td>text<table><tr><td>1</table>",
        rows.clone() + "<tr><td><table><tr><td>1<td>2</table>",
        rows.clone() + "<tr><td><table><tr><td>1</table><table><tr><td>2</table>",
        row(&["标题"]) + &row(&["正文"]) + &row(&["a", "b"]),
    ] {
        assert!(cells(&page(&layout)).iter().all(|cells| cells.len() < 3), "{layout}");
    }
}

#[test]
fn what_nobody_sees_is_not_read() {
    let page = "<style>td{}</style><script>var a='<table><tr><td>9</table>'</script><table><tr><td>1</table>";
    assert_eq!(tables(page), [vec![cell(0, 0, "1")]]);
}

#[test]
fn what_a_person_does_not_count_is_left_out_and_noted() {
    let left_out = |inner: &str| {
        let grids = read(&format!("<table><tr><td>行政许可<td>{inner}<td>1</table>")).expect("a page");
        let texts: Vec<_> = grids[0].rows[0].cells.iter().map(|cell| (cell.column, cell.text.clone())).collect();
        let left_out: Vec<_> = grids[0].left_out.iter().map(|one| (one.column, one.text.clone())).collect();
        (texts.iter().find(|(column, _)| *column == 1).map(|(_, text)| text.clone()), left_out)
    };
    for inner in [
        "4587<s>1</s>",
        "4587<del>1</del>",
        "4587<sup>1</sup>",
        "4587<span hidden>1</span>",
        "4587<span style='display: none'>1</span>",
        "4587<b style=\"text-decoration:underline line-through\">1</b>",
        "4587<span style='visibility:hidden'><span>1</span></span>",
        "<i>45</i>87<s>1",
        "<style>.old{text-decoration:line-through}</style>4587<span class='big old'>1</span>",
        "4587<span style='position:relative;top:-3.0pt;mso-text-raise:3.0pt'>1</span>",
        "4587<span style='vertical-align:4px'>1</span>",
        "<style>.note{vertical-align:super}</style>4587<span class=note>1</span>",
        "<style>#note,b.x{display:none}</style>4587<b class=x>1</b>",
    ] {
        assert_eq!(left_out(inner), (Some("4587".to_owned()), vec![(1, "1".to_owned())]), "{inner}");
    }
    // Nobody sees these off the line, or they stand on none, or nothing stands on the line beside them.
    for inner in [
        "<span style='position:relative;top:3.0pt;mso-text-raise:-3.0pt'>4587</span>",
        "<span style='vertical-align:-6px'>45</span><span style='vertical-align:-6px'>87</span>",
        "458<span style='vertical-align:1px'>7</span>",
        "<p style='position:relative;top:9px'>4587</p>",
        "4587<td style='vertical-align:super'>8",
    ] {
        assert_eq!(left_out(inner), (Some("4587".to_owned()), vec![]), "{inner}");
    }
    assert_eq!(left_out("<s>9</s>"), (None, vec![(1, "9".to_owned())]));
    assert_eq!(left_out("<input value=45><input type=hidden value=9>"), (Some("45".to_owned()), vec![]));
    assert_eq!(left_out("45<canvas>9</canvas><br>"), (Some("45".to_owned()), vec![]));
    assert_eq!(left_out("<input value=45><span>45</span>"), (Some("45 \n45".to_owned()), vec![]));
}

#[test]
fn digits_that_a_sheet_may_hide_make_a_figure_none() {
    let shown = |sheet: &str| {
        let page = format!("<style>{sheet}</style><table><tr><td>a<td><span class=h>9</span>3517</table>");
        tables(&page)[0].pop().map(|(.., text)| text)
    };
    for hidden in [
        ":is(.h){display:none}",
        "td:where(td) .\\68{display:none}",
        ".h{content-visibility:hidden;display:inline-block}",
    ] {
        assert_eq!(shown(hidden).as_deref(), Some("3517"), "{hidden}");
    }
    for doubtful in [
        ".h:has(+ i){display:none}",
        "@scope (td){.h{display:none}}",
        "@container (width > 1px){.h{display:none}}",
        ".h:last-child{content-visibility:hidden;display:inline-block}",
    ] {
        assert!(shown(doubtful).is_some_and(|text| text.contains('\u{FFFD}')), "{doubtful}");
    }
    for shown_anyway in [".h{content-visibility:hidden}", ":is(.g){display:none}", "@scope (td){.g{display:none}}"] {
        assert_eq!(shown(shown_anyway).as_deref(), Some("93517"), "{shown_anyway}");
    }
}

#[test]
fn a_page_made_to_cost_time_is_refused() {
    let nested = "<table><tr><td>".repeat(100_000);
    assert_eq!(read(&nested).expect_err("too deep").problem, Problem::Damaged);
    let spans = "<table>".to_owned() + &"<tr><td rowspan=65534 colspan=1000>1".repeat(30_000);
    assert!(read(&spans).is_err());
    let style = format!("<style>{}</style>", "i div b{display:none}".repeat(5_000));
    let styled = style + &"<div>".repeat(100) + &"<b>1</b>".repeat(200);
    assert_eq!(read(&styled).expect_err("too many steps").problem, Problem::Damaged);
    let divs = "<div>".repeat(1_000_000) + "<table><tr><td>1</table>";
    assert_eq!(tables(&divs).len(), 1);
    let attributes = format!("<table><tr><td {}>1</table>", "a=b ".repeat(1_000_000));
    assert_eq!(tables(&attributes), [vec![cell(0, 0, "1")]]);
}

/// The last cell of a table is not closed before the next heading and table: browsers show its figure in it, and all that
/// follows below.
#[test]
fn a_figure_in_front_of_what_begins_in_its_cell_is_that_of_the_cell() {
    let page = |before: &str, inner: &str| {
        format!("<table><tr><td>规章<td>3<tr><td>收费<td>{before}<p>三、申请</p><table><tr><td>{inner}</table>")
    };
    let outer = |page: &str| tables(page).remove(0);
    let own = |text: &str| vec![cell(0, 0, "规章"), cell(0, 1, "3"), cell(1, 0, "收费"), cell(1, 1, text)];
    for before in ["284.21", " 284.21 ", "<p>284.21</p>", "<b>284.21</b><br>"] {
        let page = page(before, "本年新收申请数量<td>7<tr><td>上年结转申请数量<td>8");
        assert_eq!(outer(&page), own("284.21"), "{before}");
        let words = read(&page).expect("a page").into_iter().flat_map(|grid| grid.rows).flat_map(|row| row.cells);
        let words: Vec<String> = words.map(|cell| cell.text).collect();
        assert_eq!(
            words,
            ["规章", "3", "收费", "284.21", "三、申请", "本年新收申请数量", "7", "上年结转申请数量", "8"]
        );
    }
    // Words, figures below each other, and nothing.
    for before in ["见下", "284<br>21", "284.21<br>8", ""] {
        assert_eq!(outer(&page(before, "本年新收申请数量<td>7<tr><td>上年结转申请数量<td>8")).len(), 3, "{before}");
    }
    // A table that lays out the page, with the number of a page.
    let layout = "<table><tr><td>1<p>三、申请</p><table><tr><td>本年<td>7</table></table>";
    assert_eq!(outer(layout), []);
}
