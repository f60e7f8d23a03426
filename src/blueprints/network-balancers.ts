import { PREFIX, type Balancer, type NetworkOutput } from "./network-outputs.ts";
import type { NetworkInputs } from "./network-inputs.ts";
import { ipv6Cidr, subnetIds } from "./network-vpc.ts";
import { attribute, join, merge, ref, type Fragment, type Resource, type Value } from "./template.ts";
import { zoneOutput } from "./zone.ts";

/** The public and the internal load balancer with their certificate. */
export function balancers(inputs: NetworkInputs): Fragment {
  return merge([certificate(), balancer("public", inputs), balancer("internal", inputs)]);
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

function balancer(which: Balancer, inputs: NetworkInputs): Fragment {
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
      [`${id}SecurityGroup`]: { ...securityGroup(which, inputs), Condition },
      [id]: { ...loadBalancer(which, inputs), Condition },
      [`${prefix}HttpsListener`]: { ...httpsListener(id, inputs), Condition },
      [`${prefix}HttpListener`]: { ...httpListener(id), Condition },
    },
    Outputs: Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Condition, Value }])),
  };
}

/** Anybody reaches the public balancer, the VPC the internal one; neither speaks to anything but the VPC. */
function securityGroup(which: Balancer, { vpcCidr }: NetworkInputs): Resource {
  const sources: readonly Readonly<Record<string, Value>>[] =
    which === "public"
      ? [{ CidrIp: "0.0.0.0/0" }, { CidrIpv6: "::/0" }]
      : [{ CidrIp: vpcCidr }, { CidrIpv6: ipv6Cidr() }];
  return {
    Type: "AWS::EC2::SecurityGroup",
    ...(which === "public" ? {} : { DependsOn: ["Ipv6CidrBlock"] }),
    Properties: {
      GroupDescription: `The ${which} load balancer`,
      VpcId: ref("Vpc"),
      SecurityGroupIngress: sources.flatMap((source) =>
        [80, 443].map((port) => ({ ...source, IpProtocol: "tcp", FromPort: port, ToPort: port })),
      ),
      SecurityGroupEgress: [{ CidrIp: vpcCidr, IpProtocol: "-1" }],
    },
  };
}

function loadBalancer(which: Balancer, { deletionProtection, idleTimeoutSeconds }: NetworkInputs): Resource {
  const attributes: Readonly<Record<string, Value>> = {
    "deletion_protection.enabled": deletionProtection,
    "idle_timeout.timeout_seconds": idleTimeoutSeconds,
    "routing.http.drop_invalid_header_fields.enabled": "true",
    "routing.http2.enabled": "true",
  };
  return {
    Type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    ...(which === "public" ? { DependsOn: ["PublicRoute", "PublicIpv6Route"] } : {}),
    Properties: {
      Type: "application",
      Scheme: which === "public" ? "internet-facing" : "internal",
      IpAddressType: "dualstack",
      Subnets: subnetIds(which === "public" ? "Public" : "Private"),
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
