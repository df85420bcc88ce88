//! In which order the words of a header put its columns.
//!
//! A heading stands for the columns under it, wherever these are printed: 总计 in the line above 商业企业 still comes after
//! them, because 法人或其他组织 stands before it there. So the order of the figures is the order of the header's tree, and
//! not of its lines; a copy that lost its merged cells keeps it. Where labels are missing, those that are there must at
//! least not contradict the form's order, or nothing can be counted off.

use super::super::align::Order;
use crate::model::Axis;

/// The order of the lines `printed` of an axis, by the labels of each header line as lines of the axis.
pub(super) fn tree_order(axis: &Axis, printed: &[usize], lines: &[Vec<usize>]) -> Order {
    // Where each column is named once on one line, and no heading stands over some of them, that line is the order: columns
    // of a group that others stand between have no tree.
    let is_whole = |line: &&Vec<usize>| line.len() == printed.len() && printed.iter().all(|leaf| line.contains(leaf));
    let is_group = |label: &usize| {
        let under = printed.iter().filter(|leaf| axis.is_under(**leaf, Some(*label))).count();
        (1..printed.len()).contains(&under)
    };
    // Labels one below the other are one line in print.
    let is_vertical = lines.iter().all(|line| line.len() <= 1);
    let joined: Vec<usize> =
        lines.concat().into_iter().filter(|label| is_vertical && printed.contains(label)).collect();
    if let Some(line) = lines.iter().chain([&joined]).find(is_whole).filter(|_| !lines.iter().flatten().any(is_group)) {
        return Order::of_words(
            line.iter().filter_map(|leaf| printed.iter().position(|other| other == leaf)).collect(),
        );
    }
    let tree = Tree::new(axis, printed, lines);
    let is_all_seen = printed.iter().all(|line| tree.first[*line].is_some());
    let Some(order) = tree.below(None) else { return Order::Contradicted };
    let order: Vec<usize> = order.iter().filter_map(|line| printed.iter().position(|other| other == line)).collect();
    Order::of_words(order).only_if(is_all_seen)
}

/// The order of a block printed on one line: the groups by their tree, and in each the columns as they are named.
/// `named` has, per header line, the columns that its words name, pieces of words among them; `whole` those of whole words,
/// in a row. Pieces that a text has scattered say something only where all are there, or of a line of their own.
pub(super) fn one_line_order(
    groups: &Order,
    (rows, columns): (usize, usize),
    named: &[Vec<usize>],
    whole: &[usize],
) -> Order {
    if *groups == Order::Contradicted {
        return Order::Contradicted;
    }
    let n = rows * columns;
    let longest = named.iter().max_by_key(|line| line.len()).filter(|line| line.len() >= n);
    let all: Vec<usize> = longest.cloned().unwrap_or_else(|| named.concat());
    let is_whole = |chunk: &[usize]| {
        let mut sorted = chunk.to_vec();
        sorted.sort_unstable();
        sorted.into_iter().eq(0..columns)
    };
    let is_known = !all.is_empty() && all.len().is_multiple_of(columns) && all.chunks(columns).all(is_whole);
    let chunks: Vec<&[usize]> = match all.len() {
        len if is_known && (len == columns || len.is_multiple_of(n)) => {
            let repeats = all.chunks(n).all(|again| again == &all[..n.min(len)]);
            if !repeats {
                return Order::Contradicted;
            }
            (0..rows).map(|row| all.chunks(columns).nth(row).unwrap_or(&all[..columns])).collect()
        }
        len => {
            // Some labels are missing: those there run through the form's order once a group.
            let falls = whole.windows(2).filter(|pair| pair[1] <= pair[0]).count();
            let is_contrary = (whole.len() <= n && falls >= rows.max(1)) || named.iter().any(|line| goes_back(line));
            if is_contrary || (*groups != Order::Form && len > 0) {
                return Order::Contradicted;
            }
            Vec::new()
        }
    };
    let in_form: Vec<usize> = (0..rows).collect();
    let groups = if let Order::Words(groups) = groups { groups } else { &in_form };
    let form: Vec<usize> = (0..columns).collect();
    let figures = groups.iter().enumerate().flat_map(|(at, group)| {
        let chunk = chunks.get(at).copied().unwrap_or(&form);
        chunk.iter().map(move |column| group * columns + column).collect::<Vec<_>>()
    });
    Order::of_words(figures.collect())
}

