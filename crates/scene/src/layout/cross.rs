//! A matrix product drawn as a cross.
//!
//! The left factor stands to the left of the result, its rows level with the result's
//! rows; the right factor stands above the result, its columns level with the result's
//! columns. What a cell of the result is the sum of then lies to its left and above it.
//!
//! ```text
//!                 gutters.left     across       between
//!                ├────┤       ├──┤        ├────┤
//!  gutters.top ┬                  labels        labels
//!              ┴                 ┌───────┐    ┌───────┐
//!                                │right 0│    │right 1│
//!              ┬                 └───────┘    └───────┘
//! gutters.down ┴      ┌──────┐   ┌───────┐    ┌───────┐
//!              labels │ left │   │result0│    │result1│
//!                     └──────┘   └───────┘    └───────┘
//! ```

use super::grid::{Grid, MAX_CELL, MIN_CELL, NUMBER_HEIGHT, NUMBER_WIDTH, share};

/// The shapes of a product: [rows, inner] · [inner, columns] -> [rows, columns], for one
/// left factor and one or more right ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factors {
    /// Rows of the left factor and of each result.
    pub rows: usize,
    /// Columns of the left factor, rows of each right factor: what is summed over.
    pub inner: usize,
    /// Columns of each right factor and of each result.
    pub columns: usize,
    /// How many right factors with their results stand side by side.
    pub blocks: usize,
}

/// The space kept free around and between the matrices, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gutters {
    /// Left of the left factor, for the labels of its rows.
    pub left: f64,
    /// Above the right factors, for the labels of their columns.
    pub top: f64,
    /// Between the left factor and the first result.
    pub across: f64,
    /// Between the right factors and the results.
    pub down: f64,
    /// Between one block and the next.
    pub between: f64,
}

/// A matrix of the cross.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The left factor.
    Left,
    /// The right factor of this block.
    Right(usize),
    /// The result of this block.
    Result(usize),
}

/// A grid and where its upper left corner stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Pixels from the left.
    pub x: f64,
    /// Pixels from the top.
    pub y: f64,
    /// The cells.
    pub grid: Grid,
}

/// A matrix product laid out as a cross.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cross {
    factors: Factors,
    gutters: Gutters,
    /// The sizes of the cells along each of the four axes.
    row_height: f64,
    column_width: f64,
    inner_width: f64,
    inner_height: f64,
}

impl Cross {
    /// The largest cross that fits into the space, within the bounds of a cell.
    ///
    /// All cells are equal where numbers fit into them. Where they don't, the result's
    /// cells take the room that numbers need as long as the factors' keep theirs, because
    /// the result is what the step is about. Where even the smallest cells are too many,
    /// the cross is larger than the space.
    ///
    /// ```
    /// use scene::layout::{Cross, Factors, Gutters, Part};
    /// let gutters = Gutters { left: 60.0, top: 20.0, across: 16.0, down: 16.0, between: 16.0 };
    /// let scores = Factors { rows: 3, inner: 4, columns: 3, blocks: 1 };
    /// let cross = Cross::fit(scores, gutters, 600.0, 400.0);
    /// let result = cross.place(Part::Result(0));
    /// assert_eq!((result.x, result.y), (60.0 + 4.0 * 74.0 + 16.0, 20.0 + 4.0 * 52.0 + 16.0));
    /// assert!(result.grid.shows_numbers());
    /// ```
    pub fn fit(factors: Factors, gutters: Gutters, width: f64, height: f64) -> Self {
        let Factors { rows, inner, columns, blocks } = factors;
        let gaps = gutters.between * blocks.saturating_sub(1) as f64;
        let across = width - gutters.left - gutters.across - gaps;
        let down = height - gutters.top - gutters.down;
        let (column_width, inner_width) =
            divide(across, blocks.saturating_mul(columns), inner, NUMBER_WIDTH);
        let (row_height, inner_height) = divide(down, rows, inner, NUMBER_HEIGHT);
        Self { factors, gutters, row_height, column_width, inner_width, inner_height }
    }

