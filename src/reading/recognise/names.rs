//! What the cells of the forms are called in a data set: by their ids, or by the labels of their row and column.
//!
//! A label path is what an officer would write over a column: `表三/三、本年度办理结果/（三）不予公开/1.属于国家秘密/自然人`, or shorter
//! `（三）不予公开-1.属于国家秘密-自然人`, with any separator or none. Separators also stand inside labels, so a name is not cut at
//! them but folded whole and taken apart from its ends: a column behind, a table in front, and what is left is a row.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::Recogniser;
use super::place::LineOfBlock;
use crate::forms::Forms;
use crate::model::{Axis, BlockAt, CellIndex, FormEdition, Label, Table, Unit, fold};
use crate::reading::cells::lexicon::LEXICON;

/// No name of a cell is longer than this, in bytes; a narrative is not worth folding.
const MAX_NAME_BYTES: usize = 600;

/// A name and what it is in each edition.
#[derive(Debug, Clone)]
pub(in crate::reading) struct Name {
    /// As printed.
    pub(in crate::reading) printed: String,
    /// Per edition: the cell.
    pub(in crate::reading) cells: Box<[Option<CellIndex>]>,
    /// The unit that the name declares.
    pub(in crate::reading) unit: Option<Unit>,
    /// The cell is of money.
    pub(in crate::reading) is_of_money: bool,
}

impl Name {
    /// A name that is no cell's.
    pub(in crate::reading) fn of_nothing(printed: &str) -> Self {
        Self { printed: printed.to_owned(), cells: Box::new([]), unit: None, is_of_money: false }
    }

    /// The cell of an edition.
    pub(in crate::reading) fn cell(&self, edition: usize) -> Option<CellIndex> {
        self.cells.get(edition).copied().flatten()
    }

    /// Whether some edition has such a cell.
    pub(in crate::reading) fn is_known(&self) -> bool {
        self.cells.iter().any(Option::is_some)
    }
}

/// Names that were looked up, so that each is looked up once.
pub(in crate::reading) struct Remembered<'r> {
    recogniser: &'r Recogniser<'r>,
    known: HashMap<String, Arc<Name>>,
}

impl<'r> Remembered<'r> {
    /// A form has some hundred names; what comes after so many is looked up each time.
    const MANY: usize = 20_000;

    pub(in crate::reading) fn new(recogniser: &'r Recogniser<'r>) -> Self {
        Self { recogniser, known: HashMap::new() }
    }

    /// What `printed` names.
    pub(in crate::reading) fn find(&mut self, printed: &str) -> Arc<Name> {
        if let Some(name) = self.known.get(printed) {
            return Arc::clone(name);
        }
        let name = Arc::new(self.recogniser.name(printed));
        if self.known.len() < Self::MANY {
            self.known.insert(printed.to_owned(), Arc::clone(&name));
        }
        name
    }
}

/// The names of all cells of all editions.
#[derive(Debug)]
pub(super) struct Names(Vec<EditionNames>);

#[derive(Debug)]
struct EditionNames {
    /// What may stand in front of a row: its table, and the heading of its block.
    fronts: Vec<(String, Front)>,
    /// The rows, under some, all or none of their headings.
    rows: HashMap<String, BTreeSet<LineOfBlock>>,
    /// The columns, the same.
    columns: HashMap<String, BTreeSet<LineOfBlock>>,
}

/// What may stand behind a front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Front {
    Any,
    OfTable(usize),
    OfBlock(BlockAt),
}

impl Front {
    fn allows(self, block: BlockAt) -> bool {
        match self {
            Self::Any => true,
            Self::OfTable(table) => block.table == table,
            Self::OfBlock(own) => block == own,
        }
    }
}

