import { isUpkeep, type HoldReason, type RecoverWrite, type Step } from "../model/plan.ts";
import type { Ask } from "./question.ts";

/** A stack that another one depends on and that has not settled on what the repository says. */
export interface Blocker {
  readonly app: string;
  /** What it is doing: `is being updated`. */
  readonly doing: string;
}

/** The blockers among the apps a stack depends on. Apps that nothing was decided about are missing outputs, not blockers. */
export function blockersOf(
  dependsOn: readonly string[],
  decided: ReadonlyMap<string, Step | Ask>,
): readonly Blocker[] {
  return dependsOn.flatMap((app) => {
    const decision = decided.get(app);
    return decision === undefined || isInSync(decision) ? [] : [{ app, doing: describe(decision) }];
  });
}

/** Nobody waits for a stack that has its content and is only put in order. */
function isInSync(decision: Step | Ask): boolean {
  return decision.kind === "keep" || (decision.kind !== "ask" && isUpkeep(decision));
}

/** Why a stack holds for others. */
export function holdFor(blockers: readonly Blocker[]): {
  readonly because: HoldReason;
  readonly reason: string;
} {
  const doings = [...new Set(blockers.map(({ doing }) => doing))];
  const listed = doings.map((doing) => {
    const apps = blockers.filter((blocker) => blocker.doing === doing).map(({ app }) => app);
    return `${inWords(apps)}, which ${apps.length === 1 ? doing : ofSeveral(doing)}`;
  });
  return {
    because: { kind: "dependency", on: blockers.map(({ app }) => app) },
    reason: `waits for ${listed.join(", and ")}`,
  };
}

function inWords(apps: readonly string[]): string {
  return apps.length === 1 ? apps.join("") : `${apps.slice(0, -1).join(", ")} and ${apps.at(-1) ?? ""}`;
}

function ofSeveral(doing: string): string {
  return doing
    .replace(/^has /, "have ")
    .replace(/^is /, "are ")
    .replace(/^itself waits$/, "themselves wait");
}

function describe(decision: Step | Ask): string {
  switch (decision.kind) {
    case "ask":
      return "is looked at first";
    case "create":
      return "has to be created first";
    case "update":
      return decision.quarantine === undefined ? "has to be updated first" : "failed to update";
    case "recover":
      return describeRecovery(decision.write);
    case "delete":
      return "is to be deleted";
    case "wait":
      return "is in progress";
    case "hold":
      return decision.because.kind === "dependency" ? "itself waits" : "is held";
    case "keep":
      return "is in sync";
  }
}

function describeRecovery(write: RecoverWrite): string {
  switch (write.kind) {
    case "delete-stack":
      return "failed to be created";
    case "delete-change-set":
    case "roll-back":
    case "continue-rollback":
      return "has to recover from a failed update first";
  }
}
