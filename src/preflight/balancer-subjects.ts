import { isJsonObject, type Json } from "../model/canonical.ts";
import type { DesiredStack } from "../model/desired-stack.ts";
import { hasSharedCertificate } from "../model/hostname.ts";
import type { Balancer, Quota, Subject } from "../model/preflight.ts";
import type { AppSpec, ServiceSpec } from "../model/repository.ts";
import type { Scene } from "./scene.ts";

const BALANCERS = ["public", "internal"] as const;

/** Outputs of `network` for the HTTPS listeners. */
const LISTENER = { public: "PublicListenerArn", internal: "InternalListenerArn" } as const;

/** What a service needs of the load balancers in front of it: a certificate, free priorities, room. */
export function balancerSubjects(
  desired: DesiredStack,
  scene: Scene,
  spec: AppSpec | undefined,
): readonly Subject[] {
  if (desired.kind !== "Service" || spec?.kind !== "Service" || spec.expose.length === 0) return [];
  return [
    ...certificate(spec, scene),
    ...BALANCERS.flatMap((balancer) => rulesOn(balancer, desired, scene)),
    ...(scene.deployed === undefined ? roomFor(desired, spec, scene) : []),
  ];
}

/** Names in other zones have certificates of their own, which the stack makes. */
function certificate(
  { hosts, hostnames, expose }: ServiceSpec,
  { account, network }: Scene,
): readonly Subject[] {
  const arn = network["CertificateArn"];
  const outside = hosts.map((host) => `${host}.${account.zone}`);
  const inside = expose.includes("internal") ? hosts.map((host) => `${host}.internal.${account.zone}`) : [];
  const further = hostnames.filter((name) => hasSharedCertificate(account, name));
  return arn === undefined ? [] : [{ kind: "certificate", arn, names: [...outside, ...inside, ...further] }];
}

/** Only rules that are not deployed: what is there has its place. */
function rulesOn(balancer: Balancer, { parameters }: DesiredStack, scene: Scene): readonly Subject[] {
  const listener = scene.network[LISTENER[balancer]];
  const rules = Object.entries(parameters).filter(
    ([name, binding]) =>
      binding.kind === "priority" &&
      binding.listener === balancer &&
      scene.deployed?.parameters[name] === undefined,
  );
  if (listener === undefined || rules.length === 0) return [];
  const on = { listener, balancer };
  return [
    ...rules.map(([name]) => ({ kind: "priority", ...on, priority: scene.priorityOf(name) }) as const),
    { kind: "quota", of: { what: "rules", ...on }, adds: rules.length },
  ];
}

/** A service that changes how it is deployed may take more; only the deployed template would tell. */
function roomFor(
  { template }: DesiredStack,
  { expose }: ServiceSpec,
  { network }: Scene,
): readonly Subject[] {
  const count = counterOf(template);
  const groups = count("AWS::ElasticLoadBalancingV2::TargetGroup");
  const certificates = count("AWS::ElasticLoadBalancingV2::ListenerCertificate");
  const perBalancer = expose.flatMap((balancer): readonly (readonly [Quota, number])[] => {
    const listener = network[LISTENER[balancer]];
    if (listener === undefined) return [];
    const on = { listener, balancer };
    return [
      [{ what: "target groups of a balancer", ...on }, groups / expose.length],
      // Further names are public.
      [{ what: "certificates", ...on }, balancer === "public" ? certificates : 0],
    ];
  });
  return [...perBalancer, [{ what: "target groups" }, groups] as const]
    .filter(([, adds]) => adds > 0)
    .map(([of, adds]) => ({ kind: "quota", of, adds }));
}

/** How many resources of a type a template has. */
function counterOf(template: string): (type: string) => number {
  const content: Json = JSON.parse(template);
  const resources = isJsonObject(content) && isJsonObject(content["Resources"]) ? content["Resources"] : {};
  return (type) =>
    Object.values(resources).filter((resource) => isJsonObject(resource) && resource["Type"] === type).length;
}
