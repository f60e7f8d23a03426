import type { ResourceChange } from "../model/change-set.ts";
import type { Step } from "../model/plan.ts";
import {
  describeResource,
  isStateful,
  isStore,
  isStoreLeftBehind,
  mayHoldData,
} from "../model/stateful-types.ts";
import { effectiveChanges } from "./effective-changes.ts";
import { replacingProperties } from "./replacing-properties.ts";

/** A resource that may lose its data, or leave it behind. */
export interface Loss {
  /** What a person writes to allow it: the logical id in the stack's own template. */
  readonly allowBy: string;
  /** `deletes Table (AWS::DynamoDB::Table)`. */
  readonly what: string;
  /** What causes it and what becomes of the data, to go on with after `what`; empty when that says it all. */
  readonly how: string;
  /** The data stays, and nothing uses it any more. */
  readonly isKept: boolean;
}

/** The data that goes when the step runs, allowed or not, for people to see: `replaces Table (AWS::DynamoDB::Table)`. */
export function foreseenLosses(step: Step): readonly string[] {
  switch (step.kind) {
    case "delete":
      return [...step.stateful.map((it) => `deletes ${it}`), ...storesLeftBy(step.changes ?? []).map(leaves)];
    case "recover":
      return [...(step.stateful ?? []).map((it) => `deletes ${it}`), ...(step.leaves ?? []).map(leaves)];
    case "create":
    case "update":
    case "hold":
      return lossesOf(step).map(({ what, isKept }) => (isKept ? `${what}, whose data stays behind` : what));
    case "wait":
    case "keep":
      return [];
  }
}

function leaves(store: string): string {
  return `leaves ${store} behind`;
}

/** Stores of a stack that outlive its deletion, and that nobody looks after then. */
export function storesLeftBy(removals: readonly ResourceChange[]): readonly string[] {
  return removals.filter(isStoreLeftBehind).map(describeResource);
}

/**
 * What the changes of a stack may destroy or leave behind, nested stacks included. A change that CloudFormation cannot
 * foresee counts when the resource may hold data: so does a nested stack that nobody could look into.
 */
export function lossesOf(step: Changing): readonly Loss[] {
  const { changes = [], to } = step;
  const ids = new Set(Object.values(to?.parameters ?? {}));
  return [
    ...destroyed(changes),
    ...leftBehind(changes, ids),
    ...(isOfZone(step) ? changes.flatMap(madeAnew) : []),
  ];
}

/** A step that brings content, now or later. */
export type Changing = Extract<Step, { kind: "create" | "update" | "hold" }>;

/** Whether it changes the stack `zone` of an account that has a zone already, made by this stack or by somebody else. */
function isOfZone(step: Changing): boolean {
  return (
    step.to?.kind === "zone" && (step.kind === "update" || (step.kind === "hold" && step.next === "update"))
  );
}

function madeAnew(change: ResourceChange): readonly Loss[] {
  if (change.action !== "add" || change.type !== HOSTED_ZONE) return [];
  const what = `makes a zone anew, ${describeResource(change)}`;
  return [{ allowBy: change.logicalId, what, how: `: ${fateOf(change)}`, isKept: true }];
}

function destroyed(changes: readonly ResourceChange[]): readonly Loss[] {
  return changes.flatMap((change) => [
    ...ownLoss(change),
    ...(change.nested === undefined ? [] : inNested(change, destroyed(change.nested))),
  ]);
}

/** Allowing the nested stack by its logical id allows everything in it. */
function inNested(outer: ResourceChange, nested: readonly Loss[]): readonly Loss[] {
  return nested.map((loss) => ({
    ...loss,
    allowBy: outer.logicalId,
    what: `${loss.what} in ${outer.logicalId}`,
  }));
}

function ownLoss(change: ResourceChange): readonly Loss[] {
  const verb = losingVerb(change);
  if (verb === undefined) return [];
  const what = `${verb} ${describeResource(change)}`;
  return [{ allowBy: change.logicalId, what, how: replacingProperties(change), isKept: false }];
}

