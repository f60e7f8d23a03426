import type { ObservedStack } from "../model/observed-stack.ts";
import type { BoundRelease, Release, ReleaseOutput } from "../model/release.ts";
import type { OutputReference } from "../model/text.ts";

/** Fills in what running a release takes, from the stacks as they are now. */
export function bindRelease(
  { outputs, ...release }: Release,
  observedByApp: ReadonlyMap<string, ObservedStack>,
): BoundRelease {
  const missing: OutputReference[] = [];
  const valueOf = (name: ReleaseOutput): string => {
    const reference = outputs[name];
    const value = observedByApp.get(reference.stack)?.outputs[reference.output];
    if (value === undefined) missing.push(reference);
    return value ?? "";
  };
  const task = {
    ...release,
    taskDefinition: valueOf("taskDefinition"),
    cluster: valueOf("cluster"),
    subnets: valueOf("subnets").split(","),
    securityGroup: valueOf("securityGroup"),
    assignPublicIp: valueOf("assignPublicIp"),
    logGroup: valueOf("logGroup"),
  };
  return missing.length > 0 ? { kind: "unbound", missing } : { kind: "bound", ...task };
}