    /// Where a matrix stands; a block that isn't there would stand right of the others.
    ///
    /// ```
    /// # use scene::layout::{Cross, Factors, Gutters, Part};
    /// # let gutters = Gutters { left: 60.0, top: 20.0, across: 16.0, down: 16.0, between: 16.0 };
    /// let projections = Factors { rows: 3, inner: 8, columns: 4, blocks: 3 };
    /// let cross = Cross::fit(projections, gutters, 900.0, 500.0);
    /// let (left, right) = (cross.place(Part::Left), cross.place(Part::Right(2)));
    /// let result = cross.place(Part::Result(2));
    /// assert_eq!((left.y, right.x), (result.y, result.x));
    /// assert_eq!((right.grid.rows, right.grid.columns), (8, 4));
    /// ```
    pub fn place(&self, part: Part) -> Placed {
        let Factors { rows, inner, columns, .. } = self.factors;
        let block = match part {
            Part::Left => 0,
            Part::Right(block) | Part::Result(block) => block,
        };
        let block_width = columns as f64 * self.column_width;
        let right_of_left =
            self.gutters.left + inner as f64 * self.inner_width + self.gutters.across;
        let x = right_of_left + block as f64 * (block_width + self.gutters.between);
        let below_right = self.gutters.top + inner as f64 * self.inner_height + self.gutters.down;
        let grid = |rows, columns, cell_width, cell_height| Grid {
            rows,
            columns,
            cell_width,
            cell_height,
        };
        match part {
            Part::Left => Placed {
                x: self.gutters.left,
                y: below_right,
                grid: grid(rows, inner, self.inner_width, self.row_height),
            },
            Part::Right(_) => Placed {
                x,
                y: self.gutters.top,
                grid: grid(inner, columns, self.column_width, self.inner_height),
            },
            Part::Result(_) => Placed {
                x,
                y: below_right,
                grid: grid(rows, columns, self.column_width, self.row_height),
            },
        }
    }

    /// All matrices: the left factor, then each block's right factor and result.
    ///
    /// ```
    /// # use scene::layout::{Cross, Factors, Gutters, Part};
    /// # let gutters = Gutters { left: 0.0, top: 0.0, across: 8.0, down: 8.0, between: 8.0 };
    /// let cross =
    ///     Cross::fit(Factors { rows: 1, inner: 1, columns: 1, blocks: 1 }, gutters, 99.0, 99.0);
    /// assert!(cross.parts().eq([Part::Left, Part::Right(0), Part::Result(0)]));
    /// ```
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        let blocks = (0..self.factors.blocks).flat_map(|b| [Part::Right(b), Part::Result(b)]);
        std::iter::once(Part::Left).chain(blocks)
    }

    /// The matrix and the (row, column) in it under a point.
    ///
    /// ```
    /// # use scene::layout::{Cross, Factors, Gutters, Part};
    /// # let gutters = Gutters { left: 10.0, top: 10.0, across: 8.0, down: 8.0, between: 8.0 };
    /// let cross =
    ///     Cross::fit(Factors { rows: 1, inner: 1, columns: 2, blocks: 1 }, gutters, 999.0, 999.0);
    /// assert_eq!(cross.hit(120.0 + 96.0, 120.0), Some((Part::Result(0), 0, 1)));
    /// assert_eq!(cross.hit(5.0, 5.0), None);
    /// ```
    pub fn hit(&self, x: f64, y: f64) -> Option<(Part, usize, usize)> {
        self.parts().find_map(|part| {
            let placed = self.place(part);
            let (row, column) = placed.grid.hit(x - placed.x, y - placed.y)?;
            Some((part, row, column))
        })
    }

    /// The whole width, labels included.
    ///
    /// ```
    /// # use scene::layout::{Cross, Factors, Gutters};
    /// # let gutters = Gutters { left: 10.0, top: 10.0, across: 8.0, down: 8.0, between: 8.0 };
    /// let cross =
    ///     Cross::fit(Factors { rows: 1, inner: 1, columns: 2, blocks: 2 }, gutters, 999.0, 999.0);
    /// assert_eq!(cross.width(), 10.0 + 96.0 + 8.0 + 2.0 * 96.0 + 8.0 + 2.0 * 96.0);
    /// ```
    pub fn width(&self) -> f64 {
        let last = self.place(Part::Result(self.factors.blocks.saturating_sub(1)));
        last.x + last.grid.width()
    }

    /// The whole height, labels included.
    ///
    /// ```
    /// # use scene::layout::{Cross, Factors, Gutters};
    /// # let gutters = Gutters { left: 10.0, top: 10.0, across: 8.0, down: 8.0, between: 8.0 };
    /// let cross =
    ///     Cross::fit(Factors { rows: 1, inner: 1, columns: 2, blocks: 2 }, gutters, 999.0, 999.0);
    /// assert_eq!(cross.height(), 10.0 + 96.0 + 8.0 + 96.0);
    /// ```
    pub fn height(&self) -> f64 {
        let left = self.place(Part::Left);
        left.y + left.grid.height()
    }
}

