import { ApiError } from "../errors.ts";
import type { Account } from "../world.ts";
import type { RecordChange, RecordSet, Zone } from "./records.ts";
import { recordSets } from "./records.ts";
import { problemsOfRecord, problemsOfZone } from "./record-rules.ts";
import { spellRecord } from "./record-spelling.ts";
import { getZone } from "./store.ts";
import type { ZoneDraft } from "./zone-draft.ts";
import { createZoneDraft } from "./zone-draft.ts";

/**
 * Changes the record sets of a zone: all of the changes, or none.
 *
 * Throws `NoSuchHostedZone`, `InvalidInput` for a change that makes no sense on its own, and `InvalidChangeBatch` with every reason, in AWS's words, when the zone would not allow it.
 */
export function changeRecords(account: Account, zoneId: string, changes: readonly RecordChange[]): void {
  const zone = getZone(account, zoneId);
  const wanted = changes.map((change) => ({ action: change.action, record: spellRecord(zone, change) }));
  checkSize(changes);
  const draft = createZoneDraft(zone, account.table(recordSets).inGroup(zone.id));
  const problems = wanted.flatMap(({ action, record }) => STEPS[action]({ account, zone, draft, record }));
  problems.push(...problemsOfZone(zone, draft));
  if (problems.length > 0) throw invalidBatch(problems);
  const table = account.table(recordSets);
  for (const [key, record] of draft.changes()) {
    if (record === undefined) table.delete(key);
    else table.put(key, record);
  }
}

const MAX_RECORDS = 1000;
const MAX_CHARACTERS = 32_000;

interface Step {
  readonly account: Account;
  readonly zone: Zone;
  readonly draft: ZoneDraft;
  readonly record: RecordSet;
}

const STEPS: Readonly<Record<RecordChange["action"], (step: Step) => readonly string[]>> = {
  CREATE: create,
  DELETE: remove,
  UPSERT: upsert,
};

function checkSize(changes: readonly RecordChange[]): void {
  let records = 0;
  let characters = 0;
  for (const { action, record } of changes) {
    const weight = action === "UPSERT" ? 2 : 1;
    const values = record.values ?? [];
    records += weight * Math.max(1, values.length);
    characters += weight * values.reduce((sum, value) => sum + value.length, 0);
  }
  if (records > MAX_RECORDS)
    throw invalidBatch([`Number of records limit of ${String(MAX_RECORDS)} exceeded.`]);
  if (characters > MAX_CHARACTERS)
    throw invalidBatch([`Number of characters limit of ${String(MAX_CHARACTERS)} exceeded.`]);
}

function create(step: Step): readonly string[] {
  const { draft, record } = step;
  if (draft.get(record) !== undefined)
    return [`Tried to create resource record set ${shown(record)} but it already exists`];
  return upsert(step);
}

function upsert({ account, zone, draft, record }: Step): readonly string[] {
  const problems = problemsOfRecord(account, zone, draft, record);
  if (problems.length === 0) draft.put(record);
  return problems;
}

function remove({ draft, record }: Step): readonly string[] {
  const existing = draft.get(record);
  if (existing === undefined)
    return [`Tried to delete resource record set ${shown(record)} but it was not found`];
  if (!isSame(existing, record))
    return [
      `Tried to delete resource record set ${shown(record)} but the values provided do not match the current values`,
    ];
  draft.delete(record);
  return [];
}

/** Whether a deletion names the record as it is: the order of values does not matter. */
function isSame(a: RecordSet, b: RecordSet): boolean {
  return fingerprint(a) === fingerprint(b);
}

function fingerprint({ ttl, values, alias, routing }: RecordSet): string {
  const { weight, region, failover, multiValueAnswer, healthCheckId } = routing ?? {};
  const target = alias && [alias.hostedZoneId, alias.dnsName, alias.evaluateTargetHealth];
  return JSON.stringify([
    ttl,
    values?.toSorted(),
    target,
    weight,
    region,
    failover,
    multiValueAnswer,
    healthCheckId,
  ]);
}

function shown({ name, type, setIdentifier }: RecordSet): string {
  const identifier = setIdentifier === undefined ? "" : `, set-identifier='${setIdentifier}'`;
  return `[name='${name}', type='${type}'${identifier}]`;
}

function invalidBatch(messages: readonly string[]): ApiError {
  return new ApiError("InvalidChangeBatch", `[${messages.join(", ")}]`);
}
