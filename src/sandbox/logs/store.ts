import type { Region, TableKind } from "../world.ts";

/** A log stream of CloudWatch Logs, keyed by group and name. Times are epoch milliseconds. */
export interface LogStreamRecord {
  readonly group: string;
  readonly name: string;
  /** When it is there. */
  readonly createdAt: number;
  /** Oldest first; those of later than now are not there yet. */
  readonly events: readonly LogEvent[];
}

/** One line of a log. */
export interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

const logStreams: TableKind<LogStreamRecord> = { name: "logStreams", groupBy: ({ group }) => group };

/** Writes a stream, which may begin later. */
export function putLogStream(region: Region, stream: LogStreamRecord): void {
  region.table(logStreams).put(keyOf(stream.group, stream.name), stream);
}

/** The streams of a group that are there at a moment, with what they hold by then. */
export function streamsIn(region: Region, group: string, now: number): readonly LogStreamRecord[] {
  return region
    .table(logStreams)
    .inGroup(group)
    .filter(({ createdAt }) => createdAt <= now)
    .map((stream) => ({ ...stream, events: stream.events.filter(({ timestamp }) => timestamp <= now) }));
}

/** Takes away what streams with such a name were to hold from a moment on. */
export function cutLogStreams(
  region: Region,
  { suffix, from }: { readonly suffix: string; readonly from: number },
): void {
  for (const stream of region.table(logStreams).values()) {
    if (!stream.name.endsWith(suffix)) continue;
    const events = stream.events.filter(({ timestamp }) => timestamp < from);
    region.table(logStreams).put(keyOf(stream.group, stream.name), { ...stream, events });
  }
}

function keyOf(group: string, name: string): string {
  return `${group}|${name}`;
}