impl Names {
    /// The names of all cells of `forms`.
    pub(super) fn new(forms: &Forms) -> Self {
        let blocks = || forms.editions().iter().flat_map(|edition| &edition.tables).flat_map(|table| &table.blocks);
        let lines = blocks().flat_map(|block| block.rows.lines.iter().chain(&block.columns.lines));
        let taken: HashSet<&str> = lines.map(|line| line.label.folded().body.as_str()).collect();
        Self(forms.editions().iter().map(|edition| EditionNames::new(edition, &taken)).collect())
    }
}

impl Recogniser<'_> {
    /// The name of a cell that may be meant by a column that names none: a misspelt id, or misspelt labels. `is_taken`
    /// says which cells have columns already.
    pub(in crate::reading) fn nearest_name(
        &self,
        printed: &str,
        is_taken: impl Fn(usize, CellIndex) -> bool,
    ) -> String {
        /// From here on another name may be meant.
        const NEAR: f64 = 0.8;
        /// Characters of a name of one's own, as 备注.
        const SHORT: usize = 6;
        let printed = printed.trim();
        if printed.len() > MAX_NAME_BYTES || printed.chars().count() < SHORT {
            return String::new();
        }
        let (lower, folded) = (printed.to_lowercase(), whole(printed).body);
        let named = |(at, edition): (usize, &FormEdition)| {
            let near = edition.each_cell().filter(|(index, _)| !is_taken(at, *index)).map(|(_, cell)| {
                let (row, column) = (&edition.row_of(cell).label, &edition.column_of(cell).label);
                let labels = format!("{}{}", row.folded().body, column.folded().body);
                let by_id = strsim::normalized_damerau_levenshtein(&lower, &cell.id);
                let by_labels = strsim::normalized_damerau_levenshtein(&folded, &labels);
                let name = if by_id >= by_labels {
                    cell.id.to_string()
                } else {
                    format!("{}/{}", row.printed(), column.printed())
                };
                (by_id.max(by_labels), name)
            });
            near.filter(|(likeness, _)| *likeness >= NEAR).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
        };
        self.forms.editions().iter().enumerate().find_map(named).unwrap_or_default()
    }

    /// What `printed` names. A name that fits two cells of an edition names none of it.
    pub(in crate::reading) fn name(&self, printed: &str) -> Name {
        let id = printed.trim();
        let lower = id.to_ascii_lowercase();
        let is_of_other = || printed.len() > MAX_NAME_BYTES || LEXICON.has_other_sign(printed);
        let folded = if is_of_other() { fold("") } else { whole(printed) };
        // Most headers name no cell of a data set, and no run needs the names before one does.
        let names = self.names.get_or_init(|| Names::new(self.forms));
        let cells = self.forms.editions().iter().zip(&names.0).map(|(edition, names)| {
            let by_id = edition.index.get(id).or_else(|| edition.index.get(lower.as_str())).copied();
            by_id.or_else(|| names.by_labels(edition, &folded.body))
        });
        let unit = folded.unit.as_deref().and_then(Unit::named);
        let cells: Box<[Option<CellIndex>]> = cells.collect();
        let is_money = |(edition, cell): (&FormEdition, &Option<CellIndex>)| {
            cell.is_some_and(|cell| edition.cell(cell).unit.is_some())
        };
        let is_of_money = self.forms.editions().iter().zip(&cells).any(is_money);
        Name { printed: printed.to_owned(), cells, unit, is_of_money }
    }

    /// The edition that `printed` names: `2021`, `2021版`, `2021年版`.
    pub(in crate::reading) fn edition_called(&self, printed: &str) -> Option<&str> {
        let folded = fold(printed).body;
        let word = folded.trim_end_matches(['年', '版', '表', '式', '格']);
        let mut ids = self.forms.editions().iter().map(|edition| &*edition.id);
        ids.find(|id| *id == printed.trim() || *id == word)
    }
}

