import type { ImageAnswer } from "../../src/model/cloud-images.ts";
import { createHash } from "node:crypto";
import type { ChangeSet, ResourceChange } from "../../src/model/change-set.ts";
import type { DnsRecord, ResourceDrift, ScalingPolicy, StackResource } from "../../src/model/cloud-drift.ts";
import type { HostedZone } from "../../src/model/cloud-dns.ts";
import type { ChangeSetRequest } from "../../src/model/cloud.ts";
import type { ObservedStack, Operation, StackPhase } from "../../src/model/observed-stack.ts";
import { newSurroundings } from "./memory-checks.ts";
import type { ReleasePlan, ReleaseRecord } from "./memory-releases.ts";
import { revertingChanges } from "./memory-reverting.ts";

/** A stack of the in-memory world. Records are replaced, never changed. */
export interface StackRecord extends Omit<ObservedStack, "status"> {
  readonly template?: string;
  readonly operations: readonly Operation[];
  readonly changeSets: readonly ChangeSetRecord[];
  readonly running?: Running;
  /** What somebody did to the live resources; an executed change set that reverts drift undoes it. */
  readonly byHand?: readonly ResourceDrift[];
  /** What the last drift detection saw. */
  readonly found?: readonly ResourceDrift[];
}

export interface ChangeSetRecord {
  readonly request: ChangeSetRequest;
  readonly id: string;
  readonly state: ChangeSet["state"];
  readonly reason?: string;
  readonly changes: readonly ResourceChange[];
}

interface Running {
  readonly ticksLeft: number;
  readonly finish: (stack: StackRecord, now: number) => StackRecord | undefined;
}

/** Something the world was asked to let fail. */
export interface Mishap {
  readonly stack: string;
  readonly during: "change-set" | "create" | "update" | "delete" | "rollback" | "continue";
  /** Only for content in which this text occurs. */
  readonly content?: string;
}

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type: string }>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: string | { readonly Ref: string } }>>;
}

/** How a failed operation of each kind leaves a stack. */
const AFTER_FAILURE = {
  create: "dead",
  update: "rolled-back",
  delete: "delete-failed",
  rollback: "rollback-failed",
  continue: "rollback-failed",
} as const;

/**
 * What survives when Mooring is killed: stacks and change sets of one account, with CloudFormation's rules as far as the
 * `Cloud` port can see them. Time stands still until `tick`.
 */
export class MemoryWorld {
  readonly stacks = new Map<string, StackRecord>();
  /** What was executed, in order. */
  readonly executions: { readonly stackId: string; readonly stack: string; readonly token: string }[] = [];
  /** Stacks that were asked to be deleted, in order. */
  readonly deletions: string[] = [];
  /** What registries answer, by `imageKey`; every other image is there. */
  readonly images = new Map<string, ImageAnswer>();
  /** Releases that were begun, by the ARN of their task definition. */
  readonly releases = new Map<string, ReleaseRecord>();
  /** How tasks of releases go, by command line; every other one succeeds within a second. */
  readonly releasePlans = new Map<string, ReleasePlan>();
  /** What the last sweep showed, for a world whose list of stacks lags behind. */
  lastSeen: readonly ObservedStack[] = [];
  /** Records by the id of their hosted zone. */
  readonly zones = new Map<string, readonly DnsRecord[]>();
  /** Public zones; what is in them is in `zones`. */
  hostedZones: readonly HostedZone[] = [];
  policies: readonly ScalingPolicy[] = [];
  /** What checks before a stack is made or changed find. */
  readonly surroundings = newSurroundings();
  /** Drift detections that were started, by their ids. */
  readonly detections = new Map<string, { readonly stackId: string; readonly startedAt: number }>();
  mishaps: Mishap[] = [];
  /** How many ticks an operation takes. */
  duration = 1;
  now = 1_000_000;
  #serial = 0;

