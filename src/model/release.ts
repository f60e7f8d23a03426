import type { WriteResult } from "./cloud.ts";
import type { OutputReference } from "./text.ts";

const SUFFIX = "-release";

/** The name under which an app's release has a stack of its own: `<app>-release`. No other app of the account has it. */
export function releaseNameOf(app: string): string {
  return `${app}${SUFFIX}`;
}

/** Whether one of these names covers an app: its own, or that of the app whose release it is. */
export function isCovered(app: string, names: readonly string[]): boolean {
  return names.includes(app) || (app.endsWith(SUFFIX) && names.includes(app.slice(0, -SUFFIX.length)));
}

/** What has to have succeeded before a stack may get new content: where its task is described, and how it is run. */
export interface Release {
  /** Name of the release's own stack, and of its container. */
  readonly app: string;
  /** For people. */
  readonly command: readonly string[];
  readonly timeoutSeconds: number;
  readonly outputs: Readonly<Record<ReleaseOutput, OutputReference>>;
}

/** What running the task takes, each an output of a stack. Lists are comma-delimited. */
export type ReleaseOutput =
  "taskDefinition" | "cluster" | "subnets" | "securityGroup" | "assignPublicIp" | "logGroup";

/** A release whose every output is known, or what is missing for it. */
export type BoundRelease =
  | ({ readonly kind: "bound" } & ReleaseTask)
  | { readonly kind: "unbound"; readonly missing: readonly OutputReference[] };

/** The task of a release. One task definition is one release: it is run until it has succeeded once. */
export interface ReleaseTask
  extends Omit<Release, "outputs">, Readonly<Record<Exclude<ReleaseOutput, "subnets">, string>> {
  readonly subnets: readonly string[];
}

/** How the latest attempt of a release stands. */
export type ReleaseState =
  /** Nobody began this attempt. */
  | { readonly kind: "none"; readonly attempt: number }
  | ({ readonly kind: "running"; readonly isOverdue: boolean } & ReleaseRun)
  /** It ended, and nobody has noted it yet. */
  | ({ readonly kind: "stopped" } & ReleaseRun & ReleaseEnd)
  | { readonly kind: "succeeded" }
  /** AWS would not say. */
  | {
      readonly kind: "unknown";
      readonly why: string;
      readonly remedy?: string;
      /** Whether another look may tell. */
      readonly mayRetry: boolean;
    }
  | ({ readonly kind: "failed"; readonly attempt: number; readonly lines: readonly string[] } & Pick<
      ReleaseEnd,
      "why"
    >);

/** A task that was started for a release. */
export interface ReleaseRun {
  /** Counts from 1. */
  readonly attempt: number;
  /** ARN of the task. */
  readonly task: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** How a task ended. */
export interface ReleaseEnd {
  readonly isGood: boolean;
  /** `exit code 1`, or why it could not be started; one phrase. */
  readonly why: string;
}

/** Key of the tag on a task definition that says how its release stands. */
export const RELEASE_TAG = "mooring:release";

/** What is noted on a task definition for every later pass. */
export type ReleaseMark =
  | { readonly kind: "succeeded"; readonly attempt: number }
  /** `task` tells whose log lines to show. */
  | { readonly kind: "failed"; readonly attempt: number; readonly task: string; readonly why: string }
  /** A person wants this further attempt. */
  | { readonly kind: "asked"; readonly attempt: number };

/** The next write on the way of a release, before the change set that waits for it is executed. */
export type ReleaseWrite =
  | { readonly kind: "run-release"; readonly release: ReleaseTask; readonly attempt: number }
  | {
      readonly kind: "stop-release";
      readonly release: ReleaseTask;
      readonly run: ReleaseRun;
      readonly reason: string;
    }
  | ReleaseMarkWrite;

/** Notes on the task definition how its release stands. */
export interface ReleaseMarkWrite {
  readonly kind: "mark-release";
  readonly release: ReleaseTask;
  readonly mark: ReleaseMark;
}

/** Releases as ECS runs them. Every method throws `CloudError` when AWS cannot be asked. */
export interface Releases {
  /** How the latest attempt stands, as of `now`: milliseconds since the epoch. */
  release(task: ReleaseTask, now: number): Promise<ReleaseState>;
  /** Starts an attempt; asked twice for the same one, ECS starts it once. */
  runRelease(task: ReleaseTask, attempt: number): Promise<WriteResult>;
  /** A task that has ended counts as accepted. */
  stopRelease(task: ReleaseTask, run: ReleaseRun, reason: string): Promise<WriteResult>;
  markRelease(task: ReleaseTask, mark: ReleaseMark): Promise<WriteResult>;
}