function losingVerb(change: ResourceChange): string | undefined {
  switch (change.action) {
    case "remove":
      return isStateful(change) ? "deletes" : undefined;
    case "modify":
      return losingModification(change);
    case "dynamic":
    case "unknown":
      return isUninspected(change) && mayHoldData(change.type)
        ? "does what only shows when it runs to"
        : undefined;
    case "add":
    case "import":
    case "sync":
      return undefined;
  }
}

function losingModification(change: ResourceChange): string | undefined {
  if (change.replacement !== "never") {
    if (!isStateful(change)) return undefined;
    return change.replacement === "always" ? "replaces" : "may replace";
  }
  return change.type === NESTED_STACK && isUninspected(change)
    ? "changes without showing what is in it"
    : undefined;
}

const NESTED_STACK = "AWS::CloudFormation::Stack";

function isUninspected(change: ResourceChange): boolean {
  return change.nested === undefined;
}

/** Stores that another one takes the place of, although the old one is kept. What only follows from a change in place stays what it is. */
function leftBehind(changes: readonly ResourceChange[], known: ReadonlySet<string>): readonly Loss[] {
  const about = { known, added: changes.filter(isNewStore) };
  return effectiveChanges(changes).flatMap((change) => [
    ...ownStore(change, about),
    ...(change.nested === undefined ? [] : inNested(change, leftBehind(change.nested, known))),
  ]);
}

/** What else is known of a change set. */
interface About {
  /** Values of the stack's parameters, ids among them. */
  readonly known: ReadonlySet<string>;
  /** Stores that it makes. */
  readonly added: readonly ResourceChange[];
}

function isNewStore({ action, type, holdsNoData }: ResourceChange): boolean {
  return action === "add" && isStore(type) && holdsNoData === undefined;
}

function ownStore(change: ResourceChange, about: About): readonly Loss[] {
  const verb = isStoreLeftBehind(change) ? leavingVerb(change, about) : undefined;
  if (verb === undefined) return [];
  const what = `${verb} ${describeResource(change)}`;
  const how = `${replacingProperties(change)}: ${fateOf(change)}`;
  return [{ allowBy: change.logicalId, what, how, isKept: true }];
}

function leavingVerb(change: ResourceChange, about: About): string | undefined {
  const { action, replacement } = change;
  if (action === "remove") return isMissed(change, about) ? "gives up" : undefined;
  if (action !== "modify" || replacement === "never") return undefined;
  if (replacement === "always") return "replaces";
  return change.properties.length === 0 || replacingProperties(change) !== "" ? "may replace" : undefined;
}

/**
 * A zone that is taken out of a template is not missed where the stack goes on with it under its id. What else is taken out
 * and kept is meant to live on by itself, unless the stack gets another one of its service.
 */
function isMissed({ type, physicalId }: ResourceChange, { known, added }: About): boolean {
  if (type === HOSTED_ZONE) return physicalId === undefined || !known.has(physicalId);
  return added.some((other) => serviceOf(other.type) === serviceOf(type));
}

/** `AWS::RDS` of `AWS::RDS::DBInstance`. */
function serviceOf(type: string): string {
  return type.slice(0, type.lastIndexOf("::"));
}

const HOSTED_ZONE = "AWS::Route53::HostedZone";

function fateOf({ type, policy, properties }: ResourceChange): string {
  if (type === HOSTED_ZONE)
    return "a new zone is empty and has other name servers, so that no name in it is found until it is filled and delegated anew; the old one is kept, and nothing leads to it";
  const isRestored = properties.some(
    ({ path, after }) => SNAPSHOT_OF_ORIGIN.has(path) && after !== undefined,
  );
  const fresh = isRestored
    ? "the new one has the data of the snapshot that is named"
    : "the new one is empty";
  return policy === "snapshot"
    ? `${fresh}, and the data of the old one stays in a snapshot that nothing uses`
    : `${fresh}, and the old one is kept with its data, but nothing uses it`;
}

/** What a new database is filled from. */
const SNAPSHOT_OF_ORIGIN: ReadonlySet<string> = new Set(["DBSnapshotIdentifier", "SnapshotIdentifier"]);
