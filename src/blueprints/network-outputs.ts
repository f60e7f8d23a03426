import { output, split, type Input, type Value } from "./template.ts";

/** A load balancer of the network, as apps name it. */
export type Balancer = "public" | "internal";

/** Outputs of the stack `network`: a fixed contract. Those of a balancer are there only when the account has it. */
export type NetworkOutput =
  | "VpcId"
  | "VpcCidr"
  | "PublicSubnets"
  | "PrivateSubnets"
  | "TaskSubnets"
  | "AssignPublicIp"
  | "ClusterName"
  | "ClusterArn"
  | "AlarmTopicArn"
  | "CertificateArn"
  | BalancerOutput;

type BalancerOutput =
  | `${Capitalize<Balancer>}ListenerArn`
  | `${Capitalize<Balancer>}Balancer${"Dns" | "ZoneId" | "FullName" | "SecurityGroup"}`;

/** How a balancer begins logical ids and names of outputs. */
export const PREFIX = { public: "Public", internal: "Internal" } as const;

/** An output of the stack `network`. */
export function networkOutput(name: NetworkOutput): Input {
  return output({ stack: "network", output: name });
}

/** The items of an output that is a comma-delimited list. */
export function networkList(name: "PublicSubnets" | "PrivateSubnets" | "TaskSubnets"): Value {
  return split(networkOutput(name));
}
