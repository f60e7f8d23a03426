import type { DesiredStack } from "../model/desired-stack.ts";
import type { Account } from "../model/repository.ts";
import { placeNetwork } from "./network.ts";
import type { Site } from "./site.ts";
import { placeZone } from "./zone.ts";

/** The stacks that an account should have: `zone`, `network`, then one for every placement. Pure. */
export function place(repository: string, account: Account): readonly DesiredStack[] {
  const base = { repository, account, adopt: false, allow: [], place: account.place };
  const zone: Site = { ...base, app: "zone" };
  const network: Site = { ...base, app: "network" };
  return [placeZone(zone), placeNetwork(network)];
}
