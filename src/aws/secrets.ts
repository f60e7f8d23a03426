import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { SSM } from "@aws-sdk/client-ssm";
import type { SecretState } from "../model/cloud-checks.ts";
import { readFailure } from "./failure.ts";
import { pagesOf } from "./pages.ts";

/** Whether a secret is there; its value is not read. */
export async function readSecret(secrets: SecretsManager, id: string): Promise<SecretState> {
  try {
    const { DeletedDate } = await secrets.describeSecret({ SecretId: id });
    return DeletedDate === undefined ? "there" : "deleted";
  } catch (error) {
    if (readFailure(error).name === "ResourceNotFound") return "missing";
    throw error;
  }
}

/** As many names as one filter takes. */
const NAMES_A_CALL = 50;
const MAX_PAGES = 50;

/** Which of these parameters there are; their values are not read. */
export async function readParameters(ssm: SSM, names: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let from = 0; from < names.length; from += NAMES_A_CALL) {
    const Values = names.slice(from, from + NAMES_A_CALL);
    const read = (NextToken: string | undefined) =>
      ssm.describeParameters({
        ParameterFilters: [{ Key: "Name", Option: "Equals", Values }],
        MaxResults: NAMES_A_CALL,
        NextToken,
      });
    for await (const { Parameters = [] } of pagesOf(read, MAX_PAGES))
      for (const { Name } of Parameters) if (Name !== undefined) found.add(Name);
  }
  return found;
}
