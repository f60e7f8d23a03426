import type { AccountDrift, DriftedProperty, DriftLayer } from "../model/drift.ts";
import type { Problem } from "../model/problem.ts";
import type { Revision } from "../model/report.ts";
import { counted } from "./counted.ts";

/** Everything that `moor drift` has to tell; the text, JSON and Markdown forms show the same. */
export interface DriftReport {
  /** `name` of mooring.yaml; absent when that file is missing or broken. */
  readonly repository?: string;
  /** Absent when the repository is not under git. */
  readonly revision?: Revision;
  readonly problems: readonly Problem[];
  /** In the order in which accounts change. */
  readonly accounts: readonly DriftView[];
  /** Names of accounts that a problem holds as a whole: nothing was asked there. */
  readonly heldAccounts: readonly string[];
}

/** One account as it is shown. */
export interface DriftView extends AccountDrift {
  /** 12 digits. */
  readonly id: string;
  readonly region: string;
}

/** What is different on one resource. */
export interface DriftedResource {
  readonly layer: DriftLayer;
  readonly app: string;
  readonly stack: string;
  readonly resource: string;
  readonly type: string;
  readonly properties: readonly DriftedProperty[];
}

/** The drift of an account, resource by resource, in the order of the report. */
export function driftedResources({ properties }: AccountDrift): readonly DriftedResource[] {
  const found = new Map<string, DriftedResource>();
  for (const property of properties) {
    const { layer, app, stack, resource, type } = property;
    const key = JSON.stringify([layer, stack, resource]);
    const before = found.get(key)?.properties ?? [];
    found.set(key, { layer, app, stack, resource, type, properties: [...before, property] });
  }
  return [...found.values()];
}

/** Whether something is not as the repository says. */
export function hasDrift({ accounts }: DriftReport): boolean {
  return accounts.some(({ properties }) => properties.length > 0);
}

/** Whether something could not be told. */
export function isUnsure({ repository, accounts, heldAccounts }: DriftReport): boolean {
  if (repository === undefined || heldAccounts.length > 0) return true;
  return accounts.some(({ failure, unknown }) => failure !== undefined || unknown.length > 0);
}

/** What a person can do about drift of each layer. */
export const driftRemedies: Readonly<Record<DriftLayer, string>> = {
  version: "run `moor sync`, or `moor plan` to see why it is not deployed",
  resource:
    "write what is wanted into the repository, let `selfHeal: true` bring it back, or list it under `ignoreDrift`",
  dns: "CloudFormation does not bring records back: set a changed or missing one by hand to what is expected; delete a stray one, or let a stack declare it. What delegates the zone, its NS record, Mooring writes again where `selfHeal: true` stands",
  scaling:
    "CloudFormation does not see it: set it by hand to what is expected, or deploy another value and then this one again",
  image:
    "what was deployed goes on running: give the new image a tag of its own and set the version to that, or set the version to a digest (sha256:…)",
};

/** The layers in which something drifted. */
export function driftedLayers({ accounts }: DriftReport): readonly DriftLayer[] {
  const layers = accounts.flatMap(({ properties }) => properties.map(({ layer }) => layer));
  return [...new Set(layers)];
}

/** How much drift there is, in one line without a full stop. */
export function driftSum(report: DriftReport): string {
  const { accounts, heldAccounts } = report;
  const sum = (count: (account: DriftView) => number): number =>
    accounts.reduce((total, account) => total + count(account), 0);
  const properties = sum((account) => account.properties.length);
  const resources = sum((account) => driftedResources(account).length);
  const ignored = sum((account) => account.ignored.length);
  const unknown = sum((account) => account.unknown.length);
  const failed = accounts.filter(({ failure }) => failure !== undefined).length;
  const looked = `${counted(
    sum(({ stacks }) => stacks),
    "stack",
  )} in ${counted(accounts.length, "account")}`;
  return [
    properties === 0
      ? `${isUnsure(report) ? "No drift found" : "No drift"}: ${looked}`
      : `${counted(properties, "difference")} on ${counted(resources, "resource")}: ${looked}`,
    ...(unknown === 0 ? [] : [`${unknown} unknown`]),
    ...(ignored === 0 ? [] : [`${ignored} ignored`]),
    ...(failed === 0 ? [] : [`${counted(failed, "account")} not read to the end`]),
    ...(heldAccounts.length === 0 ? [] : [`${counted(heldAccounts.length, "account")} held`]),
  ].join(", ");
}
