import type { Constraints } from "./constraint.ts";
import { tagKey, tagValue } from "./constraint.ts";

/** Limits of the types of AWS::EC2. */
export const ec2: Readonly<Record<string, Constraints>> = {
  "AWS::EC2::EgressOnlyInternetGateway": {
    "Tags/*/Key": tagKey,
    "Tags/*/Value": tagValue,
  },
  "AWS::EC2::InternetGateway": {
    "Tags/*/Key": tagKey,
    "Tags/*/Value": tagValue,
  },
  "AWS::EC2::NatGateway": {
    SecondaryPrivateIpAddressCount: { minimum: 1, maximum: 31 },
  },
  "AWS::EC2::SecurityGroup": {
    GroupDescription: { maxLength: 255, pattern: /^([a-z,A-Z,0-9,. _\-:/()#,@[\]+=&;{}!$*])*$/ },
    "SecurityGroupEgress/*/FromPort": { minimum: -1 },
    "SecurityGroupEgress/*/ToPort": { minimum: -1 },
    "SecurityGroupIngress/*/FromPort": { minimum: -1 },
    "SecurityGroupIngress/*/ToPort": { minimum: -1 },
  },
  "AWS::EC2::VPCEndpoint": {
    "DnsOptions/PrivateDnsSpecifiedDomains": { minItems: 1, maxItems: 10 },
    "DnsOptions/PrivateDnsSpecifiedDomains/*": { minLength: 1, maxLength: 255 },
  },
};