/// Whether a line of a header goes back in the form's order, other than to begin the next group.
fn goes_back(line: &[usize]) -> bool {
    let groups = line.iter().map(|column| line.iter().filter(|other| *other == column).count()).max().unwrap_or(0);
    line.windows(2).filter(|pair| pair[1] < pair[0]).count() >= groups.max(1)
}

/// Where a label stands: the line of the header, and the position on it.
type HeaderSpot = (usize, usize);

/// The labels of a header as the tree that the form makes of them.
struct Tree<'a> {
    axis: &'a Axis,
    printed: &'a [usize],
    /// Where each line of the axis was first named: line of the header and position on it.
    first: Vec<Option<HeaderSpot>>,
    /// Where each stands, by its own label or, if that is not there, by the first under it.
    places: Vec<Option<HeaderSpot>>,
    /// Every line of the header names one thing: labels one below the other.
    is_vertical: bool,
}

impl<'a> Tree<'a> {
    fn new(axis: &'a Axis, printed: &'a [usize], lines: &[Vec<usize>]) -> Self {
        let mut first: Vec<Option<HeaderSpot>> = vec![None; axis.lines.len()];
        for (line, labels) in lines.iter().enumerate() {
            for (at, label) in labels.iter().enumerate() {
                first[*label].get_or_insert((line, at));
            }
        }
        let mut places = first.clone();
        for (line, named) in first.iter().enumerate().filter_map(|(line, named)| Some((line, (*named)?))) {
            for heading in axis.above(line).filter(|at| first[*at].is_none()) {
                places[heading] = Some(places[heading].map_or(named, |place| place.min(named)));
            }
        }
        Self { axis, printed, first, places, is_vertical: lines.iter().all(|line| line.len() <= 1) }
    }

    /// The printed lines under a heading in the order of the header; `None` where it contradicts the form without saying
    /// an order of its own.
    fn below(&self, parent: Option<usize>) -> Option<Vec<usize>> {
        let children = (0..self.axis.lines.len()).filter(|line| self.axis.lines[*line].parent == parent);
        let mut children: Vec<usize> = children.filter(|line| self.is_printed(*line)).collect();
        let before = |a: usize, b: usize| self.before(a, b);
        let pairs =
            || (0..children.len()).flat_map(|b| (0..b).map(move |a| (a, b))).map(|(a, b)| (children[a], children[b]));
        if pairs().all(|(a, b)| before(a, b).is_some()) {
            // Every pair is told apart, so the number of those that come before is the place.
            let rank = |line: &usize| children.iter().filter(|other| before(**other, *line) == Some(true)).count();
            let mut ranked: Vec<(usize, usize)> = children.iter().map(|line| (rank(line), *line)).collect();
            ranked.sort_unstable();
            children = ranked.into_iter().map(|(_, line)| line).collect();
        } else if pairs().any(|(a, b)| before(a, b) == Some(false)) {
            return None;
        }
        let mut all = Vec::new();
        for child in children {
            all.extend(Some(child).filter(|child| self.printed.contains(child)));
            all.extend(self.below(Some(child))?);
        }
        Some(all)
    }

    fn is_printed(&self, line: usize) -> bool {
        self.printed.iter().any(|leaf| *leaf == line || self.axis.is_under(*leaf, Some(line)))
    }

