import type { Cloud } from "../model/cloud.ts";
import type { ResourceDrift } from "../model/cloud-drift.ts";
import type { Clock } from "../model/ports.ts";
import type { SurveySubject } from "./drift-scene.ts";

/** Drift detections of many stacks, a few at a time. */
export interface Detections {
  /**
   * Makes a handful of calls; gives the milliseconds until the next step makes sense, or `undefined` when all is done.
   *
   * @throws CloudError when AWS cannot be asked; the next step goes on where this one stopped.
   */
  step(): Promise<number | undefined>;
  /** What was found out so far, by stack id. */
  results(): ReadonlyMap<string, DetectionResult>;
}

/** What became of the detection of one stack. */
export interface DetectionResult {
  readonly subject: SurveySubject;
  readonly drifts: readonly ResourceDrift[];
  /** Why nothing, or not all, is known: one sentence without a full stop. */
  readonly unknown?: string;
}

/** How detections are made. */
export interface DetectionWork {
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly subjects: readonly SurveySubject[];
  readonly spreadMs: number;
  readonly pollMs: number;
}

/** CloudFormation reads every resource through its service, which has limits of its own. */
const IN_FLIGHT = 2;
const PATIENCE_MS = 600_000;
/** A stack that is busy is tried again this often, each time after so many polls. */
const BUSY_TRIES = 4;
const BUSY_POLLS = 5;

interface Waiting {
  readonly subject: SurveySubject;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  readonly tries: number;
}

interface UnderWay {
  readonly subject: SurveySubject;
  readonly id: string;
  readonly startedAt: number;
}

/** Detections that begin now, in the order of the subjects. */
export function newDetections({ cloud, clock, subjects, spreadMs, pollMs }: DetectionWork): Detections {
  const begunAt = clock.now();
  const found = new Map<string, DetectionResult>();
  let waiting: readonly Waiting[] = subjects.map((subject, index) => ({
    subject,
    dueAt: begunAt + Math.floor((index * spreadMs) / subjects.length),
    tries: 0,
  }));
  let underWay: readonly UnderWay[] = [];

  const settle = (result: DetectionResult): void => void found.set(result.subject.stack.id, result);

  async function look(one: UnderWay): Promise<void> {
    const { subject, id, startedAt } = one;
    const { state, reason } = await cloud.detection(id);
    if (state === "running" && clock.now() - startedAt < PATIENCE_MS) return;
    const drifts = state === "running" ? [] : await cloud.resourceDrifts(subject.stack.id);
    underWay = underWay.filter((other) => other !== one);
    settle({ subject, drifts, ...unknownOf(state, reason, drifts) });
  }

  async function begin(one: Waiting): Promise<void> {
    const { subject, tries } = one;
    const start =
      subject.stack.phase === "busy" && tries === 0 ? BUSY : await cloud.detectDrift(subject.stack.id);
    waiting = waiting.filter((other) => other !== one);
    if (start.kind === "started") {
      underWay = [...underWay, { subject, id: start.id, startedAt: clock.now() }];
      return;
    }
    if (start.kind === "rejected" || tries >= BUSY_TRIES) {
      settle({
        subject,
        drifts: [],
        unknown: start.kind === "busy" ? `it was busy: ${start.message}` : start.message,
      });
      return;
    }
    waiting = [...waiting, { subject, dueAt: clock.now() + BUSY_POLLS * pollMs, tries: tries + 1 }];
  }

  return {
    async step() {
      for (const one of underWay) await look(one);
      const due = waiting.filter(({ dueAt }) => dueAt <= clock.now());
      for (const one of due.slice(0, IN_FLIGHT - underWay.length)) await begin(one);
      if (underWay.length > 0) return pollMs;
      if (waiting.length === 0) return undefined;
      return Math.max(0, Math.min(...waiting.map(({ dueAt }) => dueAt)) - clock.now());
    },
    results: () => found,
  };
}

const BUSY = { kind: "busy", message: "an operation is running" } as const;

/** A failed detection names the resources it could not read; where it names none, the whole stack is unknown. */
function unknownOf(
  state: "running" | "complete" | "failed",
  reason: string | undefined,
  drifts: readonly ResourceDrift[],
): Pick<DetectionResult, "unknown"> {
  if (state === "running") return { unknown: "its drift detection did not end in ten minutes" };
  if (state === "complete" || drifts.some((drift) => drift.state === "unknown")) return {};
  return { unknown: reason ?? "its drift detection failed" };
}
