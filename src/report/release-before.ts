import type { Step } from "../model/plan.ts";

/**
 * The command that has to have succeeded before the step's new content goes live; `undefined` for a step without one, and
 * once its own reason tells of it.
 */
export function releaseBefore(step: Step): readonly string[] | undefined {
  switch (step.kind) {
    case "create":
    case "update":
      return step.write.kind === "create-change-set" && !("heals" in step)
        ? step.to.release?.command
        : undefined;
    case "hold":
      return step.because.kind === "dependency" ? step.release : undefined;
    case "recover":
    case "delete":
    case "wait":
    case "keep":
      return undefined;
  }
}

/** A command line for people to read: nobody executes it. */
export function commandLine(command: readonly string[]): string {
  return command.join(" ");
}
