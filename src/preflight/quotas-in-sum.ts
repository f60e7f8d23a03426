import type { Check } from "../model/preflight.ts";
import type { Account } from "../model/repository.ts";
import { quotaKey } from "./taken.ts";

/** The checks with one for each quota, of the account, instead of one for every stack that takes a share of it. */
export function withQuotasInSum(
  checks: readonly Check[],
  { place }: Pick<Account, "place">,
): readonly Check[] {
  const sums = new Map<string, Check>();
  for (const { subject } of checks) {
    if (subject.kind !== "quota") continue;
    const key = quotaKey(subject.of);
    const before = sums.get(key)?.subject;
    const adds = subject.adds + (before?.kind === "quota" ? before.adds : 0);
    sums.set(key, { app: "account", place, subject: { ...subject, adds } });
  }
  return [...sums.values(), ...checks.filter(({ subject }) => subject.kind !== "quota")];
}
