/**
 * Heights of the rows of a long list and where each row begins: estimated first, corrected as rows are measured. A change costs O(1), a
 * question O(rows / 256 + 256); 4 bytes a row.
 */

const BLOCK = 256;

export class HeightMap {
  #heights: Float32Array;
  #sums: Float64Array;
  #count = 0;
  #total = 0;

  constructor(count: number, estimate: (index: number) => number) {
    this.#heights = new Float32Array(count);
    this.#sums = new Float64Array(Math.ceil(count / BLOCK));
    this.grow(count, estimate);
  }

  /** Appends rows; a list that became shorter keeps the heights of the rows left. */
  grow(count: number, estimate: (index: number) => number): void {
    const heights = new Float32Array(count);
    heights.set(this.#heights.subarray(0, Math.min(this.#count, count)));
    for (let index = this.#count; index < count; index += 1) heights[index] = estimate(index);
    const sums = new Float64Array(Math.ceil(count / BLOCK));
    for (const [index, height] of heights.entries()) {
      const block = Math.floor(index / BLOCK);
      sums[block] = (sums[block] ?? 0) + height;
    }
    this.#heights = heights;
    this.#sums = sums;
    this.#count = count;
    this.#total = sums.reduce((sum, own) => sum + own, 0);
  }

  get count(): number {
    return this.#count;
  }

  get total(): number {
    return this.#total;
  }

  heightOf(index: number): number {
    return this.#heights[index] ?? 0;
  }

  /** @returns by how much the row grew */
  set(index: number, height: number): number {
    const change = height - this.heightOf(index);
    if (change === 0 || index >= this.#count) return 0;
    const block = Math.floor(index / BLOCK);
    this.#heights[index] = height;
    this.#sums[block] = (this.#sums[block] ?? 0) + change;
    this.#total += change;
    return change;
  }

  /** Where a row begins. */
  offsetOf(index: number): number {
    const block = Math.floor(Math.min(index, this.#count) / BLOCK);
    let offset = 0;
    for (let number = 0; number < block; number += 1) offset += this.#sums[number] ?? 0;
    for (let row = block * BLOCK; row < Math.min(index, this.#count); row += 1) offset += this.heightOf(row);
    return offset;
  }

  /** The row at an offset: the first before the beginning, the last beyond the end. */
  indexAt(offset: number): number {
    let block = 0;
    let start = 0;
    while (block < this.#sums.length - 1 && start + (this.#sums[block] ?? 0) <= offset) {
      start += this.#sums[block] ?? 0;
      block += 1;
    }
    let row = block * BLOCK;
    while (row < this.#count - 1 && start + this.heightOf(row) <= offset) {
      start += this.heightOf(row);
      row += 1;
    }
    return row;
  }
}
