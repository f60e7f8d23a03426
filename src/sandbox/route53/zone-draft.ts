import type { RecordSet, Zone } from "./records.ts";
import { recordKey } from "./records.ts";

/** The record sets of a zone as they would be after a batch; nothing is changed until its changes are stored. */
export interface ZoneDraft {
  readonly zoneName: string;
  get(record: RecordSet): RecordSet | undefined;
  put(record: RecordSet): void;
  delete(record: RecordSet): void;
  /** The record sets of one name. */
  named(name: string): readonly RecordSet[];
  /** What is different, by key; `undefined` is a deletion. */
  changes(): Iterable<readonly [key: string, record: RecordSet | undefined]>;
}

/** A draft of a zone with what is in it now. */
export function createZoneDraft(zone: Zone, current: readonly RecordSet[]): ZoneDraft {
  const byName = new Map<string, readonly RecordSet[]>();
  for (const record of current) byName.set(record.name, [...(byName.get(record.name) ?? []), record]);
  const changed = new Map<string, RecordSet | undefined>();
  const keyOf = (record: RecordSet): string => recordKey(zone.id, record);
  const without = (record: RecordSet): readonly RecordSet[] =>
    (byName.get(record.name) ?? []).filter((other) => keyOf(other) !== keyOf(record));
  return {
    zoneName: zone.name,
    get: (record) => byName.get(record.name)?.find((other) => keyOf(other) === keyOf(record)),
    put(record) {
      byName.set(record.name, [...without(record), record]);
      changed.set(keyOf(record), record);
    },
    delete(record) {
      byName.set(record.name, without(record));
      changed.set(keyOf(record), undefined);
    },
    named: (name) => byName.get(name) ?? [],
    changes: () => changed,
  };
}
