import type { SubnetState, VpcState } from "../model/cloud-checks.ts";
import type { RangeSubject, Ruling, VpcSubject } from "../model/preflight.ts";
import type { Account } from "../model/repository.ts";
import { GOOD } from "./good.ts";
import { contains, overlap } from "./ranges.ts";

type Where = Pick<Account, "name" | "region">;

/** AWS takes two VPCs with the same addresses, and then they can never be joined. */
export function judgeRange({ cidr }: RangeSubject, vpcs: readonly VpcState[], { name }: Where): Ruling {
  const taken = vpcs.find(({ cidrs }) => cidrs.some((other) => overlap(cidr, other)));
  if (taken === undefined) return GOOD;
  const other = taken.cidrs.find((candidate) => overlap(cidr, candidate)) ?? "";
  return {
    state: "failed",
    why: `${cidr} overlaps with ${other} of ${describeVpc(taken)} in this AWS account`,
    remedy: `choose another \`network.cidr\` in accounts/${name}/account.yaml, or use that VPC with \`network.existing\``,
  };
}

/** What `network.existing` says has to be so, or the stack fails with half of it made. */
export function judgeVpc(
  subject: VpcSubject,
  { vpcs, subnets }: { readonly vpcs: readonly VpcState[]; readonly subnets: readonly SubnetState[] },
  where: Where,
): Ruling {
  const vpc = vpcs.find(({ id }) => id === subject.vpc);
  const why =
    vpc === undefined
      ? `there is no VPC ${subject.vpc} in ${where.name} (${where.region})`
      : (whyNotRange(subject, vpc) ?? whyNotSubnets(subject, subnets));
  return why === undefined
    ? GOOD
    : { state: "failed", why, remedy: `correct \`network\` in accounts/${where.name}/account.yaml` };
}

function whyNotRange({ cidr }: VpcSubject, vpc: VpcState): string | undefined {
  return vpc.cidrs.some((range) => contains(range, cidr))
    ? undefined
    : `${describeVpc(vpc)} has the range ${vpc.cidrs.join(" and ")}, and \`network.cidr\` is ${cidr}`;
}

function whyNotSubnets(subject: VpcSubject, found: readonly SubnetState[]): string | undefined {
  const { publicSubnets, privateSubnets, vpc } = subject;
  const byId = new Map(found.map((subnet) => [subnet.id, subnet]));
  const all = [...publicSubnets, ...privateSubnets];
  const missing = all.filter((id) => !byId.has(id));
  if (missing.length > 0) return `there is no subnet ${missing.join(", ")}`;
  const strange = found.find((subnet) => subnet.vpc !== vpc);
  if (strange !== undefined) return `subnet ${strange.id} is in ${strange.vpc} and not in ${vpc}`;
  return whyTooFewZones("public", publicSubnets, byId) ?? whyTooFewZones("private", privateSubnets, byId);
}

function whyTooFewZones(
  which: string,
  ids: readonly string[],
  byId: ReadonlyMap<string, SubnetState>,
): string | undefined {
  const zones = ids.map((id) => byId.get(id)?.zone);
  const shared = ids.find((_, index) => zones.indexOf(zones[index]) < index);
  if (new Set(zones).size < 2) return `all ${which} subnets are in ${zones[0] ?? ""}; two zones are needed`;
  return shared === undefined
    ? undefined
    : `two ${which} subnets are in ${byId.get(shared)?.zone ?? ""}, and a load balancer takes one in each zone`;
}

function describeVpc({ id, name }: VpcState): string {
  return name === undefined ? id : `${id} (${name})`;
}
