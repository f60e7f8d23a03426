import type { Account } from "../model/repository.ts";
import { input, literal, type Input, type Template, type Value } from "./template.ts";

/** What makes one account's network differ from another's: the template is the same text everywhere. */
export interface NetworkInputs {
  readonly vpcCidr: Input;
  /** Host bits of a subnet, as `Fn::Cidr` wants them. */
  readonly subnetBits: Input;
  readonly tlsPolicy: Input;
  readonly idleTimeoutSeconds: Input;
  readonly deletionProtection: Input;
  readonly alarmEmail: Input;
  /** Of the load balancers and the alarm topic. */
  readonly conditions: Conditions;
  /** Of a VPC that is made. */
  readonly vpcConditions: Conditions;
}

type Conditions = NonNullable<Template["Conditions"]>;

/** The VPC is cut into eight equal parts: three public and three private subnets, and two parts to spare. */
const SUBNET_PREFIX_BITS = 3;

/** The inputs of an account's network. */
export function networkInputs({ network, alarmEmail }: Account): NetworkInputs {
  const email = text("AlarmEmail", alarmEmail ?? "");
  return {
    vpcCidr: text("VpcCidr", network.cidr),
    subnetBits: number("SubnetBits", 32 - prefixLength(network.cidr) - SUBNET_PREFIX_BITS),
    tlsPolicy: text("TlsPolicy", network.tlsPolicy),
    idleTimeoutSeconds: number("IdleTimeoutSeconds", network.idleTimeoutSeconds),
    deletionProtection: flag("DeletionProtection", network.deletionProtection),
    alarmEmail: email,
    vpcConditions: zoneAndNatConditions(network),
    conditions: {
      HasPublicBalancer: equals(flag("WithPublicBalancer", network.balancers.public), "true"),
      HasInternalBalancer: equals(flag("WithInternalBalancer", network.balancers.internal), "true"),
      HasBalancer: { "Fn::Or": [condition("HasPublicBalancer"), condition("HasInternalBalancer")] },
      HasAlarmEmail: not(equals(email, "")),
    },
  };
}

function zoneAndNatConditions(network: Account["network"]): Conditions {
  const zones = choice("AvailabilityZones", String(network.availabilityZones), ["2", "3"]);
  const nat = choice("Nat", network.nat, ["none", "single", "per-zone"]);
  return {
    HasThreeZones: equals(zones, "3"),
    HasNat: not(equals(nat, "none")),
    HasNatInThreeZones: { "Fn::And": [condition("HasNat"), condition("HasThreeZones")] },
    HasNatPerZone: equals(nat, "per-zone"),
    HasNatPerZoneInThreeZones: { "Fn::And": [condition("HasNatPerZone"), condition("HasThreeZones")] },
  };
}

function prefixLength(cidr: string): number {
  return Number(cidr.slice(cidr.indexOf("/") + 1));
}

function text(name: string, value: string): Input {
  return input(name, { type: "String", binding: literal(value) });
}

function number(name: string, value: number): Input {
  return input(name, { type: "Number", binding: literal(String(value)) });
}

function choice(name: string, value: string, allowed: readonly string[]): Input {
  return input(name, { type: "String", allowed, binding: literal(value) });
}

function flag(name: string, value: boolean): Input {
  return choice(name, String(value), ["true", "false"]);
}

function equals(value: Value, text: string): Value {
  return { "Fn::Equals": [value, text] };
}

function not(value: Value): Value {
  return { "Fn::Not": [value] };
}

function condition(name: string): Value {
  return { Condition: name };
}