  find(nameOrId: string): StackRecord | undefined {
    return this.stacks.get(nameOrId) ?? [...this.stacks.values()].find(({ name }) => name === nameOrId);
  }

  put(stack: StackRecord): StackRecord {
    this.stacks.set(stack.id, stack);
    return stack;
  }

  /** A stack that is just there, as somebody else or an earlier Mooring left it. */
  add(name: string, given: Partial<StackRecord> = {}): StackRecord {
    this.#serial += 1;
    return this.put({
      name,
      id: `arn:aws:cloudformation:eu-west-1:111111111111:stack/${name}/${this.#serial}`,
      phase: "settled",
      parameters: {},
      outputs: {},
      tags: {},
      isProtected: false,
      isNested: false,
      createdAt: this.now,
      operations: [],
      changeSets: [],
      ...given,
    });
  }

  /** Somebody updates a stack by hand, past any change set; nothing happens while it cannot be updated. */
  updateByHand(stack: StackRecord, template: string): void {
    if (stack.phase !== "settled" && stack.phase !== "rolled-back") return;
    this.#serial += 1;
    const token = `by-hand-${this.#serial}`;
    const { lastChangeSet: _hint, ...rest } = stack;
    this.executions.push({ stackId: stack.id, stack: stack.name, token });
    const changeSets = stack.changeSets.map((each) => ({ ...each, state: "obsolete" as const }));
    this.start({ ...rest, changeSets }, "update", token, (ended) => ({
      ...ended,
      phase: "settled",
      template,
    }));
  }

  /** Lets everything that is under way come one step further. */
  tick(): void {
    this.now += 1000;
    for (const stack of this.stacks.values()) {
      const settled = stack.changeSets.map((each) =>
        each.state === "pending" ? this.#compute(stack, each) : each,
      );
      this.#advance(this.put({ ...stack, changeSets: settled }));
    }
  }

  /** Starts an operation; the stack is busy until it has ended. */
  start(
    stack: StackRecord,
    kind: keyof typeof AFTER_FAILURE,
    token: string,
    succeed: (stack: StackRecord) => StackRecord | undefined,
    content = "",
  ): void {
    const operation: Operation = {
      token,
      kind: kind === "continue" ? "rollback" : kind,
      outcome: "running",
      startedAt: this.now,
    };
    const fails = this.#fails(stack.name, kind, content);
    this.put({
      ...stack,
      phase: "busy",
      operations: [operation, ...stack.operations],
      running: {
        ticksLeft: this.duration,
        finish: (current, now) => {
          const phase = fails ? AFTER_FAILURE[kind] : undefined;
          const ended = forgetDrift({
            ...current,
            operations: endNewest(current, now, fails),
            updatedAt: now,
          });
          return phase === undefined ? succeed(ended) : { ...withFailedExecution(ended), phase };
        },
      },
    });
  }

  #advance(stack: StackRecord): void {
    const { running, ...rest } = stack;
    if (running === undefined) return;
    if (running.ticksLeft > 1) {
      this.put({ ...stack, running: { ...running, ticksLeft: running.ticksLeft - 1 } });
      return;
    }
    const ended = running.finish(rest, this.now);
    if (ended === undefined) this.stacks.delete(stack.id);
    else this.put(ended);
  }

  #compute(stack: StackRecord, changeSet: ChangeSetRecord): ChangeSetRecord {
    const { request } = changeSet;
    if (this.#fails(stack.name, "change-set", contentOf(request))) {
      return { ...changeSet, state: "failed", reason: "Template format error: it was refused." };
    }
    const reverting = request.revertDrift === true ? revertingChanges(stack) : [];
    const changes = [...changesBetween(stack.template, request.template), ...reverting];
    const isEmpty =
      request.type === "UPDATE" &&
      reverting.length === 0 &&
      actedOn(request.template) === actedOn(stack.template ?? "{}") &&
      JSON.stringify(request.parameters) === JSON.stringify(stack.parameters) &&
      JSON.stringify(request.tags) === JSON.stringify(stack.tags);
    return isEmpty
      ? { ...changeSet, state: "empty", reason: "The submitted information didn't contain changes." }
      : { ...changeSet, state: "ready", changes };
  }

  #fails(stack: string, during: Mishap["during"], content: string): boolean {
    return this.mishaps.some(
      (each) =>
        each.stack === stack &&
        each.during === during &&
        (each.content === undefined || content.includes(each.content)),
    );
  }
}

