import type { DesiredStack } from "../model/desired-stack.ts";
import { releaseNameOf, type Release } from "../model/release.ts";
import type { AppSpec, ServiceSpec, WorkerSpec } from "../model/repository.ts";
import { renderTemplate } from "./render-template.ts";
import { merge, ref, type Fragment } from "./template.ts";
import { stackAt, type Site } from "./site.ts";
import { task } from "./task-definition.ts";
import { securityGroup } from "./task-network.ts";
import type { ReleaseSpec } from "./task-spec.ts";
import { openingsOfUses } from "./uses.ts";

/**
 * The stack of an app's release: a task of the same version with the same environment, secrets, permissions and `uses`, in
 * a stack of its own, since it has to run before the app's stack is touched. None for an app without one.
 */
export function placeRelease(site: Site, spec: AppSpec): readonly DesiredStack[] {
  if (!hasRelease(spec)) return [];
  const own = { ...site, app: releaseNameOf(site.app) };
  const template = merge([
    task(own, releaseSpec(spec)),
    securityGroup(own.app),
    openingsOfUses(own),
    definition(),
  ]);
  return [stackAt(own, "Release", { ...renderTemplate(template), capabilities: ["CAPABILITY_IAM"] })];
}

/** What the app's own stack has to know of its release; nothing for an app without one. */
export function hookOf(app: string, spec: AppSpec): Pick<DesiredStack, "release"> {
  return hasRelease(spec) ? { release: hook(releaseNameOf(app), spec.release) } : {};
}

function hook(name: string, { command, timeoutSeconds }: Releasing["release"]): Release {
  return {
    app: name,
    command,
    timeoutSeconds,
    outputs: {
      taskDefinition: { stack: name, output: "TaskDefinitionArn" },
      securityGroup: { stack: name, output: "SecurityGroupId" },
      logGroup: { stack: name, output: "LogGroupName" },
      cluster: { stack: "network", output: "ClusterArn" },
      subnets: { stack: "network", output: "TaskSubnets" },
      assignPublicIp: { stack: "network", output: "AssignPublicIp" },
    },
  };
}

type Releasing = (ServiceSpec | WorkerSpec) & Required<Pick<ServiceSpec, "release">>;

function hasRelease(spec: AppSpec): spec is Releasing {
  return (spec.kind === "Service" || spec.kind === "Worker") && spec.release !== undefined;
}

function releaseSpec({ release, ...spec }: Releasing): ReleaseSpec {
  const { command, cpu = spec.cpu, memory = spec.memory } = release;
  return { ...spec, kind: "Release", command, cpu, memory };
}

/** The ARN names the revision: new content is another release. */
function definition(): Fragment {
  return { Resources: {}, Outputs: { TaskDefinitionArn: { Value: ref("TaskDefinition") } } };
}
