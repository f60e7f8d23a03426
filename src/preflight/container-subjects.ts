import type { ParameterSubject, SecretSubject, Subject } from "../model/preflight.ts";
import type { Account, AppSpec } from "../model/repository.ts";

/** What a container reads when it starts, and the zones that its further names are in. */
export function containerSubjects(spec: AppSpec, account: Account): readonly Subject[] {
  if (spec.kind !== "Service" && spec.kind !== "Worker" && spec.kind !== "Job") return [];
  const sources = [...new Set(Object.values(spec.secrets).map(withoutKey))].toSorted();
  const names = spec.kind === "Service" ? spec.hostnames : [];
  return [...sources.map(secretSubject), ...zoneSubjects(names, account)];
}

/** The key inside of a secret is in its value, which nobody reads. */
function withoutKey(source: string): string {
  return source.split("#")[0] ?? source;
}

/** Reads `ssm:/path` and `secretsmanager:<name or ARN>`, with or without a key inside. */
export function secretSubject(source: string): SecretSubject | ParameterSubject {
  const colon = source.indexOf(":");
  const where = withoutKey(source.slice(colon + 1));
  return source.slice(0, colon) === "ssm"
    ? { kind: "parameter", name: where }
    : { kind: "secret", id: where };
}

/** Names in the account's own zone need no zone besides. */
function zoneSubjects(names: readonly string[], { zones }: Account): readonly Subject[] {
  return Object.entries(zones)
    .filter(([domain]) => names.some((name) => name === domain || name.endsWith(`.${domain}`)))
    .map(([domain, id]) => ({ kind: "zone", id, domain }));
}