    /// Whether one of two siblings comes before the other, as far as the header tells.
    fn before(&self, a: usize, b: usize) -> Option<bool> {
        let (here, there) = (self.places[a]?, self.places[b]?);
        if a == b {
            return Some(false);
        }
        let is_own = self.first[a].is_some() && self.first[b].is_some();
        if here.0 == there.0 || (self.is_vertical && is_own) {
            return Some(here < there);
        }
        // The one on the lower line stands under what is above it: under a heading of its own there, it goes where that is.
        let (upper, lower, a_is_upper) = if here.0 < there.0 { (here, b, true) } else { (there, a, false) };
        let heading = self.axis.above(lower).filter_map(|at| self.first[at]).find(|place| place.0 == upper.0)?;
        Some((upper.1 < heading.1) == a_is_upper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Forms;

    /// The order of table 3 by the labels of header lines.
    fn order(lines: &[&[&str]]) -> Order {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        let axis = &forms.get("2021").expect("2021").tables[1].blocks[0].columns;
        let printed: Vec<usize> = axis.printed().collect();
        let line = |label: &&str| axis.lines.iter().position(|line| line.label.printed() == *label).expect(label);
        let lines: Vec<Vec<usize>> = lines.iter().map(|labels| labels.iter().map(line).collect()).collect();
        tree_order(axis, &printed, &lines)
    }

    const BODIES: [&str; 5] = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"];

    #[test]
    fn a_heading_stands_for_the_columns_under_it() {
        assert_eq!(order(&[&["申请人情况"], &["自然人", "法人或其他组织", "总计"], &BODIES]), Order::Form);
        assert_eq!(order(&[&["申请人情况", "总计"], &["自然人", "法人或其他组织"], &BODIES]), Order::Form);
        assert_eq!(order(&[&["法人或其他组织", "自然人", "总计"], &BODIES]), Order::Words(vec![1, 2, 3, 4, 5, 0, 6]));
        assert_eq!(order(&[&["总计", "自然人", "法人或其他组织"], &BODIES]), Order::Words(vec![6, 0, 1, 2, 3, 4, 5]));
    }

    /// A list of columns without their headings: they are where they are named.
    #[test]
    fn columns_on_one_line_are_in_its_order() {
        let shuffled = ["社会公益组织", "自然人", "科研机构", "总计", "法律服务机构", "其他", "商业企业"];
        assert_eq!(order(&[&shuffled]), Order::Words(vec![3, 0, 2, 6, 4, 5, 1]));
        assert_eq!(order(&[&["申请人情况"], &shuffled]), Order::Words(vec![3, 0, 2, 6, 4, 5, 1]));
        let below: Vec<&[&str]> = shuffled.chunks(1).collect();
        assert_eq!(order(&below), Order::Words(vec![3, 0, 2, 6, 4, 5, 1]));
    }

    #[test]
    fn known_labels_are_not_contradicted() {
        assert_eq!(order(&[&["自然人", "总计"], &BODIES]), Order::Form);
        assert_eq!(order(&[&["总计", "自然人"], &BODIES]), Order::Contradicted);
        assert_eq!(order(&[&["自然人", "其他", "总计"]]), Order::Form);
        assert_eq!(order(&[&["其他", "自然人", "总计"]]), Order::Contradicted);
    }

    #[test]
    fn a_line_of_groups_orders_the_columns_of_each() {
        let of = |groups: &Order, named: &[Vec<usize>]| one_line_order(groups, (2, 2), named, &named.concat());
        let named = [vec![1, 0, 1, 0]];
        assert_eq!(of(&Order::Form, &named), Order::Words(vec![1, 0, 3, 2]));
        assert_eq!(of(&Order::Words(vec![1, 0]), &[vec![0, 1]]), Order::Words(vec![2, 3, 0, 1]));
        assert_eq!(of(&Order::Form, &[vec![1, 0, 0]]), Order::Contradicted);
        assert_eq!(of(&Order::Form, &[vec![0, 1, 1]]), Order::Form);
    }
}
