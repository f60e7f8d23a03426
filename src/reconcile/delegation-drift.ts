import type { DelegationCase } from "../model/delegation.ts";
import { stackName } from "../model/ownership.ts";
import { delegationFindings } from "../drift/delegation-drift.ts";
import { NO_FINDINGS, type Findings } from "../drift/resource-drift.ts";
import { readDelegation } from "./delegation.ts";
import { hasContent, type Scene, type SurveyWork } from "./drift-scene.ts";

/** Reads the zone above. It is left out where nothing has needed the delegation yet: `network` sees to it first. */
export async function surveyDelegation(
  work: SurveyWork,
  { observed }: Scene,
): Promise<DelegationCase | undefined> {
  const { repository, account, apps } = work;
  const find = (app: string) =>
    observed.find((stack) => stack.name === stackName(repository, app) && hasContent(stack));
  const [zone, network] = [find("zone"), find("network")];
  const isAsked = apps?.includes("zone") ?? true;
  if (account.delegation === undefined || zone === undefined || network === undefined || !isAsked)
    return undefined;
  return readDelegation(account.delegation, { ...work, zone });
}

/** What is wrong with it. */
export function delegationDrift(
  { account, desired }: SurveyWork,
  { zone }: Scene,
  { delegation, now }: { readonly delegation: DelegationCase | undefined; readonly now: number },
): Findings {
  if (delegation === undefined || zone === undefined) return NO_FINDINGS;
  const { ignoreDrift } = desired.find(({ app }) => app === "zone") ?? account;
  return delegationFindings(delegation, { account: account.name, stack: zone.stack, ignoreDrift, now });
}
