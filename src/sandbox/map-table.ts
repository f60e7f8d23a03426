import type { ChangeListener, StoredRecords, Table } from "./world.ts";

/** A table in memory that tells of its changes. What is stored for it is read when somebody first asks for a record. */
export class MapTable<T> implements Table<T> {
  readonly name: string;
  readonly #notify: ChangeListener;
  readonly #read = new Map<string, T>();
  /** What is stored and not read yet: older than all that is in `#read`. */
  #stored: readonly StoredRecords[] = [];
  #groupOf: ((record: T) => string) | undefined;
  readonly #groups = new Map<string, Map<string, T>>();

  constructor(name: string, notify: ChangeListener) {
    this.name = name;
    this.#notify = notify;
  }

  get size(): number {
    return this.#stored.reduce((size, { count }) => size + count, this.#read.size);
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
    this.#readStored();
    return [...(this.#groups.get(group)?.values() ?? [])];
  }

  countInGroup(group: string): number {
    this.#readStored();
    return this.#groups.get(group)?.size ?? 0;
  }

  /** Starts grouping, also of the records that were read before anybody knew the kind. */
  groupBy(groupOf: (record: T) => string): void {
    if (this.#groupOf !== undefined) return;
    this.#groupOf = groupOf;
    for (const [key, value] of this.#read) this.#join(groupOf(value), key, value);
  }

  /** Restores records: without reading them, as long as nothing else is here. Asking for one then throws what reading throws. */
  restoreLater(stored: StoredRecords): void {
    if (this.#read.size > 0) this.#fill(stored.read());
    else this.#stored = [...this.#stored, stored];
  }

  restore(key: string, value: unknown): void {
    if (value === undefined) this.#unset(key);
    else this.#set(key, value as T);
  }

  /** The records, all of them read. */
  get #records(): Map<string, T> {
    this.#readStored();
    return this.#read;
  }

  #readStored(): void {
    if (this.#stored.length === 0) return;
    const records = this.#stored.flatMap((stored) => [...stored.read()]);
    this.#stored = [];
    this.#fill(records);
  }

  #fill(records: Iterable<readonly [key: string, value: unknown]>): void {
    for (const [key, value] of records) this.#set(key, value as T);
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
