//! The labels of an axis as a strip of merged cells.
//!
//! A strip is laid along its lines and is as deep as its tree: the label of a heading covers the lines below it, and
//! whatever is less deep than the strip is stretched to fill it. Column headers are such a strip lying down, row labels
//! the same strip standing up.

use std::ops::Range;

use super::Content;
use crate::model::{Axis, LineSpec};

/// The labels of an axis, as trees side by side.
#[derive(Debug, Clone, Default)]
pub(super) struct Strip<'f>(Vec<Branch<'f>>);

/// A label and the labels under it.
#[derive(Debug, Clone)]
pub(super) struct Branch<'f> {
    content: Content<'f>,
    under: Strip<'f>,
}

impl<'f> Strip<'f> {
    /// The labels of the `kept` lines of an axis, under those of their headings.
    pub(super) fn of(axis: &'f Axis, kept: &[usize], content: fn(&'f LineSpec) -> Content<'f>) -> Self {
        let mut strip = Self::default();
        for &line in kept {
            // A heading that is a line itself (a group reported undivided) covers no others.
            let mut path: Vec<usize> = axis.above(line).filter(|at| !kept.contains(at)).collect();
            path.reverse();
            let mut level = &mut strip;
            for heading in path {
                level = level.last_or_new(content(&axis.lines[heading]));
            }
            level.0.push(Branch { content: content(&axis.lines[line]), under: Self::default() });
        }
        strip
    }

    /// The strip with `lower` under each of its lines.
    pub(super) fn over(mut self, lower: &Self) -> Self {
        for branch in &mut self.0 {
            let under = std::mem::take(&mut branch.under);
            branch.under = if under.0.is_empty() { lower.clone() } else { under.over(lower) };
        }
        self
    }

    fn last_or_new(&mut self, content: Content<'f>) -> &mut Self {
        if self.0.last().is_none_or(|last| last.content != content) {
            self.0.push(Branch { content, under: Self::default() });
        }
        let last = self.0.len() - 1;
        &mut self.0[last].under
    }

    /// How many lines it has.
    pub(super) fn leaves(&self) -> usize {
        self.0.iter().map(|branch| branch.under.leaves().max(1)).sum()
    }

    /// How many labels stand over each other where it is deepest.
    pub(super) fn depth(&self) -> usize {
        self.0.iter().map(|branch| 1 + branch.under.depth()).max().unwrap_or(0)
    }

    /// Places every label in a strip, `from` one depth to another: along the lines, whose edges are given, and across them.
    pub(super) fn place(
        &self,
        from: usize,
        depth: usize,
        edges: &[usize],
        put: &mut impl FnMut(Range<usize>, Range<usize>, Content<'f>),
    ) {
        let mut first = 0;
        for branch in &self.0 {
            let last = first + branch.under.leaves().max(1);
            let to = depth - branch.under.depth();
            put(edges[first]..edges[last], from..to, branch.content);
            branch.under.place(to, depth, &edges[first..=last], put);
            first = last;
        }
    }
}
