import type { StackKind } from "../model/desired-stack.ts";
import type { Subject } from "../model/preflight.ts";
import type { Account } from "../model/repository.ts";
import type { Scene } from "./scene.ts";

/** What `zone` and `network` stand on. */
export function groundSubjects(kind: StackKind, { account, deployed }: Scene): readonly Subject[] {
  if (kind === "zone") return zoneSubjects(account);
  return kind === "network" ? networkSubjects(account, deployed !== undefined) : [];
}

function zoneSubjects({ hostedZone, zone }: Account): readonly Subject[] {
  return hostedZone.existing === undefined ? [] : [{ kind: "zone", id: hostedZone.existing, domain: zone }];
}

/** The addresses of a network that is there are its own. */
function networkSubjects({ network }: Account, isDeployed: boolean): readonly Subject[] {
  const { cidr, existing } = network;
  if (existing === undefined) return isDeployed ? [] : [{ kind: "range", cidr }];
  const { vpc, publicSubnets, privateSubnets } = existing;
  return [{ kind: "vpc", vpc, cidr, publicSubnets, privateSubnets }];
}
