import type {
  BalancingLimits,
  CertificateState,
  CheckReads,
  ListenerRuleState,
  SubnetState,
  VpcState,
} from "../../src/model/cloud-checks.ts";

/** What the world around the stacks of one account is like. Everything is there but what is absent. */
export interface MemorySurroundings {
  /** Secrets, parameters and buckets that are not there. */
  readonly absent: Set<string>;
  /** By ARN; no other one is there. */
  readonly certificates: Map<string, CertificateState>;
  /** By the ARN of their listener; every other listener has none. */
  readonly rules: Map<string, readonly ListenerRuleState[]>;
  targetGroups: number;
  limits: BalancingLimits;
  stackLimit: number;
  vpcs: readonly VpcState[];
  subnets: readonly SubnetState[];
}

/** Surroundings in which every check is good. */
export function newSurroundings(): MemorySurroundings {
  return {
    absent: new Set(),
    certificates: new Map(),
    rules: new Map(),
    targetGroups: 0,
    limits: { rulesPerBalancer: 100, targetGroupsPerBalancer: 100, targetGroups: 3000 },
    stackLimit: 2000,
    vpcs: [],
    subnets: [],
  };
}

/** Makes one call of the port: counted, and interfered with. */
type Call = <T>(method: keyof CheckReads, effect: () => T) => Promise<T>;

/** The reads behind checks, over in-memory surroundings. */
export function memoryChecks(around: MemorySurroundings, call: Call): CheckReads {
  const isThere = (name: string): boolean => !around.absent.has(name);
  return {
    secret: (id) => call("secret", () => (isThere(id) ? "there" : "missing")),
    parameters: (names) => call("parameters", () => new Set(names.filter(isThere))),
    certificate: (arn) => call("certificate", () => around.certificates.get(arn)),
    listenerRules: (arn) => call("listenerRules", () => around.rules.get(arn) ?? []),
    certificateCount: () => call("certificateCount", () => 0),
    targetGroupCount: () => call("targetGroupCount", () => around.targetGroups),
    balancingLimits: () => call("balancingLimits", () => around.limits),
    stackLimit: () => call("stackLimit", () => around.stackLimit),
    vpcs: () => call("vpcs", () => around.vpcs),
    subnets: (ids) => call("subnets", () => around.subnets.filter(({ id }) => ids.includes(id))),
    bucket: (name) => call("bucket", () => (isThere(name) ? "there" : "missing")),
  };
}
