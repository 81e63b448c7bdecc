// Which cells are selected: the active one, and the box from there to where the selection was stretched.

export class Selection {
  constructor(grid) {
    this.grid = grid;
    this.active = { row: 0, column: 0 };
    this.end = { row: 0, column: 0 };
    this.kept = new Map();
  }

  get box() {
    const { active, end } = this;
    return {
      top: Math.min(active.row, end.row), bottom: Math.max(active.row, end.row),
      left: Math.min(active.column, end.column), right: Math.max(active.column, end.column),
    };
  }

  get one() {
    const { row, column } = this.active;
    return { top: row, bottom: row, left: column, right: column };
  }

  /** Select one cell, or with `stretch` everything from the active one to it, and bring it into view. */
  to(row, column, stretch = false) {
    const { top, left } = this.grid.tab.clip({ top: row, bottom: row, left: column, right: column });
    this.end = { row: top, column: left };
    if (!stretch) this.active = { ...this.end };
    this.grid.reveal(top, left);
    this.#tell();
  }

  /** Select a box without scrolling: a whole row or column, say. */
  cover(box) {
    const { top, bottom, left, right } = this.grid.tab.clip(box);
    this.active = { row: top, column: left };
    this.end = { row: bottom, column: right };
    this.#tell();
  }

  /** Step past hidden rows and columns and through merged cells. */
  step(rows, columns, stretch = false) {
    const from = stretch ? this.end : this.active;
    const merge = stretch ? undefined : this.grid.tab.merge(from.row, from.column);
    let { row, column } = from;
    if (merge && rows > 0) row = merge.endRowIndex - 1;
    if (merge && columns > 0) column = merge.endColumnIndex - 1;
    if (rows) row = this.grid.rows.next(row, Math.sign(rows));
    if (columns) column = this.grid.columns.next(column, Math.sign(columns));
    const into = stretch ? undefined : this.grid.tab.merge(row, column);
    if (into) [row, column] = [into.startRowIndex, into.startColumnIndex];
    this.to(row, column, stretch);
  }

  /** Leap to the edge of filled cells, as Ctrl with an arrow does; cells not read yet count as the edge. */
  leap(rows, columns, stretch = false) {
    const from = stretch ? this.end : this.active;
    const { tab } = this.grid;
    const filled = (row, column) => Boolean(tab.cell(row, column)?.formattedValue);
    const next = ([row, column]) => [
      rows ? this.grid.rows.next(row, Math.sign(rows)) : row,
      columns ? this.grid.columns.next(column, Math.sign(columns)) : column,
    ];
    let here = [from.row, from.column];
    const along = filled(...here) && filled(...next(here));
    for (let ahead = next(here); String(ahead) !== String(here); ahead = next(ahead)) {
      if (along && !filled(...ahead)) break;
      here = ahead;
      if (!along && filled(...ahead)) break;
    }
    this.to(...here, stretch);
  }

  /** Remember where a tab was left, and go to where another was. */
  move(from, to) {
    if (from) {
      const { scrollLeft, scrollTop } = this.grid.element;
      this.kept.set(from.id, { active: this.active, end: this.end, scrollLeft, scrollTop });
    }
    const there = this.kept.get(to.id);
    const box = to.clip({ top: there?.active.row ?? 0, bottom: there?.end.row ?? 0, left: there?.active.column ?? 0, right: there?.end.column ?? 0 });
    this.active = { row: box.top, column: box.left };
    this.end = { row: box.bottom, column: box.right };
    return there;
  }

  #tell() {
    this.grid.selection = this;
    this.grid.mark();
    this.grid.dispatchEvent(new Event("select"));
  }
}
