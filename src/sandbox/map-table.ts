import type { ChangeListener, Table } from "./world.ts";

/** A table in memory that tells of its changes. */
export class MapTable<T> implements Table<T> {
  readonly name: string;
  readonly #notify: ChangeListener;
  readonly #records = new Map<string, T>();
  #groupOf: ((record: T) => string) | undefined;
  readonly #groups = new Map<string, Map<string, T>>();

  constructor(name: string, notify: ChangeListener) {
    this.name = name;
    this.#notify = notify;
  }

  get size(): number {
    return this.#records.size;
  }

  get(key: string): T | undefined {
    return this.#records.get(key);
  }

  put(key: string, value: T): void {
    this.#set(key, value);
    this.#notify(this.name, key, value);
  }

  delete(key: string): void {
    if (this.#unset(key)) this.#notify(this.name, key, undefined);
  }

  keys(): IterableIterator<string> {
    return this.#records.keys();
  }

  values(): IterableIterator<T> {
    return this.#records.values();
  }

  entries(): IterableIterator<[string, T]> {
    return this.#records.entries();
  }

  inGroup(group: string): readonly T[] {
    return [...(this.#groups.get(group)?.values() ?? [])];
  }

  countInGroup(group: string): number {
    return this.#groups.get(group)?.size ?? 0;
  }

  /** Starts grouping, also of the records that the journal put here before anybody knew the kind. */
  groupBy(groupOf: (record: T) => string): void {
    if (this.#groupOf !== undefined) return;
    this.#groupOf = groupOf;
    for (const [key, value] of this.#records) this.#join(groupOf(value), key, value);
  }

  restore(key: string, value: unknown): void {
    if (value === undefined) this.#unset(key);
    else this.#set(key, value as T);
  }

  #set(key: string, value: T): void {
    const groupOf = this.#groupOf;
    if (groupOf !== undefined) {
      const previous = this.#records.get(key);
      const group = groupOf(value);
      if (previous !== undefined && groupOf(previous) !== group) this.#leave(groupOf(previous), key);
      this.#join(group, key, value);
    }
    this.#records.set(key, value);
  }

  #unset(key: string): boolean {
    const previous = this.#records.get(key);
    if (previous !== undefined && this.#groupOf !== undefined) this.#leave(this.#groupOf(previous), key);
    return this.#records.delete(key);
  }

  #join(group: string, key: string, value: T): void {
    const members = this.#groups.get(group);
    if (members === undefined) this.#groups.set(group, new Map([[key, value]]));
    else members.set(key, value);
  }

  #leave(group: string, key: string): void {
    const members = this.#groups.get(group);
    members?.delete(key);
    if (members?.size === 0) this.#groups.delete(group);
  }
}
