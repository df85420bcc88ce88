//! Which lists a sentence holds: what opens each, the figures that may be its whole, and its parts.

use super::super::clause::without_fillers;
use super::super::pattern::Pattern;
use super::super::wording::RECORDS;
use super::super::words::{WORDS, beginning};
use super::item::{Item, ItemKind, Level};
use super::role::Role;

/// Parts of a list.
const MAX_PARTS: usize = 200;
/// Figures before a list that may be its whole.
const MAX_WHOLES: usize = 12;

/// What says that figures are the parts of one before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opener {
    /// What was received and carried in, done and carried out: these are always all.
    Balance,
    /// 其中, 从申请方式看, 包括.
    Words,
    /// A bracket behind a figure; it ends where it says.
    Bracket,
    /// 合计 behind its parts.
    Total,
    /// A semicolon behind the parts of the same whole: 网上35件，窗口15件；咨询28件，建议22件.
    Split,
    /// Nothing but that they follow.
    Nothing,
}

/// A list.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is something else that its sentence says of it")]
pub(super) struct List<'l, 'p> {
    pub(super) opener: Opener,
    /// It stands in a bracket behind the figure that is its whole.
    pub(super) is_enclosed: bool,
    /// The counts before it, in their order.
    pub(super) wholes: Vec<&'l Item<'p>>,
    /// These stand in the sentence before.
    pub(super) is_of_before: bool,
    /// Its counts, whatever they count.
    pub(super) parts: Vec<ListPart<'l, 'p>>,
    /// What is said of its parts besides their share.
    pub(super) asides: Vec<&'l Item<'p>>,
    /// Its own words say that there are more.
    pub(super) is_partial: bool,
    /// It goes on with figures that may be none of it: it is one only if it comes out.
    pub(super) is_tentative: bool,
}

/// A part of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct ListPart<'l, 'p> {
    pub(super) item: &'l Item<'p>,
    /// The share printed behind it.
    pub(super) share: Option<&'l Item<'p>>,
    /// It is a part of the part before it.
    pub(super) is_inner: bool,
}

/// The lists of a sentence, the surest first. `before` holds the figures of the sentence before it.
pub(super) fn lists<'l, 'p>(level: &'l Level<'p>, before: Option<&'l Level<'p>>) -> Vec<List<'l, 'p>> {
    let mut found: Vec<_> = balance(level, before).into_iter().collect();
    gather(level, &[], before, &mut found);
    found.sort_by_key(|list| list.opener as u8);
    found.retain(|list| !list.parts.is_empty() && (!list.wholes.is_empty() || list.has_shares()));
    found
}

/// The lists at one depth of brackets and below, where `outer` are the counts before the bracket.
fn gather<'l, 'p>(
    level: &'l Level<'p>,
    outer: &[&'l Item<'p>],
    before: Option<&'l Level<'p>>,
    found: &mut Vec<List<'l, 'p>>,
) {
    let is_top = outer.is_empty();
    for (at, item) in level.items.iter().enumerate() {
        // 主动公开60件，占60%；不予公开40件，占40%: their whole is not said.
        if at == 0 && is_top && level.items.get(1).is_some_and(|next| next.kind() == ItemKind::Share) && !opens(item) {
            found.push(List::new(Opener::Nothing, Vec::new(), &level.items, ""));
        }
        if opens(item) && (at > 0 || is_top) {
            // 网上申请中，公开3件: how many came so is not said.
            if !item.is_among && item.subject().ends_with([',', ':']) && RECORDS.about.is_of_some(&subject(item)) {
                continue;
            }
            let mut wholes = counts(&level.items[..at]);
            let is_of_before = !wholes.iter().any(|whole| whole.is_like(&item.figure.unit));
            if is_of_before {
                wholes = before.map(|before| counts(&before.items)).unwrap_or_default();
                // 收到申请19件。编制公开事项清单，其中主动公开126项: it says itself of what it is a list, and these are no requests.
                if wholes.iter().any(|whole| whole.role().is_some()) && is_of_else(item) {
                    continue;
                }
            }
            // 行政处罚37件，其中罚款36件，行政强制4件: the last is none of the fines, but of 清理40件，其中有效36件，废止4件 it is one.
            let items = &level.items[at..];
            let own = items.iter().position(|item| leaves(&items[0], item, &wholes)).unwrap_or(items.len());
            let list = List::new(Opener::Words, wholes.clone(), items, &level.rest);
            found.push(List { is_of_before, is_tentative: own < items.len(), ..list });
            if own < items.len() {
                let list = List::new(Opener::Words, wholes, &items[..own], "");
                found.push(List { is_of_before, ..list });
            }
        } else if at == 1 && is_top && !opens(&level.items[0]) {
            let end = level.items[1..].iter().position(opens).map_or(level.items.len(), |end| end + 1);
            found.push(List::new(Opener::Nothing, counts(&level.items[..1]), &level.items[1..end], ""));
        } else if at > 1 && is_top && item.is_total() {
            found.push(List::new(Opener::Total, counts(&level.items[at..=at]), &level.items[..at], ""));
        }
        for inside in &item.brackets {
            let mut wholes = outer.to_vec();
            wholes.extend(counts(&level.items[..=at]));
            let opener = if inside.items.first().is_some_and(opens_itself) { Opener::Words } else { Opener::Bracket };
            let list = List::new(opener, wholes.clone(), &inside.items, &inside.rest);
            found.push(List { is_enclosed: true, ..list });
            gather(inside, &wholes, None, found);
        }
    }
}

