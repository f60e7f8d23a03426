import type { Json } from "./json.ts";
import { MapTable } from "./map-table.ts";

/**
 * Everything the sandbox knows: plain JSON records in named tables, so that it survives a restart.
 *
 * Records are treated as immutable: a change is a `put` of a new record. Every change is told to the one
 * listener (the journal) before `put` and `delete` return.
 */
export interface World extends Tables {
  region(account: string, region: string): Region;
  account(account: string): Account;
  accounts(): Iterable<Account>;
  regions(): Iterable<Region>;
  onChange(listener: ChangeListener): void;
  /** Restores one record, without telling the listener. `undefined` restores a deletion. */
  load(table: string, key: string, value: unknown): void;
  /** Restores records of one table, which are read when somebody first asks for one, without telling the listener. */
  loadLater(table: string, stored: StoredRecords): void;
  /** How many records there are. */
  count(): number;
  /** Every record there is: what a compacted journal has to hold. */
  snapshot(): Iterable<readonly [table: string, key: string, value: unknown]>;
  /** Forgets everything but the kept world-level tables, telling the listener. */
  reset(keep?: readonly string[]): void;
}

/** Records with different keys that lie somewhere, unread. */
export interface StoredRecords {
  readonly count: number;
  read(): Iterable<readonly [key: string, value: unknown]>;
}

/** One account in one Region. */
export interface Region extends Tables {
  readonly account: string;
  readonly region: string;
  /** Another account or Region of the same world. */
  elsewhere(account: string, region: string): Region;
}

/** What is global in an account (Route 53, for one). */
export interface Account extends Tables {
  readonly account: string;
}

/** A place that holds tables. Opening a table that nobody has opened yet makes it. */
export interface Tables {
  table<T>(kind: TableKind<T>): Table<T>;
}

/** A table's name, unique in its place, and what its records are grouped by. A folder declares its own. */
export interface TableKind<T> {
  readonly name: string;
  readonly groupBy?: (record: T) => string;
}

/** Records by key, in the order in which they were first put. */
export interface Table<T> {
  readonly size: number;
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  delete(key: string): void;
  values(): IterableIterator<T>;
  entries(): IterableIterator<[string, T]>;
  /** The records of one group, in the order in which they joined it. */
  inGroup(group: string): readonly T[];
  countInGroup(group: string): number;
}

/** Hears of every change: the full table name, the key, and the new value (`undefined`: deleted). */
export type ChangeListener = (table: string, key: string, value: unknown) => void;

/** World-level settings: faults, images, clock, durations. */
export const settings: TableKind<Json> = { name: "settings" };

/** An empty world. */
export function createWorld(): World {
  const tables = new Map<string, MapTable<unknown>>();
  const regions = new Map<string, Region>();
  const accounts = new Map<string, Account>();
  let listener: ChangeListener = () => {};
  const notify: ChangeListener = (table, key, value) => listener(table, key, value);

  const rawTable = (name: string): MapTable<unknown> => {
    const existing = tables.get(name);
    if (existing !== undefined) return existing;
    const made = new MapTable<unknown>(name, notify);
    tables.set(name, made);
    return made;
  };
  const tablesOf = (prefix: string): Tables => {
    const opened = new WeakMap<object, MapTable<unknown>>();
    return {
      table<T>(kind: TableKind<T>): Table<T> {
        // A table holds what its kind put there, or what the journal got from that same kind.
        const known = opened.get(kind) as MapTable<T> | undefined;
        if (known !== undefined) return known;
        const table = rawTable(`${prefix}/${kind.name}`) as MapTable<T>;
        if (kind.groupBy !== undefined) table.groupBy(kind.groupBy);
        opened.set(kind, table as MapTable<unknown>);
        return table;
      },
    };
  };
  const region = (account: string, name: string): Region => {
    const prefix = `region/${account}/${name}`;
    const existing = regions.get(prefix);
    if (existing !== undefined) return existing;
    const made: Region = { account, region: name, elsewhere: region, ...tablesOf(prefix) };
    regions.set(prefix, made);
    return made;
  };
  const openAccount = (account: string): Account => {
    const existing = accounts.get(account);
    if (existing !== undefined) return existing;
    const made: Account = { account, ...tablesOf(`account/${account}`) };
    accounts.set(account, made);
    return made;
  };
  /** The table of a full name, its place opened. */
  const placed = (table: string): MapTable<unknown> => {
    const known = tables.get(table);
    if (known !== undefined) return known;
    const [place, account, name] = table.split("/");
    if (place === "region" && account !== undefined && name !== undefined) region(account, name);
    if (place === "account" && account !== undefined) openAccount(account);
    return rawTable(table);
  };
  return {
    ...tablesOf("world"),
    region,
    account: openAccount,
    accounts: () => accounts.values(),
    regions: () => regions.values(),
    onChange(next) {
      listener = next;
    },
    load: (table, key, value) => placed(table).restore(key, value),
    loadLater: (table, stored) => placed(table).restoreLater(stored),
    count() {
      return [...tables.values()].reduce((count, table) => count + table.size, 0);
    },
    *snapshot() {
      for (const table of tables.values())
        for (const [key, value] of table.entries()) yield [table.name, key, value];
    },
    reset(keep = []) {
      const kept = new Set(keep.map((name) => `world/${name}`));
      for (const table of tables.values()) {
        if (kept.has(table.name)) continue;
        for (const key of table.keys()) table.delete(key);
      }
    },
  };
}
