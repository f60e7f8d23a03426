import { hasSharedCertificate, zoneOfHostname } from "../model/hostname.ts";
import type { Account, ServiceSpec } from "../model/repository.ts";
import { aliases } from "./dns-records.ts";
import { networkOutput } from "./network-outputs.ts";
import { ref, type Fragment, type Resource, type Value } from "./template.ts";
import { zoneOutput } from "./zone.ts";

/**
 * What a service's further names need besides rules: a certificate each, so that no name waits for another, shown by the
 * public listener; and the records that lead to its balancer, by zone.
 */
export function hostnames(account: Account, spec: ServiceSpec): Fragment {
  const names = spec.hostnames.flatMap((name) => {
    const zone = zoneOfHostname(account, name);
    return zone === undefined ? [] : [{ name, zone, zoneId: zoneIdOf(account, zone) }];
  });
  const zones = [...new Set(names.map(({ zone }) => zone))];
  const idOf = idsFor([...spec.hostnames, ...zones]);
  const certificates = names
    .filter(({ name }) => !hasSharedCertificate(account, name))
    .flatMap((one) => certificate(idOf(one.name), one));
  const records = zones.map((zone) => {
    const inside = names.filter((one) => one.zone === zone);
    return [`Records${idOf(zone)}`, recordsIn(account, inside)] as const;
  });
  return { Resources: Object.fromEntries([...certificates, ...records]) };
}

interface Hostname {
  readonly name: string;
  readonly zone: string;
  readonly zoneId: Value;
}

function zoneIdOf({ zone, zones }: Account, domain: string): Value {
  const known = zones[domain];
  return domain === zone || known === undefined ? zoneOutput("ZoneId") : known;
}

/** What a domain adds to logical ids: the same as long as no other one before it reads alike. */
function idsFor(domains: readonly string[]): (domain: string) => string {
  const ids = new Map<string, string>();
  for (const domain of domains) {
    if (ids.has(domain)) continue;
    const wish = pascalCase(domain);
    const alike = [...ids.keys()].filter((other) => pascalCase(other) === wish).length;
    ids.set(domain, alike === 0 ? wish : `${wish}${alike + 1}`);
  }
  return (domain) => ids.get(domain) ?? pascalCase(domain);
}

/** CloudFormation's limit is 255; what is cut off leaves room for what stands before and after. */
const LONGEST_WISH = 200;

function pascalCase(domain: string): string {
  const words = domain.split(/[.-]/).map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return words.join("").slice(0, LONGEST_WISH);
}

/** A listener takes further certificates one by one, beside the network's, and shows the one that a client asks for. */
function certificate(
  id: string,
  { name, zoneId }: Hostname,
): readonly (readonly [id: string, resource: Resource])[] {
  const made: Resource = {
    Type: "AWS::CertificateManager::Certificate",
    Properties: {
      DomainName: name,
      ValidationMethod: "DNS",
      DomainValidationOptions: [{ DomainName: name, HostedZoneId: zoneId }],
    },
  };
  const shown: Resource = {
    Type: "AWS::ElasticLoadBalancingV2::ListenerCertificate",
    Properties: {
      ListenerArn: networkOutput("PublicListenerArn"),
      Certificates: [{ CertificateArn: ref(`Certificate${id}`) }],
    },
  };
  return [
    [`Certificate${id}`, made],
    [`ListenerCertificate${id}`, shown],
  ];
}

function recordsIn(account: Account, names: readonly Hostname[]): Resource {
  const [first] = names;
  return {
    Type: "AWS::Route53::RecordSetGroup",
    Properties: {
      HostedZoneId: first?.zoneId,
      RecordSets: names.flatMap(({ name }) => aliases(account, "Public", name)),
    },
  };
}