/// Divides a length among the result's cells and the factors' inner ones, and returns the
/// size of each.
fn divide(space: f64, result: usize, inner: usize, number: f64) -> (f64, f64) {
    let equal = share(space, result.saturating_add(inner));
    let left_over = |taken: f64, cells: usize| space - taken * cells as f64;
    if equal < number && left_over(number, result) >= MIN_CELL * inner as f64 {
        // The inner cells can't reach `number` here, or all would have.
        (number, share(left_over(number, result), inner))
    } else if equal < MAX_CELL && left_over(equal, inner) >= (equal + 1.0) * result as f64 {
        // Whole pixels leave a rest, which may be enough for one more pixel a cell.
        (equal + 1.0, equal)
    } else {
        (equal, equal)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GUTTERS: Gutters =
        Gutters { left: 60.0, top: 24.0, across: 16.0, down: 16.0, between: 12.0 };

    #[test]
    fn the_result_gets_its_numbers_first() {
        // (space, result cells, inner cells) -> (result size, inner size)
        let cases = [
            ((600.0, 3, 4), (86.0, 85.0)),
            ((280.0, 3, 4), (40.0, 40.0)),
            ((283.0, 3, 4), (41.0, 40.0)),
            ((640.0, 5, 64), (34.0, 7.0)),
            ((600.0, 20, 4), (25.0, 25.0)),
            ((100.0, 64, 64), (4.0, 4.0)),
            ((-50.0, 3, 3), (4.0, 4.0)),
        ];
        for ((space, result, inner), expected) in cases {
            assert_eq!(
                divide(space, result, inner, NUMBER_WIDTH),
                expected,
                "{space} {result} {inner}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_cross_fits_unless_its_cells_are_smallest(
            (rows, inner, columns, blocks) in (1_usize..65, 1_usize..65, 1_usize..65, 1_usize..4),
            (width, height) in (0.0..2000.0, 0.0..2000.0),
        ) {
            let factors = Factors { rows, inner, columns, blocks };
            let cross = Cross::fit(factors, GUTTERS, width, height);
            for size in [cross.row_height, cross.column_width, cross.inner_width, cross.inner_height] {
                prop_assert!((MIN_CELL..=MAX_CELL).contains(&size));
                prop_assert_eq!(size.fract(), 0.0);
            }
            prop_assert!(cross.width() <= width || cross.column_width == MIN_CELL);
            prop_assert!(cross.height() <= height || cross.row_height == MIN_CELL);
        }

        #[test]
        fn the_middle_of_each_cell_hits_that_cell(
            (rows, inner, columns, blocks) in (1_usize..9, 1_usize..9, 1_usize..9, 1_usize..4),
            (width, height) in (0.0..2000.0, 0.0..2000.0),
        ) {
            let cross =
                Cross::fit(Factors { rows, inner, columns, blocks }, GUTTERS, width, height);
            for part in cross.parts() {
                let Placed { x, y, grid } = cross.place(part);
                for (row, column) in (0..grid.rows).flat_map(|r| (0..grid.columns).map(move |c| (r, c))) {
                    let (left, top, w, h) = grid.rect(row, column);
                    let hit = cross.hit(x + left + w / 2.0, y + top + h / 2.0);
                    prop_assert_eq!(hit, Some((part, row, column)));
                }
            }
        }

        #[test]
        fn no_size_and_no_point_is_too_strange(
            sizes in any::<[usize; 4]>().prop_map(|s| s.map(|n| n % 100)),
            space in any::<[f64; 4]>(),
        ) {
            let [rows, inner, columns, blocks] = sizes;
            let [width, height, x, y] = space;
            let cross = Cross::fit(Factors { rows, inner, columns, blocks }, GUTTERS, width, height);
            if let Some((part, row, column)) = cross.hit(x, y) {
                let grid = cross.place(part).grid;
                prop_assert!(row < grid.rows && column < grid.columns);
            }
        }
    }
}
