import { randomUUID } from "node:crypto";
import type { CallCounter } from "./calls.ts";
import type { Caller } from "./cloudformation/api.ts";
import { changeSets } from "./cloudformation/change-set/records.ts";
import type { Clock } from "./clock.ts";
import { advance } from "./cloudformation/advance.ts";
import { ApiError } from "./errors.ts";
import type { FaultEffect } from "./faults.ts";
import { takeRequestFault } from "./faults.ts";
import { readCredentialScope } from "./protocol/credential-scope.ts";
import { refuseAsJson } from "./protocol/json-service.ts";
import { refuseAsXml } from "./protocol/query-service.ts";
import type { Operation, Service } from "./protocol/service.ts";
import { serviceNamed } from "./protocol/services.ts";
import type { WireAnswer, WireRequest } from "./protocol/wire.ts";
import { identifyCaller } from "./sts/caller.ts";
import type { Throttle } from "./throttling.ts";
import type { Region, World } from "./world.ts";

/** What the sandbox does to the connection: answers, breaks it, or leaves it hanging and then breaks it. */
export type Reply =
  | { readonly kind: "answer"; readonly answer: WireAnswer }
  | { readonly kind: "break" }
  | { readonly kind: "hang"; readonly forMs: number };

/** What a request is handled with. */
export interface Sandbox {
  readonly world: World;
  readonly clock: Clock;
  readonly calls: CallCounter;
  readonly throttle: Throttle;
  /** Told of what nobody foresaw: a defect of the sandbox. */
  readonly reportDefect: (error: unknown) => void;
}

/**
 * Handles one AWS request: who asks whom for what → time passes → throttling → faults → the operation.
 *
 * Never throws: what AWS would refuse is answered in the service's own shape, and a defect of the sandbox as `InternalFailure`.
 */
export function dispatch(sandbox: Sandbox, request: WireRequest): Reply {
  const requestId = randomUUID();
  let service: Service | undefined;
  try {
    const scope = readCredentialScope(request);
    service = serviceNamed(scope.service);
    const now = sandbox.clock.now();
    advance(sandbox.world, now);
    const caller = identifyCaller(sandbox.world, scope, now);
    const operation = service.decode(request);
    return perform(sandbox, { service, operation, caller, now, requestId });
  } catch (thrown) {
    const error = thrown instanceof ApiError ? thrown : defect(sandbox, thrown);
    const answer = service?.refuse(error, requestId) ?? refuseUnknown(request, error, requestId);
    return { kind: "answer", answer };
  }
}

interface Request {
  readonly service: Service;
  readonly operation: Operation;
  readonly caller: Caller;
  readonly now: number;
  readonly requestId: string;
}

/** Does it, and lists it when it is no read. */
function perform(sandbox: Sandbox, request: Request): Reply {
  const list = (result: string): void => listWrite(sandbox, request, result);
  try {
    return decideReply(sandbox, request, () => list("done"));
  } catch (error) {
    list(error instanceof ApiError ? error.code : "defect");
    throw error;
  }
}

/** A read changes nothing, and is only counted. */
function listWrite({ calls }: Sandbox, { operation, caller, now }: Request, result: string): void {
  const { name, stack, changeSet } = operation;
  if (/^(Describe|Get|List|BatchGet|Detect|Assume|Validate)/.test(name)) return;
  const { account, region } = caller;
  calls.addWrite({
    at: now,
    account,
    region,
    operation: name,
    ...(stack === undefined ? {} : { stack }),
    ...(changeSet === undefined ? {} : { changeSet }),
    result,
  });
}

function decideReply(
  { world, calls, throttle }: Sandbox,
  { service, operation, caller, now, requestId }: Request,
  done: () => void,
): Reply {
  const { account, region } = caller;
  const asked = { account, region, service: service.name, operation: operation.name };
  calls.add(asked);
  if (!throttle.admits(asked, now)) throw throttled(service);
  const place = world.region(account, region);
  const stack = operation.stack ?? stackOfChangeSet(place, operation.changeSet);
  const fault = takeRequestFault(world, { ...asked, stack, role: operation.role });
  const run = (): WireAnswer => {
    const answer = operation.run({ world, region: place, caller, now, requestId, random: randomUUID });
    done();
    return answer;
  };
  return fault === undefined
    ? { kind: "answer", answer: run() }
    : suffer(fault, run, { service, operation, caller });
}

function stackOfChangeSet(region: Region, changeSet: string | undefined): string | undefined {
  return changeSet === undefined ? undefined : region.table(changeSets).get(changeSet)?.stackName;
}

function suffer(
  fault: Exclude<FaultEffect, { kind: "fail-resource" }>,
  run: () => WireAnswer,
  denied: Pick<Request, "service" | "operation" | "caller">,
): Reply {
  switch (fault.kind) {
    case "throttle":
      throw throttled(denied.service);
    case "deny":
      throw accessDenied(denied);
    case "error":
      throw new ApiError(fault.code, fault.message, fault.status);
    case "timeout":
      return { kind: "hang", forMs: fault.afterMs };
    case "reset":
      return { kind: "break" };
    case "lost-response":
      run();
      return { kind: "break" };
  }
}

/** The code differs by protocol: JSON services name theirs as an exception. */
function throttled({ name }: Service): ApiError {
  const isJson = ["acm", "application-autoscaling", "ecr", "ecs", "logs", "secretsmanager", "ssm"].includes(
    name,
  );
  return new ApiError(isJson ? "ThrottlingException" : "Throttling", "Rate exceeded");
}

/** AWS's words; the resource is the role, the stack, or everything. */
function accessDenied({
  service,
  operation,
  caller,
}: Pick<Request, "service" | "operation" | "caller">): ApiError {
  const action = `${service.name}:${operation.name}`;
  const resource = operation.role ?? stackArn(operation, caller) ?? "*";
  return new ApiError(
    "AccessDenied",
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}`,
    403,
  );
}

function stackArn({ stack }: Operation, { account, region }: Caller): string | undefined {
  if (stack === undefined || stack.startsWith("arn:")) return stack;
  return `arn:aws:cloudformation:${region}:${account}:stack/${stack}/*`;
}

function defect({ reportDefect }: Sandbox, thrown: unknown): ApiError {
  reportDefect(thrown);
  return new ApiError("InternalFailure", "The sandbox has a defect here; its standard error says more.", 500);
}

/** A request that names no known service is refused in the shape that its sender will most likely understand. */
function refuseUnknown(request: WireRequest, error: ApiError, requestId: string): WireAnswer {
  const isJson = request.headers["x-amz-target"] !== undefined;
  return isJson
    ? refuseAsJson(error, requestId)
    : refuseAsXml(error, requestId, "http://webservices.amazon.com/AWSFault/2005-15-09");
}
