/** Something that is due at a time. */
export interface Due {
  /** Epoch milliseconds. */
  readonly at: number;
  run(): void;
}

/** What is due, earliest first; what is due at the same time in the order in which it was added. */
export class DueQueue {
  readonly #heap: { readonly due: Due; readonly order: number }[] = [];
  #added = 0;

  add(due: Due): void {
    this.#heap.push({ due, order: this.#added++ });
    this.#rise(this.#heap.length - 1);
  }

  /** Takes out the earliest; `undefined` when nothing is left. */
  take(): Due | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first.due;
  }

  #rise(start: number): void {
    for (let index = start; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(start: number): void {
    for (let index = start; ;) {
      const children = [2 * index + 1, 2 * index + 2].filter((child) => child < this.#heap.length);
      const least = children.reduce((best, child) => (this.#isBefore(child, best) ? child : best), index);
      if (least === index) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #isBefore(left: number, right: number): boolean {
    const [a, b] = [this.#heap[left], this.#heap[right]];
    if (a === undefined || b === undefined) return false;
    return a.due.at < b.due.at || (a.due.at === b.due.at && a.order < b.order);
  }

  #swap(left: number, right: number): void {
    const [a, b] = [this.#heap[left], this.#heap[right]];
    if (a === undefined || b === undefined) return;
    this.#heap[left] = b;
    this.#heap[right] = a;
  }
}
