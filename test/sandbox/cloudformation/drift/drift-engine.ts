import { makeDrift } from "../../../../src/sandbox/control/drift-route.ts";
import type { Sandbox } from "../../../../src/sandbox/dispatch.ts";
import type { Json, JsonObject } from "../../../../src/sandbox/json.ts";
import type { Answer, Engine } from "../engine.ts";

/** Somebody changes or deletes a live resource of the stack `web`, after everything that is due has happened. */
export function drift(engine: Engine, logicalId: string, what: JsonObject, stack = "web"): Json {
  engine.advanceMs(1);
  const place = { account: "111111111111", region: "eu-west-1", stack, logicalId };
  const sandbox = { world: engine.world, clock: { now: () => 0 } };
  return makeDrift(sandbox as Sandbox, { ...place, ...what }, new URLSearchParams());
}

/** Looks at a whole stack; answers the status of the detection. */
export function detect(engine: Engine, extra = {}): Answer {
  const { StackDriftDetectionId } = engine.call("DetectStackDrift", { StackName: "web", ...extra });
  return engine.call("DescribeStackDriftDetectionStatus", { StackDriftDetectionId });
}

/** What is known of every resource's drift, by logical id. */
export function drifts(engine: Engine): Answer {
  const { StackResourceDrifts } = engine.call("DescribeStackResourceDrifts", { StackName: "web" });
  return Object.fromEntries(StackResourceDrifts.map((each: Answer) => [each.LogicalResourceId, each]));
}
