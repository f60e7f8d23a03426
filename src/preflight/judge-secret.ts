import type { SecretState } from "../model/cloud-checks.ts";
import type { ParameterSubject, Ruling, SecretSubject } from "../model/preflight.ts";
import type { Account } from "../model/repository.ts";
import { GOOD } from "./good.ts";

type Where = Pick<Account, "name" | "region">;

/** A task whose secret cannot be read does not start, and its deployment fails after a long wait. */
export function judgeSecret({ id }: SecretSubject, state: SecretState, { name, region }: Where): Ruling {
  switch (state) {
    case "there":
      return GOOD;
    case "missing":
      return {
        state: "failed",
        why: `there is no secret ${id} in Secrets Manager of ${name} (${region})`,
        remedy: `put the secret there, or correct \`secrets\` of the app`,
      };
    case "deleted":
      return {
        state: "failed",
        why: `the deletion of secret ${id} in ${name} (${region}) is scheduled, and it cannot be read any more`,
        remedy: `restore it (aws secretsmanager restore-secret), or correct \`secrets\` of the app`,
      };
  }
}

/** The same for a parameter. */
export function judgeParameter(
  subject: ParameterSubject,
  found: ReadonlySet<string>,
  { name, region }: Where,
): Ruling {
  return spellingsOf(subject).some((spelling) => found.has(spelling))
    ? GOOD
    : {
        state: "failed",
        why: `there is no parameter ${subject.name} in Systems Manager of ${name} (${region})`,
        remedy: "put the parameter there, or correct `secrets` of the app",
      };
}

/**
 * Names under which a parameter may be there: the ARN of `/key` and that of `key` are one and the same, and a task definition names
 * the ARN.
 */
export function spellingsOf({ name }: ParameterSubject): readonly string[] {
  const bare = name.replace(/^\//, "");
  return bare.includes("/") ? [`/${bare}`] : [`/${bare}`, bare];
}
