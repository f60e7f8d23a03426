import type { SourceStatus } from "../model/agent-status.ts";
import type { Metrics } from "../model/metrics.ts";
import type { Clock, Log } from "../model/ports.ts";
import type { Refreshed, RepositorySource, Snapshot, SourceFailure } from "../model/source.ts";
import type { TemplateRepositories } from "../model/template-source.ts";
import type { AgentPace } from "./agent-pace.ts";
import { newAlarm, ringOnAbort } from "./alarm.ts";
import { haveTemplatesMoved, readContent, type Content, type ReadFiles } from "./content.ts";
import { messageOf } from "./defect.ts";
import { newTemplateNotes } from "./template-notes.ts";
import type { Watchdog } from "./watchdog.ts";

/** What following a repository takes. */
export interface FollowerSetup {
  readonly source: RepositorySource;
  readonly read: ReadFiles;
  readonly templates: TemplateRepositories;
  readonly watchdog: Watchdog;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly metrics: Pick<Metrics, "fetched">;
  /** `undefined`: it is looked at when somebody asks, and again after a failure. */
  readonly intervalMs: number | undefined;
  readonly pace: AgentPace;
  /** Told of every new state of the repository, also of one that cannot be used. */
  readonly onContent: (content: Content) => void;
}

/** Follows the environments repository; keeps the last content whatever goes wrong. */
export interface Follower {
  /** Looks as soon as possible; asked for during a look, once more after it. */
  look(): void;
  /** What is worked from; absent until it could be read once. */
  content(): Content | undefined;
  status(): Omit<SourceStatus, "repository" | "revision">;
  run(signal: AbortSignal): Promise<void>;
}

/** A follower that has not looked yet. */
export function newFollower(setup: FollowerSetup): Follower {
  const { source, clock, log, metrics } = setup;
  const alarm = newAlarm(clock);
  const notes = newTemplateNotes(log);
  let isAsked = true;
  let content: Content | undefined;
  let unread: Snapshot | undefined;
  let seenAt: number | undefined;
  let lookedAt: number | undefined;
  let failure: SourceStatus["failure"];
  /** What was told since the repository could be read last. */
  const told = new Set<string>();
  let failures = 0;

  async function lookOnce(signal: AbortSignal): Promise<void> {
    const startedAt = clock.now();
    const refreshed = await refresh(signal);
    if (signal.aborted) return;
    metrics.fetched(refreshed.kind, Math.max(0, clock.now() - startedAt) / 1000);
    if (refreshed.kind === "new" || refreshed.kind === "same") await take(refreshed, signal);
    else fail(refreshed.why, refreshed.kind === "refused" ? refreshed.commit : undefined);
  }

  /** A source that throws has a defect, which must not end the agent. */
  async function refresh(signal: AbortSignal): Promise<Refreshed> {
    try {
      return await source.refresh(signal);
    } catch (error) {
      return { kind: "failed", why: { message: `looking at it failed: ${messageOf(error)}` } };
    }
  }

  async function take(
    refreshed: Extract<Refreshed, { kind: "new" | "same" }>,
    signal: AbortSignal,
  ): Promise<void> {
    const { snapshot } = refreshed;
    if (refreshed.kind === "new" || content === undefined) unread = snapshot;
    try {
      if (unread === undefined && !(await isStale(content, signal))) return succeed();
      const read = await readContent(snapshot, setup, { before: content, signal });
      if (signal.aborted) return;
      content = read;
      notes.tell(content.templates);
    } catch (error) {
      return fail({ message: `it could not be read: ${messageOf(error)}` }, snapshot.revision?.commit);
    }
    unread = undefined;
    seenAt = clock.now();
    succeed();
    if (refreshed.kind === "new" && refreshed.isRewritten)
      log.warn("repository history was rewritten", { commit: commitOf(snapshot) });
    tellOf(content);
  }

  /** What it takes from other repositories may change without a commit here. */
  async function isStale(known: Content | undefined, signal: AbortSignal): Promise<boolean> {
    if (known === undefined || known.templates.length === 0) return false;
    const { haveMoved, templates } = await haveTemplatesMoved(known, setup, signal);
    if (signal.aborted) return false;
    notes.tell(templates);
    return haveMoved;
  }

  /** A defect there must not end the following. */
  function tellOf(told: Content): void {
    try {
      setup.onContent(told);
    } catch (error) {
      log.error("a defect of Mooring; the commit was not taken over in full", { why: messageOf(error) });
    }
  }

  function succeed(): void {
    lookedAt = clock.now();
    failures = 0;
    if (failure !== undefined) log.info("repository can be read again", { source: source.description });
    failure = undefined;
    told.clear();
  }

  function fail({ cause, ...why }: SourceFailure, commit: string | undefined): void {
    failures += 1;
    failure = {
      ...why,
      since: failure?.since ?? clock.now(),
      ...(commit === undefined ? {} : { commit }),
    };
    if (isTold(JSON.stringify([cause ?? why.message, commit]))) return;
    log.warn(commit === undefined ? "repository cannot be read" : "commit is not applied", {
      source: source.description,
      commit: commit?.slice(0, 12),
      why: why.message,
      remedy: why.remedy,
      workingFrom: content?.revision?.commit.slice(0, 12) ?? "nothing yet",
    });
  }

  function isTold(news: string): boolean {
    if (told.has(news)) return true;
    if (told.size === MOST_TOLD) told.clear();
    told.add(news);
    return false;
  }

  return {
    look() {
      isAsked = true;
      alarm.ring();
    },
    content: () => content,
    status: () => ({
      description: source.description,
      ...(seenAt === undefined ? {} : { seenAt }),
      ...(lookedAt === undefined ? {} : { lookedAt }),
      ...(failure === undefined ? {} : { failure }),
    }),
    async run(signal) {
      const deaf = ringOnAbort(alarm, signal);
      while (!signal.aborted) {
        isAsked = false;
        await setup.watchdog.during("a look at the repository", () => lookOnce(signal));
        const ms = Math.min(delayAfter(failures, setup), delayOfMissing(content, setup));
        await pause(ms, () => isAsked || signal.aborted);
      }
      deaf();
    },
  };

  async function pause(ms: number, isOver: () => boolean): Promise<void> {
    let left = ms;
    while (left > 0 && !isOver()) {
      const before = clock.now();
      await alarm.sleep(left);
      left -= Math.max(1, clock.now() - before);
    }
  }
}

/** Of as many causes, commits that are refused among them. */
const MOST_TOLD = 100;

/** Polling with jitter of a fifth, so that many agents do not ask in the same second; sooner after a failure. */
function delayAfter(failures: number, { intervalMs, random, pace }: FollowerSetup): number {
  const regular = intervalMs === undefined ? Number.POSITIVE_INFINITY : intervalMs * (0.8 + 0.4 * random());
  if (failures === 0) return regular;
  const backOff = Math.min(pace.sourceFailureMs * 2 ** (failures - 1), pace.longestSourceFailureMs);
  return Math.min(regular, backOff * (0.5 + 0.5 * random()));
}

/** A template that could not be read may be there soon, without anybody saying so. */
function delayOfMissing(content: Content | undefined, { pace }: FollowerSetup): number {
  const isMissing = content?.templates.some(({ kind }) => kind === "failed") === true;
  return isMissing ? pace.longestSourceFailureMs : Number.POSITIVE_INFINITY;
}

function commitOf({ revision }: Snapshot): string | undefined {
  return revision?.commit.slice(0, 12);
}
