//! The figures of a sentence, each with everything that was said since the last one.
//!
//! That is all there is to a part: no comma and no 、 decides where it begins. `政策、法规类信息2条` is the figure 2 with what
//! stands between it and the figure before.

use std::cell::OnceCell;

use super::super::quantity::Quantity;
use super::super::sentence::SentencePiece;
use super::super::words::{WORDS, beginning};
use super::role::Role;

/// Brackets inside of brackets that are looked into.
const MAX_DEPTH: usize = 4;

/// The figures that stand at one depth of brackets.
#[derive(Debug, Default)]
pub(super) struct Level<'p> {
    pub(super) items: Vec<Item<'p>>,
    /// What is said behind the last figure.
    pub(super) rest: String,
}

/// A figure.
#[derive(Debug)]
pub(super) struct Item<'p> {
    pub(super) figure: &'p Quantity,
    /// Which of the figures of the sentence it is.
    pub(super) at: usize,
    /// All words and marks since the last figure, or since 其中.
    pub(super) label: String,
    /// The words behind it up to the next mark or figure.
    pub(super) after: String,
    /// 其中 stands before it, and these words between that and the last figure.
    pub(super) is_among: bool,
    pub(super) lead: String,
    /// Another figure does, and no 其中 between.
    follows: bool,
    /// The brackets behind it.
    pub(super) brackets: Vec<Level<'p>>,
    role: OnceCell<Option<Role>>,
    kind: OnceCell<ItemKind>,
}

/// What a figure does in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemKind {
    /// It counts something.
    Count,
    /// It is the share of the count before it in a whole: 占60%.
    Share,
    /// It says something of another figure: 同比增加20件, 办结率100%, 占全县的80%.
    Aside,
}

impl<'p> Level<'p> {
    /// The figures of a sentence. `count` is that of the figures met so far.
    pub(super) fn of(pieces: &'p [SentencePiece], count: &mut usize, depth: usize) -> Self {
        let mut level = Self::default();
        let (mut label, mut lead) = (String::new(), String::new());
        let (mut is_among, mut is_behind) = (false, false);
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            at += 1;
            match piece {
                SentencePiece::Words(words) => {
                    label.push_str(words);
                    if let Some(last) = level.items.last_mut().filter(|_| is_behind) {
                        last.after.push_str(words);
                    }
                }
                SentencePiece::Quantity(figure) => {
                    let (label, lead) = (std::mem::take(&mut label), std::mem::take(&mut lead));
                    let follows = !is_among && !level.items.is_empty();
                    level.items.push(Item { lead, follows, ..Item::new(figure, *count, label, is_among) });
                    *count += 1;
                    (is_among, is_behind) = (false, true);
                }
                SentencePiece::Among => {
                    lead = std::mem::take(&mut label);
                    (is_among, is_behind) = (true, false);
                }
                SentencePiece::Mark('(') => {
                    let end = closing(pieces, at - 1);
                    let inside = &pieces[at..end];
                    at = (end + 1).min(pieces.len());
                    if depth == MAX_DEPTH {
                        *count += inside.iter().filter(|piece| matches!(piece, SentencePiece::Quantity(_))).count();
                        continue;
                    }
                    let inside = Self::of(inside, count, depth + 1);
                    if let Some(last) = level.items.last_mut().filter(|_| is_behind) {
                        last.brackets.push(inside);
                    }
                }
                SentencePiece::Mark(')') => {}
                SentencePiece::Mark(mark) => {
                    label.push(*mark);
                    is_behind = false;
                }
            }
        }
        level.rest = label;
        level
    }
}

/// Where the bracket closes that opens at `open`.
fn closing(pieces: &[SentencePiece], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, piece) in pieces.iter().enumerate().skip(open) {
        match piece {
            SentencePiece::Mark('(') => depth += 1,
            SentencePiece::Mark(')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    pieces.len()
}

impl<'p> Item<'p> {
    fn new(figure: &'p Quantity, at: usize, label: String, is_among: bool) -> Self {
        let (lead, after, brackets) = (String::new(), String::new(), Vec::new());
        let (role, kind) = (OnceCell::new(), OnceCell::new());
        Self { figure, at, label, after, is_among, lead, follows: false, brackets, role, kind }
    }

    /// What is said directly before the figure.
    pub(super) fn clause(&self) -> &str {
        let from = self.label.rfind([',', ';', ':']).map_or(0, |mark| mark + 1);
        self.label[from..].trim_start_matches('、')
    }

    /// What the words before it say that a list is of, whose first part it is.
    pub(super) fn subject(&self) -> &str {
        if self.is_among { &self.lead } else { &self.label[..self.label.len() - self.clause().len()] }
    }

    /// What it is called in a message: A3条和B5条 are A and B.
    pub(super) fn name(&self) -> String {
        let clause = self.clause();
        let is_joined = clause.len() == self.label.len();
        let joint = beginning(&WORDS.list.joins, clause).filter(|_| is_joined && self.follows).unwrap_or_default();
        let clause = &clause[joint.len()..];
        if clause.is_empty() { self.after.clone() } else { clause.to_owned() }
    }

    /// What it does in the sentence.
    pub(super) fn kind(&self) -> ItemKind {
        *self.kind.get_or_init(|| {
            let clause = self.clause();
            if self.figure.unit == "%" && WORDS.list.share.is_match(clause) {
                ItemKind::Share
            } else if matches!(&*self.figure.unit, "%" | "个百分点") || WORDS.list.aside.of(clause).is_some() {
                ItemKind::Aside
            } else {
                ItemKind::Count
            }
        })
    }

    /// What became of requests, as its words say: those before it, or else those behind.
    pub(super) fn role(&self) -> Option<Role> {
        *self.role.get_or_init(|| WORDS.balance.role(self.clause()).or_else(|| WORDS.balance.role(&self.after)))
    }

    /// Whether it is said to be a total and nothing else: 合计12件, 共12件.
    pub(super) fn is_bare_total(&self) -> bool {
        WORDS.list.bare_total.iter().any(|word| word == self.clause())
    }

    /// Whether it is said to be a total, of whatever: 总计发布12条.
    pub(super) fn is_total(&self) -> bool {
        self.is_bare_total() || beginning(&WORDS.list.total, self.clause()).is_some()
    }

    /// Whether it is a rate with no words of its own.
    pub(super) fn is_bare_rate(&self) -> bool {
        self.figure.unit == "%" && self.clause().trim_start_matches(['和', '及']).is_empty()
    }

    /// Whether no mark stands between it and the figure before, which says of whom or what it is: 28个单位公开300条.
    pub(super) fn qualifies(&self) -> bool {
        self.follows && !self.label.is_empty() && !self.label.contains([',', ';', ':', '、'])
    }

    /// How much the strongest mark before it parts it from the figure before.
    pub(super) fn distance(&self) -> u8 {
        let rank = |c: char| match c {
            ',' | ':' => 1,
            ';' => 2,
            _ => 0,
        };
        self.label.chars().map(rank).max().unwrap_or_default()
    }

    /// Whether it counts things that figures of `unit` count too: 8份 and 2件 are requests both.
    pub(super) fn is_like(&self, unit: &str) -> bool {
        WORDS.is_alike(&self.figure.unit, unit)
    }

    /// Whether it counts `unit`, or leaves what it counts to the others.
    pub(super) fn counts(&self, unit: &str) -> bool {
        self.figure.unit == unit || self.figure.unit.is_empty()
    }
}
