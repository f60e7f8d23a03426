import type { Cloud, CloudOf } from "../model/cloud.ts";
import type { DelegationCase, Delegation, ParentZone } from "../model/delegation.ts";
import type { Binding } from "../model/desired-stack.ts";
import type { AccountDrift } from "../model/drift.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type { KeepStep, Plan, Step } from "../model/plan.ts";
import type { Failure } from "../model/report.ts";
import type { Account } from "../model/repository.ts";
import { isDelegationDrift } from "../drift/delegation-drift.ts";
import {
  announceDelegation,
  delegateFirst,
  healDelegation,
  needsDelegation,
} from "../plan/delegate-first.ts";
import { orFailure } from "./failure.ts";

/** Whose delegation is looked at, and through what. */
export interface DelegationScene {
  /** `name` of mooring.yaml. */
  readonly repository: string;
  readonly account: Pick<Account, "name" | "zone" | "delegation">;
  /** Of the account itself. */
  readonly cloud: Cloud;
  readonly cloudOf: CloudOf;
  /** The stack `zone` as it is deployed. */
  readonly zone: ObservedStack | undefined;
}

/** The same, and what is wanted of the stack `zone`. */
export interface PlannedScene extends DelegationScene {
  readonly bindings: readonly Binding[];
  /** The last survey. */
  readonly drift?: AccountDrift | undefined;
}

/**
 * The plan with the account's zone delegated before `network` gets a certificate for it, and again where a survey saw
 * that it is gone. The zone above is read only where one of the two is to be done.
 */
export async function withDelegation(plan: Plan, scene: PlannedScene): Promise<Plan> {
  const { account } = scene;
  const { delegation } = account;
  if (delegation === undefined) return plan;
  const heal = healingOf(plan, scene);
  if (heal === undefined && !plan.steps.some(needsDelegation)) return announced(plan, scene, delegation);
  const known = await readDelegation(delegation, scene);
  return mapSteps(plan, (step) => {
    if (needsDelegation(step)) return delegateFirst(step, known);
    return step === heal?.step ? healDelegation(heal.step, { ...heal, known }) : step;
  });
}

/**
 * What stands in the zone above, and what should: without the name servers as long as there is no zone. Whatever keeps
 * either zone from being read is a value.
 */
export async function readDelegation(
  delegation: Delegation,
  { repository, account, cloud, cloudOf, zone }: DelegationScene,
): Promise<DelegationCase> {
  const own = await orFailure(() => nameServersOf(zone, cloud));
  return {
    domain: account.zone,
    nameServers: own.value,
    delegation,
    owner: { repository, account: account.name },
    parent:
      own.failure === undefined
        ? await readParentZone(account.zone, delegation, cloudOf)
        : unreadable(own.failure),
  };
}

/** A zone that was there before Mooring does not tell its name servers in an output. */
async function nameServersOf(
  zone: ObservedStack | undefined,
  cloud: Cloud,
): Promise<readonly string[] | undefined> {
  const { NameServers: told, ZoneId: id } = zone?.outputs ?? {};
  if (told !== undefined && told !== "") return told.toLowerCase().split(",").toSorted();
  return id === undefined ? undefined : cloud.nameServers(id);
}

async function readParentZone(domain: string, delegation: Delegation, cloudOf: CloudOf): Promise<ParentZone> {
  const { value, failure } = await orFailure(() => askForParent(domain, delegation, cloudOf));
  return failure === undefined ? value : unreadable(failure);
}

function unreadable({ message: why, remedy, mayRetry }: Failure): ParentZone {
  return { kind: "unreadable", why, mayRetry, ...(remedy === undefined ? {} : { remedy }) };
}

async function askForParent(
  domain: string,
  { parent, zoneId, site }: Delegation,
  cloudOf: CloudOf,
): Promise<ParentZone> {
  const cloud = cloudOf(site);
  const identity = await cloud.identify();
  if (identity.account !== site.id) return { kind: "wrong-account", identity };
  const zoneIds = zoneId === undefined ? (await cloud.hostedZones(parent)).map(({ id }) => id) : [zoneId];
  const [only, ...others] = zoneIds;
  if (only === undefined) return { kind: "missing" };
  if (others.length > 0) return { kind: "ambiguous", zoneIds };
  const records = await cloud.recordsWithin(only, domain);
  return records === undefined ? { kind: "missing" } : { kind: "found", zoneId: only, records };
}

function announced(plan: Plan, { account, zone }: PlannedScene, { parent }: Delegation): Plan {
  return zone === undefined ? mapSteps(plan, (step) => announceDelegation(step, account.zone, parent)) : plan;
}

/** Only where the repository wants drift of the zone healed. */
function healingOf(plan: Plan, { bindings, drift, account }: PlannedScene) {
  const properties = (drift?.properties ?? []).filter((property) =>
    isDelegationDrift(property, account.zone),
  );
  const step = plan.steps.find((each): each is KeepStep => each.app === "zone" && each.kind === "keep");
  const wanted = bindings.find((each) => each.kind === "bound" && each.stack.app === "zone");
  if (properties.length === 0 || step === undefined || wanted?.kind !== "bound") return undefined;
  return wanted.stack.selfHeal ? { step, to: wanted.stack, properties } : undefined;
}

function mapSteps(plan: Plan, change: (step: Step) => Step): Plan {
  return { ...plan, steps: plan.steps.map(change) };
}