impl EditionNames {
    /// `taken` are the labels of all lines of all editions.
    fn new(edition: &FormEdition, taken: &HashSet<&str>) -> Self {
        let mut this = Self { fronts: Vec::new(), rows: HashMap::new(), columns: HashMap::new() };
        this.fronts.push((String::new(), Front::Any));
        for (table, spec) in edition.tables.iter().enumerate() {
            let tables = table_words(spec);
            this.fronts.extend(tables.iter().map(|words| (words.clone(), Front::OfTable(table))));
            for (block, grid) in spec.blocks.iter().enumerate() {
                let at = BlockAt { table, block };
                for heading in grid.heading.iter().flat_map(words) {
                    let under = tables.iter().map(|table| format!("{table}{heading}")).chain([heading.clone()]);
                    this.fronts.extend(under.map(|words| (words, Front::OfBlock(at))));
                }
                for (axis, paths) in [(&grid.rows, &mut this.rows), (&grid.columns, &mut this.columns)] {
                    for line in axis.with_cells() {
                        for path in line_words(axis, line) {
                            // 规章废止件数: a record is of one year anyway; 处理决定数量 is what another edition has.
                            let short = LEXICON.this_year.behind(&path);
                            let short = short.filter(|short| !short.is_empty() && !taken.contains(*short));
                            let short = short.map(str::to_owned);
                            for path in short.into_iter().chain([path]) {
                                paths.entry(path).or_default().insert(LineOfBlock { block: at, line });
                            }
                        }
                    }
                }
            }
        }
        this
    }

    fn by_labels(&self, edition: &FormEdition, body: &str) -> Option<CellIndex> {
        let mut found = BTreeSet::new();
        for (words, columns) in &self.columns {
            let Some(row) = body.strip_suffix(words.as_str()) else { continue };
            for row in self.rows_called(row) {
                let columns = columns.iter().filter(|column| column.block == row.block);
                found.extend(columns.filter_map(|column| edition.cell_at(row.block, row.line, column.line)));
            }
        }
        // Where a block has one column its row is name enough: 行政许可.
        for row in self.rows_called(body) {
            let mut columns = edition.block(row.block).columns.with_cells();
            if let (Some(column), None) = (columns.next(), columns.next()) {
                found.extend(edition.cell_at(row.block, row.line, column));
            }
        }
        let mut found = found.into_iter();
        found.next().filter(|_| found.next().is_none())
    }

    fn rows_called<'s>(&'s self, body: &'s str) -> impl Iterator<Item = LineOfBlock> + 's {
        self.fronts.iter().flat_map(move |(words, front)| {
            let rows = body.strip_prefix(words.as_str()).and_then(|rest| self.rows.get(rest));
            rows.into_iter().flatten().filter(|row| front.allows(row.block)).copied()
        })
    }
}

/// The folded words of a text, an ordinal in front included.
fn whole(text: &str) -> crate::model::Folded {
    fold(&format!("·{text}"))
}

/// The words of a label, without and with its ordinal.
fn words(label: &Label) -> BTreeSet<String> {
    [label.folded().body.clone(), whole(label.printed()).body].into_iter().filter(|words| !words.is_empty()).collect()
}

/// The words of a table: its brief, its title, or both.
fn table_words(table: &Table) -> BTreeSet<String> {
    let titles: BTreeSet<String> = std::iter::once(&table.label).chain(&table.aliases).flat_map(words).collect();
    let brief = whole(&table.brief.zh).body;
    let both: Vec<String> = titles.iter().map(|title| format!("{brief}{title}")).collect();
    titles.into_iter().chain(both).chain([brief]).collect()
}

