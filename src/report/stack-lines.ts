import type { JudgedStep, Refusal, Step } from "../model/plan.ts";
import { formatPlace } from "../model/place.ts";
import { isLater } from "../model/stack-state.ts";
import { readDeployed } from "./deployed-version.ts";
import type { Line } from "./line.ts";
import { commandLine, releaseBefore } from "./release-before.ts";
import { resourceLines } from "./resource-lines.ts";
import { oneLine } from "./untrusted.ts";
import { changesOf, isLossAllowed, looks, lossesOf, reasonOf, verdictOf } from "./verdict.ts";

/** How much of a plan is shown. */
export interface StackDetail {
  /** Every added resource and every line of a difference. */
  readonly isVerbose: boolean;
}

/** The lines of one account: one a stack, and what happens in it below. */
export function stackLines(steps: readonly JudgedStep[], detail: StackDetail): readonly Line[] {
  const appWidth = widest(steps.map(({ step }) => oneLine(step.app)));
  const versionWidth = widest(steps.map(({ step }) => versionChange(step)));
  return steps.flatMap((judged) => [
    stackLine(judged, appWidth, versionWidth),
    ...lossLines(judged),
    ...(isLater(judged) ? [] : judged.refusals.flatMap(refusalLines)),
    ...releaseLines(judged.step),
    ...quotedLines(judged.step),
    ...remedyLines(judged.step),
    ...foresightLines(judged.step),
    ...resourceLines(changesOf(judged.step), 1, detail.isVerbose),
  ]);
}

/** The version that is deployed and the one that is wanted, as far as they are known and differ. */
export function versionChange(step: Step): string {
  const wanted = step.kind === "delete" ? undefined : step.version;
  const { version: deployed } = readDeployed("from" in step ? step.from : undefined);
  if (wanted === undefined || deployed === undefined || wanted === deployed) {
    return oneLine(wanted ?? deployed ?? "", 60);
  }
  return `${oneLine(deployed, 60)} → ${oneLine(wanted, 60)}`;
}

function widest(texts: readonly string[]): number {
  return Math.min(40, Math.max(0, ...texts.map((text) => text.length)));
}

function stackLine(judged: JudgedStep, appWidth: number, versionWidth: number): Line {
  const { step } = judged;
  const { sign, tone } = looks[verdictOf(judged)];
  const app = oneLine(step.app).padEnd(appWidth);
  const version = versionWidth === 0 ? "" : `  ${versionChange(step).padEnd(versionWidth)}`;
  const text = `${app}${version}`;
  const note = oneLine(isLater(judged) ? reasonOf(judged) : step.reason);
  const isTold = verdictOf(judged) === "keep" || judged.refusals.some(({ rule }) => rule === "quarantine");
  return {
    depth: 0,
    sign,
    tone: isLater(judged) ? "quiet" : tone,
    text,
    ...(isTold ? {} : { note }),
    detail: "stack",
  };
}

function lossLines(judged: JudgedStep): readonly Line[] {
  const allowed = isLossAllowed(judged) ? " (allowed)" : "";
  return lossesOf(judged).map((loss) => ({
    depth: 1,
    sign: "!",
    tone: "danger",
    text: `DATA LOSS: ${oneLine(loss)}${allowed}`,
    detail: "stack",
  }));
}

function refusalLines(refusal: Refusal): readonly Line[] {
  return [
    {
      depth: 1,
      sign: "!",
      tone: "danger",
      text: `refused (${refusal.rule}): ${oneLine(refusal.why)}`,
      detail: "stack",
    },
    explanation(`to go on: ${oneLine(refusal.allowBy)}`),
  ];
}

function releaseLines(step: Step): readonly Line[] {
  const command = releaseBefore(step);
  return command === undefined
    ? []
    : [explanation(`its release runs first: ${oneLine(commandLine(command), 200)}`)];
}

/** What a task wrote, each line marked as a quotation. */
function quotedLines(step: Step): readonly Line[] {
  if (step.kind !== "hold") return [];
  return (step.lines ?? []).map((line) => ({ ...explanation(`| ${oneLine(line)}`), tone: "quiet" }));
}

function remedyLines(step: Step): readonly Line[] {
  if (step.kind !== "hold" || step.remedy === undefined) return [];
  const where = step.place === undefined ? "" : ` (${oneLine(formatPlace(step.place))})`;
  return [explanation(`to go on: ${oneLine(step.remedy)}${where}`)];
}

const foresights = {
  complete: undefined,
  incomplete: "CloudFormation left something out of what follows",
  estimated: "estimated from the templates; CloudFormation was not asked",
} as const;

function foresightLines(step: Step): readonly Line[] {
  if (changesOf(step).length === 0 || verdictIsCreation(step)) return [];
  const foresight = "foresight" in step ? foresights[step.foresight ?? "complete"] : undefined;
  const pending = step.kind === "hold" ? (step.pending ?? []) : [];
  const outputs = [...new Set(pending.map(({ stack, output }) => oneLine(`${stack}.${output}`)))];
  return [
    ...(foresight === undefined ? [] : [{ ...explanation(foresight), tone: "quiet" } satisfies Line]),
    ...(outputs.length === 0 ? [] : [explanation(`known only then: ${outputs.join(", ")}`)]),
  ];
}

function verdictIsCreation(step: Step): boolean {
  return step.kind === "create" || (step.kind === "hold" && step.next === "create");
}

function explanation(text: string): Line {
  return { depth: 2, sign: "", tone: "plain", text, detail: "stack" };
}
