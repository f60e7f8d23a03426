import type { BoundStack, DesiredStack } from "../model/desired-stack.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type { CreateStep, HoldStep, Step, UpdateStep } from "../model/plan.ts";
import { withoutAbsentResources } from "../plan/conditions.ts";
import { additionsOf, parseTemplate } from "../plan/deployed-template.ts";
import { offlineChanges } from "../plan/offline-changes.ts";
import { previewUpdate, type Preview, type PreviewTools } from "./preview-change-set.ts";

/** How to find out what an update would do. */
export interface Foresight extends PreviewTools {
  /** `full`: CloudFormation works it out in a change set. `fast`: the templates are compared here. */
  readonly form: "full" | "fast";
  /** What the repository wants, by app: for stacks whose parameters are not all known yet. */
  readonly desired: ReadonlyMap<string, BoundStack | DesiredStack>;
  readonly signal?: AbortSignal;
}

/**
 * The step, with what it will do to resources. A step that only waits for another stack is shown what it will do as
 * things stand now: that is what a reader of a pull request has to see.
 *
 * @throws CloudError when AWS cannot be asked.
 */
export async function foresee(step: Step, foresight: Foresight): Promise<Step> {
  switch (step.kind) {
    case "create":
      return step.changes === undefined ? { ...step, ...additions(step.to) } : step;
    case "update":
      return step.changes === undefined ? foreseeUpdate(step, foresight) : step;
    case "hold":
      return foreseeHeld(step, foresight);
    case "recover":
    case "delete":
    case "wait":
    case "keep":
      return step;
  }
}

function additions(wanted: BoundStack | DesiredStack): Pick<CreateStep, "changes"> {
  const template = parseTemplate(wanted.template) ?? {};
  return { changes: additionsOf(withoutAbsentResources(template, knownValues(wanted))) };
}

async function foreseeUpdate(step: UpdateStep, foresight: Foresight): Promise<Step> {
  if (foresight.form === "fast" || foresight.signal?.aborted === true) {
    return { ...step, ...(await estimate(step.to, step.from, foresight)) };
  }
  return withPreview(step, await previewUpdate(step.to, foresight));
}

function withPreview(step: UpdateStep, preview: Preview): Step {
  const { app, stack, place, version, from, to } = step;
  const common = {
    app,
    stack,
    from,
    ...(place === undefined ? {} : { place }),
    ...(version === undefined ? {} : { version }),
  };
  if (preview.kind === "busy") return { kind: "wait", ...common, reason: preview.message };
  if (preview.kind === "refused") return refuse(preview.message);
  const { state, changes, isIncomplete, reason = "no reason was given" } = preview.changeSet;
  if (state === "empty")
    return { kind: "keep", ...common, reason: "in sync: CloudFormation sees no difference" };
  if (state !== "ready") return refuse(reason);
  return { ...step, changes, foresight: isIncomplete ? "incomplete" : "complete" };

  function refuse(message: string): HoldStep {
    return {
      kind: "hold",
      ...common,
      to,
      next: "update",
      because: { kind: "refused-change-set" },
      reason: `CloudFormation refuses the change set: ${message}`,
      remedy: "correct the content",
    };
  }
}

/** Only what waits for another stack: what is held for a person does nothing that could be foreseen. */
async function foreseeHeld(step: HoldStep, foresight: Foresight): Promise<Step> {
  const wanted = step.to ?? foresight.desired.get(step.app);
  if (wanted === undefined || step.changes !== undefined) return step;
  if (step.next === "create") return { ...step, ...additions(wanted) };
  if (step.next !== "update" || step.from === undefined) return step;
  const isPreviewed =
    foresight.form === "full" && step.to !== undefined && step.because.kind === "dependency";
  if (isPreviewed && foresight.signal?.aborted !== true) {
    const preview = await previewUpdate(step.to, foresight);
    if (preview.kind === "described" && preview.changeSet.state === "ready") {
      return { ...step, changes: preview.changeSet.changes, foresight: "estimated" };
    }
  }
  return { ...step, ...(await estimate(wanted, step.from, foresight)) };
}

/** Parameters that are not known yet are compared with the values that are deployed now. */
async function estimate(
  wanted: BoundStack | DesiredStack,
  from: ObservedStack,
  { cloud }: Foresight,
): Promise<Pick<UpdateStep, "changes" | "foresight">> {
  const body = await cloud.template(from.id);
  if (body === undefined) return {};
  const changes = await offlineChanges(
    { body, parameters: from.parameters },
    { body: wanted.template, parameters: { ...from.parameters, ...knownValues(wanted) } },
  );
  return changes === undefined ? {} : { changes, foresight: "estimated" };
}

function knownValues({ parameters }: BoundStack | DesiredStack): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, binding]): [string, string][] => {
      if (typeof binding === "string") return [[name, binding]];
      return binding.kind === "literal" ? [[name, binding.value]] : [];
    }),
  );
}
