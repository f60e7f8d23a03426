import type { DnsZones, RecordChange } from "../../src/model/cloud-dns.ts";
import type { DnsRecord } from "../../src/model/cloud-drift.ts";
import type { WriteResult } from "../../src/model/cloud.ts";
import type { MemoryWorld } from "./memory-world.ts";

/** Makes one call of the port: counted, and interfered with. */
interface Calls {
  readonly read: <T>(method: keyof DnsZones, effect: () => T) => Promise<T>;
  readonly write: (method: keyof DnsZones, effect: () => WriteResult) => Promise<WriteResult>;
}

/** The part of the `Cloud` port that delegation needs, over an in-memory world. */
export function memoryDns(world: MemoryWorld, { read, write }: Calls): DnsZones {
  return {
    hostedZones: (domain) =>
      read("hostedZones", () => world.hostedZones.filter(({ name }) => name === domain)),
    recordsWithin: (zoneId, domain) =>
      read("recordsWithin", () =>
        world.zones.get(zoneId)?.filter(({ name }) => name === domain || name.endsWith(`.${domain}`)),
      ),
    nameServers: (zoneId) => read("nameServers", () => nameServersOf(world, zoneId)),
    changeRecords: (zoneId, changes) => write("changeRecords", () => change(world, zoneId, changes)),
  };
}

function nameServersOf(world: MemoryWorld, zoneId: string): readonly string[] | undefined {
  const zone = world.hostedZones.find(({ id }) => id === zoneId);
  return zone === undefined
    ? undefined
    : (world.zones.get(zoneId)?.find(({ name, type }) => name === zone.name && type === "NS")?.values ?? []);
}

function change(world: MemoryWorld, zoneId: string, changes: readonly RecordChange[]): WriteResult {
  let records = world.zones.get(zoneId);
  if (records === undefined) return { kind: "rejected", message: `No hosted zone found with ID: ${zoneId}` };
  for (const { action, record } of changes) {
    const there: DnsRecord | undefined = records.find(
      ({ name, type }) => name === record.name && type === record.type,
    );
    if (action === "create" ? there !== undefined : !isSame(there, record))
      return { kind: "conflict", message: `Tried to ${action} ${record.name} ${record.type}` };
    records = records.filter((each) => each !== there);
    if (action === "create") records = [...records, { ...record, values: record.values.toSorted() }];
  }
  world.zones.set(zoneId, records);
  return { kind: "accepted" };
}

function isSame(there: DnsRecord | undefined, { values, ttl }: RecordChange["record"]): boolean {
  return there?.ttl === ttl && JSON.stringify(there.values.toSorted()) === JSON.stringify(values.toSorted());
}
