// Where rows or columns lie, in pixels: sizes may differ, hidden ones have none.

export class Axis {
  /** @param {ArrayLike<number>} sizes in pixels, 0 where hidden @param {number} frozen how many stay in view */
  constructor(sizes, frozen) {
    this.count = sizes.length;
    this.frozen = Math.min(frozen, this.count);
    this.offsets = new Float64Array(this.count + 1);
    for (let index = 0; index < this.count; index += 1) this.offsets[index + 1] = this.offsets[index] + sizes[index];
  }

  start(index) {
    return this.offsets[Math.min(index, this.count)];
  }

  size(index) {
    return this.start(index + 1) - this.start(index);
  }

  get total() {
    return this.offsets[this.count];
  }

  /** How much of it is frozen, in pixels. */
  get head() {
    return this.offsets[this.frozen];
  }

  /** The row or column at a distance from the start; the nearest one beyond either end. */
  at(pixel) {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.offsets[middle] <= pixel) low = middle;
      else high = middle - 1;
    }
    return Math.max(low, 0);
  }

  /** The next one that shows, `step` away (1 or -1) from `index`; `index` itself where there is none. */
  next(index, step) {
    for (let place = index + step; place >= 0 && place < this.count; place += step) {
      if (this.size(place) > 0) return place;
    }
    return index;
  }
}
