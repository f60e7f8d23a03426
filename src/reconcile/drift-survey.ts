import type { AccountDrift } from "../model/drift.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type { Failure } from "../model/report.ts";
import { updateOf } from "../plan/upkeep.ts";
import { readContent, type ReadContent } from "./drift-content.ts";
import { surveyDelegation } from "./delegation-drift.ts";
import { askForDeployedImages } from "./deployed-images.ts";
import { newDetections, type DetectionResult, type Detections } from "./drift-detections.ts";
import { driftOf, type Readings } from "./drift-findings.ts";
import { hasContent, sceneOf, type Scene, type SurveyWork } from "./drift-scene.ts";
import { orFailure } from "./failure.ts";
import { readFurtherZones } from "./further-zones.ts";

/** A survey of the drift of one account, in small steps, so that passes may go in between. */
export interface DriftSurvey {
  /** Makes a handful of calls and returns: again after so long, or what was found. Never throws for AWS. */
  step(signal?: AbortSignal): Promise<SurveyStep>;
}

/** What a step of a survey came to. */
export type SurveyStep =
  | { readonly kind: "again"; readonly afterMs: number }
  | { readonly kind: "done"; readonly drift: AccountDrift };

/** What CloudFormation's detection does not look at, as far as it was read. */
type BlindSpots = Pick<Readings, "records" | "furtherZones" | "policies" | "images" | "delegation">;

/** Stacks whose content is read in one step. */
const READ_AT_ONCE = 4;
const POLL_MS = 2000;
/** A step that AWS did not let go on is tried again this often, each time after so many polls more. */
const MOST_FAILURES = 4;
/** A stack that was updated meanwhile is looked at once more. */
const ROUNDS = 2;

/** A survey that has not begun. */
export function newDriftSurvey(work: SurveyWork): DriftSurvey {
  return new Survey(work);
}

/** Reads what is in every stack, then detects, then compares what CloudFormation does not; each in as many steps as it takes. */
class Survey implements DriftSurvey {
  readonly #work: SurveyWork;
  readonly #pollMs: number;
  /** What is settled, by stack id; those of a round come in when it closes. */
  readonly #results = new Map<string, DetectionResult>();
  readonly #contents = new Map<string, ReadContent>();
  #scene: Scene | undefined;
  #unread: readonly ObservedStack[] = [];
  #detections: Detections | undefined;
  #blindSpots: BlindSpots = {};
  #round = 1;
  /** Steps in a row that AWS did not let go on. */
  #failures = 0;

  constructor(work: SurveyWork) {
    this.#work = work;
    this.#pollMs = work.pollMs ?? POLL_MS;
  }

  async step(signal?: AbortSignal): Promise<SurveyStep> {
    if (signal?.aborted === true) return this.#end(STOPPED);
    const { value, failure } = await orFailure(() => this.#attempt());
    if (failure === undefined) {
      this.#failures = 0;
      return value;
    }
    this.#failures += 1;
    if (!failure.mayRetry || this.#failures > MOST_FAILURES) return this.#end(failure);
    return { kind: "again", afterMs: this.#failures * this.#pollMs };
  }

  async #attempt(): Promise<SurveyStep> {
    const wrong = this.#scene === undefined ? await wrongAccount(this.#work) : undefined;
    if (wrong !== undefined) return this.#end(wrong);
    const afterMs = await this.#advance();
    return afterMs === undefined ? this.#end() : { kind: "again", afterMs };
  }

  /** Milliseconds until the next step, or `undefined` when the survey has ended. */
  async #advance(): Promise<number | undefined> {
    const scene = this.#scene;
    if (scene === undefined) return this.#begin();
    if (this.#unread.length > 0) return this.#readSome(scene);
    const wait = await this.#detections?.step();
    if (wait !== undefined) return wait;
    this.#blindSpots = await readBlindSpots(this.#work, scene, this.#contents);
    return this.#close(scene);
  }

  async #begin(): Promise<number> {
    const scene = sceneOf(this.#work, await this.#work.cloud.sweep());
    this.#look(scene, scene.observed.filter(hasContent), this.#work.spreadMs);
    return 0;
  }

  #look(scene: Scene, unread: readonly ObservedStack[], spreadMs: number): void {
    const { cloud, clock } = this.#work;
    this.#scene = scene;
    this.#unread = unread;
    this.#detections = newDetections({
      cloud,
      clock,
      subjects: scene.subjects,
      spreadMs,
      pollMs: this.#pollMs,
    });
  }

  async #readSome(scene: Scene): Promise<number> {
    for (const stack of this.#unread.slice(0, READ_AT_ONCE)) {
      this.#contents.set(stack.id, await readContent(stack, { work: this.#work, scene }));
      this.#unread = this.#unread.filter((other) => other !== stack);
    }
    return this.#work.spreadMs === 0 ? 0 : this.#pollMs;
  }

  /** What was updated since is looked at once more; what is gone is no concern any more. */
  async #close(scene: Scene): Promise<number | undefined> {
    for (const [id, result] of this.#detections?.results() ?? []) this.#results.set(id, result);
    this.#detections = undefined;
    const now = sceneOf(this.#work, await this.#work.cloud.sweep());
    const there = new Set(now.observed.map(({ id }) => id));
    for (const id of this.#results.keys()) if (!there.has(id)) this.#results.delete(id);
    const changed = changedSince(scene, now, this.#results);
    if (changed.length === 0) return undefined;
    if (this.#round >= ROUNDS) {
      for (const subject of changed)
        this.#results.set(subject.stack.id, { subject, drifts: [], unknown: CHANGED });
      return undefined;
    }
    this.#round += 1;
    for (const { stack } of changed) this.#results.delete(stack.id);
    this.#look(
      { ...now, subjects: changed },
      changed.map(({ stack }) => stack),
      0,
    );
    return 0;
  }

  #end(failure?: Failure): SurveyStep {
    const results = new Map([...(this.#detections?.results() ?? []), ...this.#results]);
    const found = { results, contents: this.#contents, ...this.#blindSpots };
    const drift =
      this.#scene === undefined
        ? nothingOf(this.#work)
        : driftOf(this.#work, { scene: this.#scene, ...found });
    return { kind: "done", drift: failure === undefined ? drift : { ...drift, failure } };
  }
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

async function readBlindSpots(
  work: SurveyWork,
  scene: Scene,
  contents: ReadonlyMap<string, ReadContent>,
): Promise<BlindSpots> {
  const { cloud } = work;
  const { zone } = scene;
  const records = zone === undefined ? undefined : await cloud.zoneRecords(zone.id);
  const furtherZones = await readFurtherZones(work, scene, contents);
  const arns = [...contents.values()].flatMap(({ resources }) =>
    resources.flatMap(({ type, physicalId }) =>
      type === "AWS::ApplicationAutoScaling::ScalingPolicy" && physicalId !== undefined ? [physicalId] : [],
    ),
  );
  const policies = arns.length === 0 ? [] : await cloud.scalingPolicies(arns);
  const images = await askForDeployedImages(work, scene);
  const delegation = await surveyDelegation(work, scene);
  return {
    ...(records === undefined ? {} : { records }),
    furtherZones,
    policies,
    images,
    ...(delegation === undefined ? {} : { delegation }),
  };
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

function nothingOf({ account, clock }: SurveyWork): AccountDrift {
  return {
    account: account.name,
    checkedAt: clock.now(),
    stacks: 0,
    properties: [],
    ignored: [],
    unknown: [],
  };
}
