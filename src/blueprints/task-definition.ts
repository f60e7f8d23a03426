import { parseText } from "../model/text.ts";
import { executionRole, taskRole } from "./iam.ts";
import { imageOf } from "./image.ts";
import { parseSecret } from "./secret.ts";
import type { Site } from "./site.ts";
import {
  attribute,
  ref,
  textValue,
  type Fragment,
  type Members,
  type Resource,
  type Value,
} from "./template.ts";
import type { TaskSpec } from "./task-spec.ts";
import { environmentOfUses, secretsOfUses } from "./uses.ts";

/** The task definition with its roles and its log group, and all that `uses` gives to them. The container bears the app's name. */
export function task(site: Site, spec: TaskSpec): Fragment {
  return {
    Resources: {
      LogGroup: logGroup(spec),
      TaskRole: taskRole(site, spec),
      ExecutionRole: executionRole(site, spec),
      TaskDefinition: taskDefinition(site, spec),
    },
    Outputs: {
      LogGroupName: { Value: ref("LogGroup") },
      TaskRoleArn: { Value: attribute("TaskRole", "Arn") },
    },
  };
}

/** Logs are data: removing the app keeps them. */
function logGroup({ logs }: TaskSpec): Resource {
  return {
    Type: "AWS::Logs::LogGroup",
    Properties: { RetentionInDays: logs.retentionDays },
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
  };
}

/** Named, so that each change is the next revision of one family; otherwise every change would begin a family of its own. */
const FAMILY = ref("AWS::StackName");

function taskDefinition(site: Site, spec: TaskSpec): Resource {
  const { ephemeralStorageGiB: size } = spec;
  return {
    Type: "AWS::ECS::TaskDefinition",
    Properties: {
      Family: FAMILY,
      RequiresCompatibilities: ["FARGATE"],
      NetworkMode: "awsvpc",
      RuntimePlatform: {
        OperatingSystemFamily: "LINUX",
        CpuArchitecture: spec.architecture === "arm64" ? "ARM64" : "X86_64",
      },
      Cpu: String(spec.cpu),
      Memory: String(spec.memory),
      EphemeralStorage: size === undefined ? undefined : { SizeInGiB: size },
      ExecutionRoleArn: attribute("ExecutionRole", "Arn"),
      TaskRoleArn: attribute("TaskRole", "Arn"),
      ContainerDefinitions: [container(site, spec)],
    },
  };
}

function container(site: Site, spec: TaskSpec): Members {
  return {
    Name: site.app,
    ...imageOf(spec, versionOf(site, spec)),
    Essential: true,
    EntryPoint: texts(spec.entryPoint),
    Command: texts(spec.command),
    Environment: list(environment(site, spec).map(([Name, Value]) => ({ Name, Value }))),
    Secrets: list(secrets(site, spec).map(([Name, ValueFrom]) => ({ Name, ValueFrom }))),
    ReadonlyRootFilesystem: spec.readOnlyFileSystem,
    LinuxParameters: spec.init ? { InitProcessEnabled: true } : undefined,
    LogConfiguration: { LogDriver: "awslogs", Options: logOptions(site.app) },
    ...whileServing(spec),
  };
}

function environment({ uses = [] }: Site, spec: TaskSpec): readonly (readonly [string, Value])[] {
  const own = mapValues(spec.environment, (text) => textValue(parseText(text)));
  return sorted({ ...environmentOfUses(uses), ...own });
}

function secrets({ uses = [] }: Site, spec: TaskSpec): readonly (readonly [string, Value])[] {
  const own = mapValues(spec.secrets, (source) => parseSecret(source).valueFrom);
  return sorted({ ...secretsOfUses(uses), ...own });
}

function mapValues(
  map: Readonly<Record<string, string>>,
  change: (text: string) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(map).map(([name, text]) => [name, change(text)]));
}

function versionOf({ app, version }: Site, spec: TaskSpec): string {
  if (version === undefined)
    throw new Error(`${app} is a ${spec.kind} without a version, which loading refuses`);
  return version;
}

/** Non-blocking: an app goes on when CloudWatch Logs does not (AWS's default since June 2025; the buffer is larger). */
function logOptions(app: string): Value {
  return {
    "awslogs-group": ref("LogGroup"),
    "awslogs-region": ref("AWS::Region"),
    "awslogs-stream-prefix": app,
    "max-buffer-size": "25m",
    mode: "non-blocking",
  };
}

/** What only a container that runs for ever has. */
function whileServing(spec: TaskSpec): Members {
  switch (spec.kind) {
    case "Service":
      return {
        PortMappings: [{ ContainerPort: spec.port, Protocol: "tcp" }],
        StopTimeout: spec.deployment.stopSeconds,
      };
    case "Worker":
      return { HealthCheck: healthCheck(spec.healthCheck), StopTimeout: spec.deployment.stopSeconds };
    case "Job":
    case "Release":
      return {};
  }
}

function healthCheck(check: Extract<TaskSpec, { kind: "Worker" }>["healthCheck"]): Value | undefined {
  if (check === undefined) return undefined;
  return {
    Command: check.command,
    Interval: check.intervalSeconds,
    Timeout: check.timeoutSeconds,
    Retries: check.retries,
    StartPeriod: check.graceSeconds,
  };
}

function texts(sources: readonly string[]): Value | undefined {
  return list(sources.map((source) => textValue(parseText(source))));
}

/** An empty list is left out: it would mean the same and cause a replacement when it comes and goes. */
function list(values: readonly Value[]): Value | undefined {
  return values.length === 0 ? undefined : values;
}

function sorted(map: Readonly<Record<string, Value>>): readonly (readonly [string, Value])[] {
  return Object.entries(map).toSorted(([one], [other]) => (one < other ? -1 : 1));
}