/// The words of a line under any of its headings.
fn line_words(axis: &Axis, line: usize) -> BTreeSet<String> {
    let spellings = |at: usize| axis.lines[at].labels().flat_map(words).collect::<BTreeSet<_>>();
    let mut paths = spellings(line);
    for heading in axis.above(line) {
        let under: Vec<String> = spellings(heading)
            .iter()
            .flat_map(|above| paths.iter().map(move |path| format!("{above}{path}")))
            .collect();
        paths.extend(under);
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::ReadOptions;

    fn id(recogniser: &Recogniser, edition: &str, printed: &str) -> Option<Arc<str>> {
        let at = recogniser.forms.editions().iter().position(|known| *known.id == *edition).expect("an edition");
        let cell = recogniser.name(printed).cell(at);
        cell.map(|cell| recogniser.forms.editions()[at].cell(cell).id.clone())
    }

    #[test]
    fn a_cell_is_called_by_its_id_or_its_labels() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        let recogniser = Recogniser::new(&forms, ReadOptions::default());
        for (printed, expected) in [
            ("requests.denied.state_secret.natural_person", "requests.denied.state_secret.natural_person"),
            (" Requests.Denied.State_Secret.Natural_Person ", "requests.denied.state_secret.natural_person"),
            (
                "表三/三、本年度办理结果/（三）不予公开/1.属于国家秘密/自然人",
                "requests.denied.state_secret.natural_person",
            ),
            (
                "表三_三、收到和处理政府信息公开申请情况_一、本年新收政府信息公开申请数量_总计",
                "requests.received.total",
            ),
            ("(三)不予公开-1、属于国家秘密-申请人情况-自然人", "requests.denied.state_secret.natural_person"),
            ("属于国家秘密>法人或其他组织>商业企业", "requests.denied.state_secret.enterprise"),
            ("（七）总计-总计", "requests.processed_total.total"),
            ("3.其他·其他", "requests.other.other.other_org"),
            ("（六）其他处理 / 3.其他 / 其他", "requests.other.other.other_org"),
            ("（六）其他处理/其他", "requests.other.other_org"),
            ("二、主动公开政府信息情况/第二十条第（一）项/规章/本年制发件数", "disclosure.regulations.issued"),
            ("规章本年制发件数", "disclosure.regulations.issued"),
            ("规范性文件.现行有效件数", "disclosure.normative_documents.in_force"),
            ("行政事业性收费/本年收费金额（单位：元）", "disclosure.fees.amount"),
            ("行政许可", "disclosure.permits.decisions"),
            ("行政诉讼/复议后起诉/其他结果", "review.litigation_after_review.other"),
        ] {
            assert_eq!(id(&recogniser, "2021", printed).as_deref(), Some(expected), "{printed}");
        }
        assert_eq!(recogniser.name("行政事业性收费/本年收费金额（单位：元）").unit, Some(Unit::Yuan));
        assert_eq!(id(&recogniser, "2019", "行政许可"), None, "three columns");
        assert_eq!(id(&recogniser, "2019", "行政许可/本年增/减").as_deref(), Some("disclosure.permits.items_change"));
        for printed in [
            "",
            "行政许可（±）",
            "（一）予以公开-总计（％）",
            "行政事业性收费($)",
            "/",
            "总计",
            "自然人",
            "结果维持",
            "备注",
            "表二/（七）总计/总计",
            "行政诉讼/其他结果",
            "其他",
        ] {
            assert!(!recogniser.name(printed).is_known(), "{printed}");
        }
    }

    /// Every cell by the longest of its names.
    #[test]
    fn every_cell_has_a_path_of_labels() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        let recogniser = Recogniser::new(&forms, ReadOptions::default());
        for edition in forms.editions() {
            for (_, cell) in edition.each_cell() {
                let block = edition.block_of(cell);
                let path = |axis: &Axis, line| {
                    let mut labels: Vec<_> = std::iter::once(line).chain(axis.above(line)).collect();
                    labels.reverse();
                    labels.iter().map(|at| axis.lines[*at].label.printed().to_owned()).collect::<Vec<_>>().join("/")
                };
                let table = edition.tables[cell.table].label.printed();
                let printed = format!("{table}/{}/{}", path(&block.rows, cell.row), path(&block.columns, cell.column));
                assert_eq!(id(&recogniser, &edition.id, &printed).as_ref(), Some(&cell.id), "{printed}");
            }
        }
    }
}
