import { liveResources } from "../cloudformation/live-resources.ts";
import { ApiError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { pageOf, textIn } from "../protocol/json-input.ts";
import type { JsonAction, JsonCall } from "../protocol/json-service.ts";
import type { LogStreamRecord } from "./store.ts";
import { streamsIn } from "./store.ts";

/** DescribeLogStreams: of a group, by the beginning of their names, in the order of names or of their last events; pages of 50. */
export const describeLogStreams: JsonAction = (call) => {
  const { input } = call;
  const prefix = textIn(input, "logStreamNamePrefix") ?? "";
  const byTime = input["orderBy"] === "LastEventTime";
  const sorted = streamsOf(call)
    .filter(({ name }) => name.startsWith(prefix))
    .toSorted((one, other) =>
      byTime ? lastEventOf(one) - lastEventOf(other) : one.name < other.name ? -1 : 1,
    );
  const ordered = input["descending"] === true ? sorted.toReversed() : sorted;
  const { items, ...next } = pageOf(ordered, { ...input, maxResults: input["limit"] ?? PAGE }, PAGE);
  return { logStreams: items.map(shown), ...next };
};

/** GetLogEvents: of a stream, between two times, the newest unless it starts from the head; at most 10,000. The tokens are places in the stream. */
export const getLogEvents: JsonAction = (call) => {
  const { input, now } = call;
  const name = textIn(input, "logStreamName");
  const stream = streamsOf(call).find((each) => each.name === name);
  if (stream === undefined)
    throw new ApiError("ResourceNotFoundException", "The specified log stream does not exist.");
  const from = numberIn(input, "startTime") ?? 0;
  const before = numberIn(input, "endTime") ?? Number.POSITIVE_INFINITY;
  const events = stream.events.filter(({ timestamp }) => timestamp >= from && timestamp < before);
  const { start, end } = windowOf(input, events.length);
  return {
    events: events.slice(start, end).map((event) => ({ ...event, ingestionTime: Math.round(now) })),
    nextForwardToken: `f/${String(end)}`,
    nextBackwardToken: `b/${String(start)}`,
  };
};

const PAGE = 50;
const MOST_EVENTS = 10_000;

function streamsOf({ world, region, input, now }: JsonCall): readonly LogStreamRecord[] {
  const group = textIn(input, "logGroupName") ?? "";
  const streams = streamsIn(region, group, now);
  if (streams.length > 0) return streams;
  const groups = liveResources(world, region, "AWS::Logs::LogGroup");
  const isThere = groups.some(({ physicalId }) => physicalId === group);
  if (isThere) return [];
  throw new ApiError("ResourceNotFoundException", "The specified log group does not exist.");
}

function lastEventOf({ events, createdAt }: LogStreamRecord): number {
  return events.at(-1)?.timestamp ?? createdAt;
}

function shown({ name, createdAt, events }: LogStreamRecord): JsonObject {
  const [first] = events;
  const last = events.at(-1);
  return {
    logStreamName: name,
    creationTime: createdAt,
    ...(first === undefined ? {} : { firstEventTimestamp: first.timestamp }),
    ...(last === undefined ? {} : { lastEventTimestamp: last.timestamp, lastIngestionTime: last.timestamp }),
    storedBytes: 0,
  };
}

/** Which events an answer holds: after a forward token, before a backward one. */
function windowOf(input: JsonObject, count: number): { readonly start: number; readonly end: number } {
  const limit = Math.min(numberIn(input, "limit") ?? MOST_EVENTS, MOST_EVENTS);
  const [, direction, place] = /^([fb])\/(\d{1,9})$/.exec(textIn(input, "nextToken") ?? "") ?? [];
  const at = Math.min(Number(place ?? 0), count);
  if (direction === "b") return { start: Math.max(0, at - limit), end: at };
  if (direction === "f" || input["startFromHead"] === true)
    return { start: at, end: Math.min(count, at + limit) };
  return { start: Math.max(0, count - limit), end: count };
}

function numberIn(input: JsonObject, name: string): number | undefined {
  const value = input[name];
  return typeof value === "number" && value >= 0 ? value : undefined;
}
