import type { DesiredStack } from "../model/desired-stack.ts";
import type { Balancer, Subject } from "../model/preflight.ts";
import type { AppSpec } from "../model/repository.ts";
import type { Scene } from "./checks-of.ts";

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
  const added = BALANCERS.flatMap((balancer) => rulesOn(balancer, desired, scene));
  const isNew = scene.deployed === undefined;
  return [
    ...certificate(spec, scene),
    ...added,
    ...(isNew ? [{ kind: "quota", of: { what: "target groups" }, adds: spec.expose.length } as const] : []),
  ];
}

function certificate(
  { hosts, expose }: Extract<AppSpec, { kind: "Service" }>,
  { account, network }: Scene,
): readonly Subject[] {
  const arn = network["CertificateArn"];
  const outside = hosts.map((host) => `${host}.${account.zone}`);
  const inside = expose.includes("internal") ? hosts.map((host) => `${host}.internal.${account.zone}`) : [];
  return arn === undefined ? [] : [{ kind: "certificate", arn, names: [...outside, ...inside] }];
}

/** Only rules that are not deployed: what is there has its place. */
function rulesOn(balancer: Balancer, desired: DesiredStack, scene: Scene): readonly Subject[] {
  const listener = scene.network[LISTENER[balancer]];
  const rules = newRules(balancer, desired, scene);
  if (listener === undefined || rules.length === 0) return [];
  const on = { listener, balancer };
  const hasNone = !Object.keys(scene.deployed?.parameters ?? {}).some((name) =>
    isRuleOf(name, balancer, desired),
  );
  return [
    ...rules.map(([name]) => ({ kind: "priority", ...on, priority: scene.priorityOf(name) }) as const),
    { kind: "quota", of: { what: "rules", ...on }, adds: rules.length },
    ...(hasNone
      ? [{ kind: "quota", of: { what: "target groups of a balancer", ...on }, adds: 1 } as const]
      : []),
  ];
}

function newRules(balancer: Balancer, { parameters }: DesiredStack, { deployed }: Scene) {
  return Object.entries(parameters).filter(
    ([name, binding]) =>
      binding.kind === "priority" &&
      binding.listener === balancer &&
      deployed?.parameters[name] === undefined,
  );
}

function isRuleOf(name: string, balancer: Balancer, { parameters }: DesiredStack): boolean {
  const binding = parameters[name];
  return binding?.kind === "priority" && binding.listener === balancer;
}
