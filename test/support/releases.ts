import type { BoundStack } from "../../src/model/desired-stack.ts";
import type { BoundRelease, ReleaseTask } from "../../src/model/release.ts";
import { boundStack, templateOf } from "./stacks.ts";

const DEFINITION =
  "arn:aws:ecs:eu-west-1:111111111111:task-definition/acme-storefront-release-TaskDefinition-1:7";

/** The task of the release of `storefront`. */
export const releaseTask: ReleaseTask = {
  app: "storefront-release",
  command: ["migrate", "up"],
  timeoutSeconds: 600,
  taskDefinition: DEFINITION,
  cluster: "arn:aws:ecs:eu-west-1:111111111111:cluster/acme",
  subnets: ["subnet-1", "subnet-2"],
  securityGroup: "sg-1",
  assignPublicIp: "DISABLED",
  logGroup: "acme-storefront-release-LogGroup-1",
};

/** `storefront` with that release. */
export function releasing(given: BoundRelease = { kind: "bound", ...releaseTask }): BoundStack {
  const { app, command, timeoutSeconds } = releaseTask;
  const output = { stack: app, output: "X" };
  const outputs = {
    taskDefinition: output,
    cluster: output,
    subnets: output,
    securityGroup: output,
    assignPublicIp: output,
    logGroup: output,
  };
  const stack = boundStack({ template: templateOf("new"), dependsOn: [app] });
  return { ...stack, release: { app, command, timeoutSeconds, outputs }, releaseTask: given };
}
