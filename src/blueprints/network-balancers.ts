import { PREFIX, type Balancer, type NetworkOutput } from "./network-outputs.ts";
import type { Ground } from "./network-ground.ts";
import type { NetworkInputs } from "./network-inputs.ts";
import { attribute, join, merge, ref, type Fragment, type Resource, type Value } from "./template.ts";
import { zoneOutput } from "./zone.ts";

/** The public and the internal load balancer with their certificate. */
export function balancers(ground: Ground, inputs: NetworkInputs): Fragment {
  const on = { ground, inputs };
  return merge([certificate(), balancer("public", on), balancer("internal", on)]);
}

/**
 * One certificate for the zone, its names and its internal names. `*.<zone>` has no validation option of its own: its
 * record is that of `<zone>`, and CloudFormation fails on creating the same record twice (aws-cdk#9248).
 */
function certificate(): Fragment {
  const zone = zoneOutput("ZoneName");
  const internal = join("", ["*.internal.", zone]);
  const validation = (name: Value): Value => ({ DomainName: name, HostedZoneId: zoneOutput("ZoneId") });
  return {
    Resources: {
      Certificate: {
        Type: "AWS::CertificateManager::Certificate",
        Condition: "HasBalancer",
        Properties: {
          DomainName: zone,
          SubjectAlternativeNames: [join("", ["*.", zone]), internal],
          ValidationMethod: "DNS",
          DomainValidationOptions: [validation(zone), validation(internal)],
        },
      },
    },
    Outputs: { CertificateArn: { Condition: "HasBalancer", Value: ref("Certificate") } },
  };
}

interface Standing {
  readonly ground: Ground;
  readonly inputs: NetworkInputs;
}

function balancer(which: Balancer, standing: Standing): Fragment {
  const prefix = PREFIX[which];
  const Condition = `Has${prefix}Balancer`;
  const id = `${prefix}Balancer`;
  const outputs: Partial<Record<NetworkOutput, Value>> = {
    [`${prefix}ListenerArn`]: ref(`${prefix}HttpsListener`),
    [`${prefix}BalancerDns`]: attribute(id, "DNSName"),
    [`${prefix}BalancerZoneId`]: attribute(id, "CanonicalHostedZoneID"),
    [`${prefix}BalancerFullName`]: attribute(id, "LoadBalancerFullName"),
    [`${prefix}BalancerSecurityGroup`]: attribute(`${id}SecurityGroup`, "GroupId"),
  };
  return {
    Resources: {
      [`${id}SecurityGroup`]: { ...securityGroup(which, standing), Condition },
      [id]: { ...loadBalancer(which, standing), Condition },
      [`${prefix}HttpsListener`]: { ...httpsListener(id, standing.inputs), Condition },
      [`${prefix}HttpListener`]: { ...httpListener(id), Condition },
    },
    Outputs: Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Condition, Value }])),
  };
}

/** Anybody reaches the public balancer, the VPC the internal one; neither speaks to anything but the VPC. */
function securityGroup(which: Balancer, { ground, inputs: { vpcCidr } }: Standing): Resource {
  const ipv6 = which === "public" ? "::/0" : ground.ipv6Cidr;
  const sources: readonly Readonly<Record<string, Value>>[] = [
    { CidrIp: which === "public" ? "0.0.0.0/0" : vpcCidr },
    ...(ground.ipv6Cidr === undefined || ipv6 === undefined ? [] : [{ CidrIpv6: ipv6 }]),
  ];
  return {
    Type: "AWS::EC2::SecurityGroup",
    ...(which === "public" ? {} : dependsOn(ground.after.ipv6)),
    Properties: {
      GroupDescription: `The ${which} load balancer`,
      VpcId: ground.vpcId,
      SecurityGroupIngress: sources.flatMap((source) =>
        [80, 443].map((port) => ({
          ...source,
          IpProtocol: "tcp",
          FromPort: port,
          ToPort: port,
          Description: which === "public" ? "From anywhere" : "From the VPC",
        })),
      ),
      SecurityGroupEgress: [{ CidrIp: vpcCidr, IpProtocol: "-1", Description: "To the VPC" }],
    },
  };
}

function dependsOn(ids: readonly string[]): Pick<Resource, "DependsOn"> {
  return ids.length === 0 ? {} : { DependsOn: ids };
}

function loadBalancer(which: Balancer, { ground, inputs }: Standing): Resource {
  const { deletionProtection, idleTimeoutSeconds } = inputs;
  const attributes: Readonly<Record<string, Value>> = {
    "deletion_protection.enabled": deletionProtection,
    "idle_timeout.timeout_seconds": idleTimeoutSeconds,
    "routing.http.drop_invalid_header_fields.enabled": "true",
    "routing.http2.enabled": "true",
  };
  return {
    Type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    ...(which === "public" ? dependsOn(ground.after.internet) : {}),
    Properties: {
      Type: "application",
      Scheme: which === "public" ? "internet-facing" : "internal",
      IpAddressType: ground.ipv6Cidr === undefined ? "ipv4" : "dualstack",
      Subnets: ground.subnets[which === "public" ? "public" : "private"],
      SecurityGroups: [attribute(`${PREFIX[which]}BalancerSecurityGroup`, "GroupId")],
      LoadBalancerAttributes: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })),
    },
  };
}

function httpsListener(balancerId: string, { tlsPolicy }: NetworkInputs): Resource {
  const notFound = { ContentType: "text/plain", StatusCode: "404", MessageBody: "Nothing is served here." };
  return {
    Type: "AWS::ElasticLoadBalancingV2::Listener",
    Properties: {
      LoadBalancerArn: ref(balancerId),
      Port: 443,
      Protocol: "HTTPS",
      SslPolicy: tlsPolicy,
      Certificates: [{ CertificateArn: ref("Certificate") }],
      DefaultActions: [{ Type: "fixed-response", FixedResponseConfig: notFound }],
    },
  };
}

function httpListener(balancerId: string): Resource {
  return {
    Type: "AWS::ElasticLoadBalancingV2::Listener",
    Properties: {
      LoadBalancerArn: ref(balancerId),
      Port: 80,
      Protocol: "HTTP",
      DefaultActions: [
        { Type: "redirect", RedirectConfig: { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" } },
      ],
    },
  };
}
