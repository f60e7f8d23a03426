import type { Account } from "../model/repository.ts";
import type { NetworkInputs } from "./network-inputs.ts";
import { ipv6Cidr, subnetIds, vpc } from "./network-vpc.ts";
import {
  input,
  join,
  literal,
  ref,
  split,
  when,
  type Fragment,
  type Input,
  type Template,
  type Value,
} from "./template.ts";

/** What load balancers and tasks of an account stand on: its VPC, made or found. */
export interface Ground {
  readonly vpcId: Value;
  /** Lists of subnet ids. */
  readonly subnets: { readonly public: Value; readonly private: Value };
  /** The VPC's IPv6 range, where it is sure to have one. */
  readonly ipv6Cidr?: Value;
  /** Logical ids that have to be there before anything uses the IPv6 range, or the way to the internet. */
  readonly after: { readonly ipv6: readonly string[]; readonly internet: readonly string[] };
  /** Comma-delimited, as outputs are. */
  readonly outputs: {
    readonly publicSubnets: Value;
    readonly privateSubnets: Value;
    readonly taskSubnets: Value;
    readonly assignPublicIp: Value;
  };
  readonly conditions: NonNullable<Template["Conditions"]>;
  readonly fragment: Fragment;
}

/** The ground of an account's network. */
export function groundOf({ network }: Account, inputs: NetworkInputs): Ground {
  return network.existing === undefined ? madeGround(inputs) : foundGround(network.existing);
}

/** Where there is no NAT gateway, tasks live in the public subnets: nothing else leads out over IPv4. */
function madeGround(inputs: NetworkInputs): Ground {
  const subnets = { public: subnetIds("Public"), private: subnetIds("Private") };
  const publicSubnets = join(",", subnets.public);
  const privateSubnets = join(",", subnets.private);
  return {
    vpcId: ref("Vpc"),
    subnets,
    ipv6Cidr: ipv6Cidr(),
    after: { ipv6: ["Ipv6CidrBlock"], internet: ["PublicRoute", "PublicIpv6Route"] },
    outputs: {
      publicSubnets,
      privateSubnets,
      taskSubnets: when("HasNat", privateSubnets, publicSubnets),
      assignPublicIp: when("HasNat", "DISABLED", "ENABLED"),
    },
    conditions: inputs.vpcConditions,
    fragment: vpc(inputs),
  };
}

/** Nobody says whether a VPC that is there has IPv6, so nothing relies on it. */
function foundGround(found: NonNullable<Account["network"]["existing"]>): Ground {
  const publicSubnets = text("PublicSubnetIds", found.publicSubnets.join(","));
  const privateSubnets = text("PrivateSubnetIds", found.privateSubnets.join(","));
  const tasks = input("Tasks", {
    type: "String",
    allowed: ["private", "public"],
    binding: literal(found.tasks),
  });
  return {
    vpcId: text("VpcId", found.vpc),
    subnets: { public: split(publicSubnets), private: split(privateSubnets) },
    after: { ipv6: [], internet: [] },
    outputs: {
      publicSubnets,
      privateSubnets,
      taskSubnets: when("HasPrivateTasks", privateSubnets, publicSubnets),
      assignPublicIp: when("HasPrivateTasks", "DISABLED", "ENABLED"),
    },
    conditions: { HasPrivateTasks: { "Fn::Equals": [tasks, "private"] } },
    fragment: { Resources: {} },
  };
}

function text(name: string, value: string): Input {
  return input(name, { type: "String", binding: literal(value) });
}
