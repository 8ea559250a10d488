//! One heatmap: equal cells in rows and columns.

/// The least side of a cell that can still be pointed at, in pixels.
pub const MIN_CELL: f64 = 4.0;
/// The greatest side of a cell: beyond it, size adds nothing.
pub const MAX_CELL: f64 = 96.0;
/// The least width of a cell with a number in it.
pub const NUMBER_WIDTH: f64 = 34.0;
/// The least height of a cell with a number in it.
pub const NUMBER_HEIGHT: f64 = 18.0;

/// The cells of one heatmap, in pixels from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// How many rows.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
    /// The width of a cell.
    pub cell_width: f64,
    /// The height of a cell.
    pub cell_height: f64,
}

impl Grid {
    /// The largest grid that fits: whole pixels, each side of a cell from [`MIN_CELL`] to
    /// [`MAX_CELL`]. Where even the smallest cells are too many, the grid is larger than
    /// the space.
    ///
    /// ```
    /// use scene::layout::Grid;
    /// let grid = Grid::fit(3, 8, 300.0, 400.0);
    /// assert_eq!((grid.cell_width, grid.cell_height), (37.0, 96.0));
    /// ```
    pub fn fit(rows: usize, columns: usize, width: f64, height: f64) -> Self {
        Self { rows, columns, cell_width: share(width, columns), cell_height: share(height, rows) }
    }

    /// The cell under a point, as (row, column).
    ///
    /// ```
    /// use scene::layout::Grid;
    /// let grid = Grid { rows: 2, columns: 3, cell_width: 10.0, cell_height: 20.0 };
    /// assert_eq!(grid.hit(29.5, 20.0), Some((1, 2)));
    /// assert_eq!(grid.hit(30.0, 20.0), None);
    /// ```
    pub fn hit(&self, x: f64, y: f64) -> Option<(usize, usize)> {
        Some((index(y, self.cell_height, self.rows)?, index(x, self.cell_width, self.columns)?))
    }

    /// The place of a cell, as (x, y, width, height); the cell need not be there.
    ///
    /// ```
    /// use scene::layout::Grid;
    /// let grid = Grid { rows: 2, columns: 3, cell_width: 10.0, cell_height: 20.0 };
    /// assert_eq!(grid.rect(1, 2), (20.0, 20.0, 10.0, 20.0));
    /// ```
    pub fn rect(&self, row: usize, column: usize) -> (f64, f64, f64, f64) {
        let (width, height) = (self.cell_width, self.cell_height);
        (column as f64 * width, row as f64 * height, width, height)
    }

    /// The whole width.
    ///
    /// ```
    /// # use scene::layout::Grid;
    /// assert_eq!(Grid { rows: 2, columns: 3, cell_width: 10.0, cell_height: 20.0 }.width(), 30.0);
    /// ```
    pub fn width(&self) -> f64 {
        self.columns as f64 * self.cell_width
    }

    /// The whole height.
    ///
    /// ```
    /// # use scene::layout::Grid;
    /// assert_eq!(Grid { rows: 2, columns: 3, cell_width: 10.0, cell_height: 20.0 }.height(), 40.0);
    /// ```
    pub fn height(&self) -> f64 {
        self.rows as f64 * self.cell_height
    }

    /// Whether its cells are large enough for numbers.
    ///
    /// ```
    /// # use scene::layout::Grid;
    /// assert!(Grid { rows: 1, columns: 1, cell_width: 34.0, cell_height: 18.0 }.shows_numbers());
    /// assert!(!Grid { rows: 1, columns: 1, cell_width: 33.0, cell_height: 96.0 }.shows_numbers());
    /// ```
    pub fn shows_numbers(&self) -> bool {
        self.cell_width >= NUMBER_WIDTH && self.cell_height >= NUMBER_HEIGHT
    }
}

/// An equal share of the space for each of some cells, within the bounds of a cell.
pub(super) fn share(space: f64, cells: usize) -> f64 {
    // No cells: any size will do, and a division by zero gives the greatest one or NaN,
    // which `max` turns into a number.
    (space / cells as f64).floor().clamp(MIN_CELL, MAX_CELL).max(MIN_CELL)
}

/// Which of `cells` cells of a given size a coordinate falls into.
fn index(at: f64, size: f64, cells: usize) -> Option<usize> {
    let index = (at / size).floor();
    // Written so that NaN is nowhere.
    (index >= 0.0 && index < cells as f64).then_some(index as usize)
}
