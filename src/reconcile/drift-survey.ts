import type { DnsRecord, ScalingPolicy } from "../model/cloud-drift.ts";
import type { AccountDrift } from "../model/drift.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type { Failure } from "../model/report.ts";
import { updateOf } from "../plan/upkeep.ts";
import { readContent, type ReadContent } from "./drift-content.ts";
import { newDetections, type DetectionResult, type Detections } from "./drift-detections.ts";
import { driftOf } from "./drift-findings.ts";
import { sceneOf, type Scene, type SurveyWork } from "./drift-scene.ts";
import { orFailure } from "./failure.ts";

/** A survey of the drift of one account, in small steps, so that passes may go in between. */
export interface DriftSurvey {
  /** Makes a handful of calls and returns: again after so long, or what was found. Never throws for AWS. */
  step(signal?: AbortSignal): Promise<SurveyStep>;
}

/** What a step of a survey came to. */
export type SurveyStep =
  | { readonly kind: "again"; readonly afterMs: number }
  | { readonly kind: "done"; readonly drift: AccountDrift };

/** Stacks whose content is read in one step. */
const READ_AT_ONCE = 4;
const POLL_MS = 2000;
/** A step that AWS did not let go on is tried again this often, each time after so many polls more. */
const MOST_FAILURES = 4;
/** A stack that was updated meanwhile is looked at once more. */
const ROUNDS = 2;

/** A survey that has not begun. */
export function newDriftSurvey(work: SurveyWork): DriftSurvey {
  const pollMs = work.pollMs ?? POLL_MS;
  const results = new Map<string, DetectionResult>();
  const contents = new Map<string, ReadContent>();
  let scene: Scene | undefined;
  let round = 1;
  let unread: readonly ObservedStack[] = [];
  let detections: Detections | undefined;
  let failures = 0;
  let world: { readonly records?: readonly DnsRecord[]; readonly policies?: readonly ScalingPolicy[] } = {};

  /** Milliseconds until the next step, or `undefined` when the survey has ended. */
  async function advance(): Promise<number | undefined> {
    if (scene === undefined) return begin();
    if (unread.length > 0) return readSome(scene);
    const wait = await detections?.step();
    if (wait !== undefined) return wait;
    world = await readWorld(work, scene, contents);
    return close(scene);
  }

  async function begin(): Promise<number> {
    const seen = sceneOf(work, await work.cloud.sweep());
    unread = seen.observed.filter(({ phase }) => phase !== "shell" && phase !== "dead");
    detect(seen, work.spreadMs);
    return 0;
  }

  function detect(seen: Scene, spreadMs: number): void {
    const { cloud, clock } = work;
    detections = newDetections({ cloud, clock, subjects: seen.subjects, spreadMs, pollMs });
    scene = seen;
  }

  async function readSome(seen: Scene): Promise<number> {
    for (const stack of unread.slice(0, READ_AT_ONCE)) {
      contents.set(stack.id, await readContent(stack, { work, scene: seen }));
      unread = unread.filter((other) => other !== stack);
    }
    return work.spreadMs === 0 ? 0 : pollMs;
  }

  /** What was updated since is looked at once more; what is gone is no concern any more. */
  async function close(seen: Scene): Promise<number | undefined> {
    for (const [id, result] of detections?.results() ?? []) results.set(id, result);
    detections = undefined;
    const now = sceneOf(work, await work.cloud.sweep());
    const changed = changedSince(seen, now, results);
    for (const id of [...results.keys()].filter((known) => !now.observed.some((stack) => stack.id === known)))
      results.delete(id);
    if (changed.length === 0) return undefined;
    for (const { stack } of changed) forget(stack, round < ROUNDS ? undefined : CHANGED);
    if (round >= ROUNDS) return undefined;
    round += 1;
    unread = changed.map(({ stack }) => stack);
    detect({ ...now, subjects: changed }, 0);
    return 0;
  }

  function forget(stack: ObservedStack, unknown: string | undefined): void {
    const known = results.get(stack.id);
    results.delete(stack.id);
    contents.delete(stack.id);
    if (known !== undefined && unknown !== undefined)
      results.set(stack.id, { subject: known.subject, drifts: [], unknown });
  }

  function done(failure?: Failure): SurveyStep {
    const found = new Map([...(detections?.results() ?? []), ...results]);
    const drift =
      scene === undefined ? nothing(work) : driftOf(work, { scene, results: found, contents, ...world });
    return { kind: "done", drift: failure === undefined ? drift : { ...drift, failure } };
  }

  return {
    async step(signal) {
      if (signal?.aborted === true) return done(STOPPED);
      const { value, failure } = await orFailure(async () => {
        const wrong = scene === undefined ? await wrongAccount(work) : undefined;
        return wrong === undefined ? { afterMs: await advance() } : { wrong };
      });
      if (failure !== undefined) {
        failures += 1;
        if (!failure.mayRetry || failures > MOST_FAILURES) return done(failure);
        return { kind: "again", afterMs: failures * pollMs };
      }
      failures = 0;
      if (value.wrong !== undefined) return done(value.wrong);
      return value.afterMs === undefined ? done() : { kind: "again", afterMs: value.afterMs };
    },
  };
}

const CHANGED = "it was updated while it was looked at";
const STOPPED: Failure = { message: "the survey was stopped before its end", mayRetry: true };

async function wrongAccount({ cloud, account }: SurveyWork): Promise<Failure | undefined> {
  const identity = await cloud.identify();
  if (identity.account === account.id) return undefined;
  return {
    message: `these credentials (${identity.arn}) are of AWS account ${identity.account}, and ${account.name} is ${account.id}`,
    remedy: `correct \`id\` or \`roles.deployer\` in accounts/${account.name}/account.yaml, or use the credentials of ${account.id}`,
    mayRetry: false,
  };
}

/** What has no detection of CloudFormation: the zone, and scaling policies. */
async function readWorld(
  { cloud }: SurveyWork,
  { zone }: Scene,
  contents: ReadonlyMap<string, ReadContent>,
): Promise<{ readonly records?: readonly DnsRecord[]; readonly policies?: readonly ScalingPolicy[] }> {
  const records = zone === undefined ? undefined : await cloud.zoneRecords(zone.id);
  const arns = [...contents.values()].flatMap(({ resources }) =>
    resources.flatMap(({ type, physicalId }) =>
      type === "AWS::ApplicationAutoScaling::ScalingPolicy" && physicalId !== undefined ? [physicalId] : [],
    ),
  );
  const policies = arns.length === 0 ? [] : await cloud.scalingPolicies(arns);
  return { ...(records === undefined ? {} : { records }), policies };
}

function changedSince(
  seen: Scene,
  now: Scene,
  results: ReadonlyMap<string, DetectionResult>,
): Scene["subjects"] {
  const before = new Map(seen.subjects.map(({ stack }) => [stack.id, updateOf(stack)]));
  return now.subjects.filter(
    ({ stack }) => results.has(stack.id) && before.has(stack.id) && before.get(stack.id) !== updateOf(stack),
  );
}

function nothing({ account, clock }: SurveyWork): AccountDrift {
  return {
    account: account.name,
    checkedAt: clock.now(),
    stacks: 0,
    properties: [],
    ignored: [],
    unknown: [],
  };
}
