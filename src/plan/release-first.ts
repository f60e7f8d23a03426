import type { CreateStep, HoldStep, UpdateStep } from "../model/plan.ts";
import type {
  BoundRelease,
  ReleaseEnd,
  ReleaseMark,
  ReleaseRun,
  ReleaseState,
  ReleaseTask,
  ReleaseWrite,
} from "../model/release.ts";
import { withRelease, type Decision } from "./question.ts";
import { hold, wait, type Deployed } from "./situation.ts";

/**
 * Lets a release succeed before the change set that waits for it is executed. What is done for it is the same step with
 * another write, so that whatever speaks against the change speaks against its release; and a change set that
 * CloudFormation does not take costs no release.
 */
export function releaseFirst(situation: Deployed, execution: CreateStep | UpdateStep): Decision {
  const { to, from, details } = situation;
  const { releaseTask: release } = to;
  if (release === undefined) return execution;
  if (release.kind === "unbound") return holdWithoutOutputs(situation, release.missing);
  const asked = { app: to.app, stack: from, details };
  return withRelease(asked, release, (state) =>
    state.kind === "succeeded"
      ? execution
      : state.kind === "failed"
        ? holdFailed(situation, release, state)
        : state.kind === "unknown"
          ? awaitAnswer(situation, state)
          : continueRelease({ situation, execution, release }, state),
  );
}

function holdWithoutOutputs(
  { to, from }: Deployed,
  missing: Extract<BoundRelease, { kind: "unbound" }>["missing"],
): HoldStep {
  const [first = { stack: to.app, output: "" }] = missing;
  const names = missing.map(({ stack, output }) => `\${${stack}.${output}}`).join(", ");
  return hold(to, from, {
    because: { kind: "missing-output", ...first },
    reason: `its release needs ${names}, and no such output is deployed`,
    remedy: `look at the stack of ${first.stack}: somebody else may have changed it`,
    to,
  });
}

interface Underway {
  readonly situation: Deployed;
  readonly execution: CreateStep | UpdateStep;
  readonly release: ReleaseTask;
}

function continueRelease(
  { situation, execution, release }: Underway,
  state: Exclude<ReleaseState, { kind: "succeeded" | "failed" | "unknown" }>,
): Decision {
  const { to, from } = situation;
  const instead = (reason: string, write: ReleaseWrite): CreateStep | UpdateStep => ({
    ...execution,
    reason,
    write,
  });
  switch (state.kind) {
    case "none":
      return instead(`its release runs first: ${describe(release)}`, {
        kind: "run-release",
        release,
        attempt: state.attempt,
      });
    case "running":
      return state.isOverdue
        ? instead(`its release takes longer than ${release.timeoutSeconds} seconds and is stopped`, {
            kind: "stop-release",
            release,
            run: runOf(state),
            reason: `took longer than ${release.timeoutSeconds} seconds`,
          })
        : { ...wait(to, from, `its release is running: ${describe(release)}`), since: state.since };
    case "stopped": {
      const words = state.isGood ? "has succeeded" : `failed: ${state.why}`;
      return instead(`its release ${words}`, { kind: "mark-release", release, mark: markOf(state) });
    }
  }
}

/** Nothing is begun and nothing goes live as long as nobody knows what has run. */
function awaitAnswer(
  { to, from }: Deployed,
  { why, remedy = "correct what AWS complains about", mayRetry }: Extract<ReleaseState, { kind: "unknown" }>,
): Decision {
  const reason = `how its release stands is not known: ${why}`;
  return mayRetry
    ? wait(to, from, reason)
    : hold(to, from, { because: { kind: "unknown" }, reason, remedy, to });
}

function runOf({ attempt, task, since }: ReleaseRun): ReleaseRun {
  return { attempt, task, since };
}

function markOf({ attempt, task, isGood, why }: ReleaseRun & ReleaseEnd): ReleaseMark {
  return isGood ? { kind: "succeeded", attempt } : { kind: "failed", attempt, task, why };
}

/** The note on the task definition is the memory that it failed: new content has a task definition of its own. */
function holdFailed(
  { to, from }: Deployed,
  release: ReleaseTask,
  { attempt, why, lines }: Extract<ReleaseState, { kind: "failed" }>,
): HoldStep {
  return hold(to, from, {
    because: { kind: "release", taskDefinition: release.taskDefinition, attempt },
    reason: `its release failed: ${why}`,
    remedy: `correct the content, or run \`moor retry --account ${to.account} --app ${to.app}\` to run it again`,
    next: from.phase === "shell" ? "create" : "update",
    to,
    lines,
    retry: { kind: "mark-release", release, mark: { kind: "asked", attempt: attempt + 1 } },
  });
}

const LONGEST_COMMAND = 120;

/** A command line for people: nobody executes it. */
function describe({ command }: ReleaseTask): string {
  const line = command.join(" ").replaceAll(/\s+/g, " ");
  return line.length <= LONGEST_COMMAND ? line : `${line.slice(0, LONGEST_COMMAND)}…`;
}