/** What a mishap may look for in a request. */
export function contentOf({ template, parameters }: ChangeSetRequest): string {
  return `${template} ${JSON.stringify(parameters)}`;
}

/** The outputs of a template with these parameters. */
export function outputsOf(
  template: string,
  parameters: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { Outputs = {} } = parse(template);
  const valueOf = (value: string | { readonly Ref: string }): string =>
    typeof value === "string" ? value : (parameters[value.Ref] ?? "");
  return Object.fromEntries(Object.entries(Outputs).map(([name, { Value }]) => [name, valueOf(Value)]));
}

/** CloudFormation's own word for a phase, near enough for people. */
export function statusOf(phase: StackPhase): string {
  return phase === "settled" ? "UPDATE_COMPLETE" : phase.toUpperCase().replaceAll("-", "_");
}

/** What a stack consists of, in order of logical id; ids are made from names. */
export function resourcesOf(stack: StackRecord | undefined): readonly StackResource[] {
  if (stack?.template === undefined) return [];
  return Object.entries(parse(stack.template).Resources ?? {})
    .map(([logicalId, { Type: type }]) => ({ logicalId, physicalId: `${stack.name}-${logicalId}`, type }))
    .toSorted((one, other) => (one.logicalId < other.logicalId ? -1 : 1));
}

/** An update forgets what was found. */
function forgetDrift({ found: _found, ...stack }: StackRecord): StackRecord {
  return stack.drift === undefined ? stack : { ...stack, drift: { ...stack.drift, state: "not-checked" } };
}

function withFailedExecution(stack: StackRecord): StackRecord {
  const changeSets = stack.changeSets.map((each) =>
    each.state === "executing" ? { ...each, state: "execution-failed" as const } : each,
  );
  return { ...stack, changeSets };
}

function endNewest(stack: StackRecord, now: number, failed: boolean): readonly Operation[] {
  const [newest, ...older] = stack.operations;
  if (newest === undefined) return older;
  const cause = {
    stack: stack.name,
    logicalId: "Main",
    type: "AWS::ECS::Service",
    reason: "it did not become healthy.",
    at: now,
  };
  const outcome = failed ? "failed" : "succeeded";
  return [{ ...newest, outcome, endedAt: now, ...(failed ? { cause } : {}) }, ...older];
}

function parse(template: string): Template {
  return JSON.parse(template) as Template;
}

/** The part of a template that CloudFormation acts on. */
function actedOn(template: string): string {
  const { Resources, Outputs } = parse(template);
  return createHash("sha256").update(JSON.stringify({ Resources, Outputs })).digest("hex");
}

function changesBetween(before: string | undefined, after: string): readonly ResourceChange[] {
  const old = parse(before ?? "{}").Resources ?? {};
  const next = parse(after).Resources ?? {};
  const common = { replacement: "never", scope: [], properties: [] } as const;
  return [...new Set([...Object.keys(old), ...Object.keys(next)])].flatMap((logicalId): ResourceChange[] => {
    const type = next[logicalId]?.Type ?? old[logicalId]?.Type ?? "";
    if (old[logicalId] === undefined) return [{ ...common, action: "add", logicalId, type }];
    if (next[logicalId] === undefined)
      return [{ ...common, action: "remove", logicalId, type, policy: "delete" }];
    const isSame = JSON.stringify(old[logicalId]) === JSON.stringify(next[logicalId]);
    return isSame ? [] : [{ ...common, action: "modify", logicalId, type, scope: ["Properties"] }];
  });
}
