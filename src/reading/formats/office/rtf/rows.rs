//! How rows are laid out: the words between `\trowd` and the last `\cellx`.

use std::rc::Rc;

use super::super::borders::{BorderShape, CellShape, Down};
use super::super::damaged;
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::ReadError;

/// The definition of rows.
#[derive(Default)]
pub(super) struct Definition {
    shape: Rc<BorderShape>,
    /// The cell whose right border is still to come.
    cell: CellShape,
    /// A row was laid out so.
    used: bool,
    /// Something is behind the text of some cells.
    pub(super) is_shaded: bool,
}

/// Words that put a colour or a pattern behind a cell or a row, unless their number is 0.
const SHADINGS: &[&[u8]] = &[b"clcbpat", b"clcfpat", b"clshdng", b"trcbpat", b"trcfpat", b"trshdng"];

impl Definition {
    /// Takes a word that defines rows, if it is one.
    pub(super) fn take(&mut self, word: &[u8], number: i32) -> Result<(), ReadError> {
        match word {
            b"trowd" => *self = Self::default(),
            b"trleft" => self.fresh().left = number,
            word if SHADINGS.contains(&word) => self.is_shaded |= number != 0,
            b"clmrg" => self.cell.follows = true,
            b"clmgf" => self.cell.follows = false,
            b"clvmgf" => self.cell.down = Down::First,
            b"clvmrg" => self.cell.down = Down::Follows,
            b"cellx" => {
                let cell = CellShape { right: number, ..std::mem::take(&mut self.cell) };
                let cells = &mut self.fresh().cells;
                if cells.len() >= limits::MAX_COLUMNS as usize {
                    return Err(damaged(format!("a row has more than {} cells", limits::MAX_COLUMNS)));
                }
                cells.push(cell);
            }
            _ => {}
        }
        Ok(())
    }

    /// The shape as far as it is defined. What was used is not changed: the next row begins with its own.
    fn fresh(&mut self) -> &mut BorderShape {
        if std::mem::take(&mut self.used) {
            self.shape = Rc::default();
        }
        Rc::make_mut(&mut self.shape)
    }

    /// The shape of a row that ends, if one was defined.
    pub(super) fn shape(&mut self) -> Option<Rc<BorderShape>> {
        self.used = true;
        (!self.shape.cells.is_empty()).then(|| Rc::clone(&self.shape))
    }
}