/// Whether the words before a list say that it is of something else than requests.
fn is_of_else(item: &Item) -> bool {
    let subject = item.subject().trim_end_matches([',', ':']);
    let is_of_own = subject.is_empty() || !item.is_among || WORDS.list.of_requests.is_match(subject);
    !is_of_own || WORDS.list.subject.is_match(subject)
}

/// Whether a figure is none of the list that is opened before it, but goes on from its whole: it counts a row of its own, or
/// what was published elsewhere.
fn leaves(first: &Item, item: &Item, wholes: &[&Item]) -> bool {
    let is_other = |pattern: &Pattern| pattern.is_match(item.clause()) && !pattern.is_match(first.clause());
    let is_published = || wholes.last().is_some_and(|whole| WORDS.list.published_by.is_match(whole.clause()));
    let is_carried = || item.role() == Some(Role::CarriedOut) && first.role() == Some(Role::Done);
    is_other(&WORDS.list.another) && !is_carried() || is_published() && is_other(&WORDS.list.published_by)
}

/// The last clause before a list, as the patterns of claims see it.
fn subject(item: &Item) -> String {
    let words = item.subject().trim_end_matches([',', ':']);
    without_fillers(words.rsplit([',', ';', ':']).next().unwrap_or(words))
}

/// Whether a figure is the first of a list, by the words before it.
fn opens(item: &Item) -> bool {
    let is_worded = || WORDS.list.opener.is_match(&item.label) && item.role() != Some(Role::CarriedIn);
    item.kind() == ItemKind::Count && (item.is_among || is_worded())
}

/// Whether a bracket says 含 or 包括: it may name only some.
fn opens_itself(item: &Item) -> bool {
    item.is_among || beginning(&WORDS.list.contains, &item.label).is_some()
}

/// The counts among some figures, as many as are looked at.
fn counts<'l, 'p>(items: &'l [Item<'p>]) -> Vec<&'l Item<'p>> {
    let counts = items.iter().filter(|item| item.kind() == ItemKind::Count || item.role() == Some(Role::CarriedIn));
    let mut counts: Vec<_> = counts.filter(|item| !item.figure.unit.is_empty()).collect();
    counts.drain(..counts.len().saturating_sub(MAX_WHOLES));
    counts
}

/// What was received, carried in, done and carried out, where a sentence has all that it takes, and the one before does
/// not say what was carried in.
fn balance<'l, 'p>(level: &'l Level<'p>, before: Option<&Level>) -> Option<List<'l, 'p>> {
    // Few sentences say what was carried over, and to ask what each figure is takes longer.
    let words = level.items.iter().flat_map(|item| [&item.lead, &item.label]);
    if !words.chain([&level.rest]).any(|words| WORDS.balance.carried_out.is_match(words)) {
        return None;
    }
    if before.is_some_and(|before| before.items.iter().any(|item| item.role() == Some(Role::CarriedIn))) {
        return None;
    }
    let all = || level.items.iter().filter(|item| item.figure.unit != "%");
    let with = |role: Role| all().filter(move |item| item.role() == Some(role));
    let out = with(Role::CarriedOut).next_back()?;
    // 按期答复15件，延期答复5件: of several it is not certain which are all that was done.
    let mut done = with(Role::Done).filter(|item| item.at < out.at);
    let (done, None) = (done.next()?, done.next()) else { return None };
    let received: Vec<&Item> = with(Role::Received).filter(|item| item.at < done.at).collect();
    let inside = level.items.iter().flat_map(|item| &item.brackets).flat_map(|inside| &inside.items);
    let carried = all().chain(inside).find(|item| item.at < out.at && item.role() == Some(Role::CarriedIn));
    let unit = &received.last()?.figure.unit;
    let is_one_count = [done, out].into_iter().chain(carried).all(|item| item.is_like(unit));
    let part = |item| ListPart { item, share: None, is_inner: false };
    let wholes = carried.into_iter().chain(received).collect();
    let list = List { parts: vec![part(done), part(out)], ..List::empty(Opener::Balance, wholes) };
    is_one_count.then_some(list)
}

/// Gives shares that stand in a row to as many parts before them.
fn give<'l, 'p>(parts: &mut [ListPart<'l, 'p>], shares: &mut Vec<&'l Item<'p>>) {
    let from = parts.len().saturating_sub(shares.len());
    for (part, share) in parts[from..].iter_mut().zip(shares.drain(..)) {
        part.share.get_or_insert(share);
    }
}

impl<'l, 'p> List<'l, 'p> {
    fn empty(opener: Opener, wholes: Vec<&'l Item<'p>>) -> Self {
        let (parts, asides) = (Vec::new(), Vec::new());
        let (is_enclosed, is_of_before, is_partial, is_tentative) = (false, false, false, false);
        Self { opener, is_enclosed, wholes, is_of_before, parts, asides, is_partial, is_tentative }
    }

    /// Whether 其中 opens it without a mark, behind a figure of its sentence, and no shares go with its parts: 其中网站12条, and
    /// not 其中：网站12条.
    pub(super) fn is_loose(&self) -> bool {
        let is_loose = |first: &Item| first.is_among && first.at > 0 && !first.label.starts_with([':', ',']);
        let first = self.parts.first().map(|part| part.item);
        first.is_some_and(is_loose) && self.parts.iter().all(|part| part.share.is_none())
    }

    /// Whether the last two or more of its parts come to a figure.
    fn ends_in(&self, total: &Item) -> bool {
        let mut left = total.figure.value;
        let fits = |(count, part): (usize, &ListPart)| {
            left -= part.item.figure.value;
            count > 0 && left.is_zero()
        };
        self.parts.iter().rev().enumerate().any(fits)
    }

    /// Whether so many parts have their share that these say what they are of.
    fn has_shares(&self) -> bool {
        self.parts.iter().filter(|part| part.share.is_some()).count() >= 3
    }

    fn new(opener: Opener, wholes: Vec<&'l Item<'p>>, items: &'l [Item<'p>], rest: &str) -> Self {
        let mut list = Self::empty(opener, wholes);
        let (mut is_inner, mut shares) = (false, Vec::new());
        for (at, item) in items.iter().enumerate().take(MAX_PARTS) {
            match item.kind() {
                // 信函3件、当面3件共6件，线上13件: the 6 are the two before them.
                ItemKind::Count if item.qualifies() && item.is_bare_total() && list.ends_in(item) => {
                    list.asides.push(item);
                }
                ItemKind::Count => {
                    give(&mut list.parts, &mut shares);
                    is_inner = item.distance() < 2 && (is_inner || at > 0 && item.is_among);
                    list.parts.push(ListPart { item, share: None, is_inner });
                }
                ItemKind::Share => {
                    give(&mut list.parts, &mut shares);
                    shares.push(item);
                }
                // 分别占34.8%、52.2%、13.0%.
                ItemKind::Aside if !shares.is_empty() && item.is_bare_rate() => shares.push(item),
                ItemKind::Aside => list.asides.push(item),
            }
        }
        give(&mut list.parts, &mut shares);
        let first = list.parts.first().map(|part| part.item);
        let says_some =
            |first: &Item| WORDS.list.partial.is_match(&first.label) || WORDS.list.topics.is_match(&first.lead);
        let is_partial = first.is_some_and(says_some);
        // 等 counts behind a figure only; 其他都已办结 is a part without one.
        let says_more = |words: &str| beginning(&WORDS.list.and_more, words).is_some();
        let is_cut = list.parts.iter().any(|ListPart { item, .. }| {
            says_more(&item.after) || item.brackets.iter().any(|inside| says_more(&inside.rest))
        });
        let has_rest = rest.split([',', ';']).any(|clause| beginning(&WORDS.list.rest, clause).is_some());
        list.is_partial = is_cut || has_rest || is_partial;
        list
    }
}
