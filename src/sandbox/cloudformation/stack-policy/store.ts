import { validationError } from "../../errors.ts";
import type { Template } from "../../template/model.ts";
import type { Region, TableKind } from "../../world.ts";
import type { Input } from "../api.ts";
import { text } from "../input.ts";
import { stacks } from "../records.ts";
import type { StackPolicy } from "./policy.ts";
import { checkPolicyIds, parseStackPolicy } from "./policy.ts";

/** A stack's policies, as they were sent. */
interface PolicyRecord {
  readonly body?: string;
  /** In force in place of `body` until the running update is over. */
  readonly duringUpdate?: string;
  /** Takes the place of `body` when the running update succeeds: it is not held against that update. */
  readonly afterUpdate?: string;
}

/** Stack policies of an account and Region, keyed by stack id. */
const stackPolicies: TableKind<PolicyRecord> = { name: "stackPolicies" };

/** The policy in force as it was sent; `undefined` where there is none. */
export function stackPolicyBody(region: Region, stackId: string): string | undefined {
  const record = region.table(stackPolicies).get(stackId);
  return record?.duringUpdate ?? record?.body;
}

/** The policy that the running update has to keep to; `undefined` where everything is allowed. */
export function stackPolicy(region: Region, stackId: string): StackPolicy | undefined {
  const body = stackPolicyBody(region, stackId);
  return body === undefined ? undefined : parseStackPolicy(body);
}

/** Sets a stack's policy. A policy can be replaced and never removed. */
export function putStackPolicy(region: Region, stackId: string, body: string | undefined): void {
  if (body === undefined) return;
  const table = region.table(stackPolicies);
  table.put(stackId, { ...table.get(stackId), body });
}

/** Notes the policies that an update brings along: one for its own time, one for afterwards. */
export function putUpdatePolicies(
  region: Region,
  stackId: string,
  policies: { readonly duringUpdate: string | undefined; readonly afterUpdate: string | undefined },
): void {
  const { duringUpdate, afterUpdate } = policies;
  if (duringUpdate === undefined && afterUpdate === undefined) return;
  const table = region.table(stackPolicies);
  const { body } = table.get(stackId) ?? {};
  table.put(stackId, {
    ...(body === undefined ? {} : { body }),
    ...(duringUpdate === undefined ? {} : { duringUpdate }),
    ...(afterUpdate === undefined ? {} : { afterUpdate }),
  });
}

/** An operation is over: a deleted stack's policies go, the temporary policy ends, and the new one comes into force if the update succeeded. */
export function settleStackPolicies(region: Region, stackId: string, isSuccess: boolean): void {
  const table = region.table(stackPolicies);
  const record = table.get(stackId);
  if (record === undefined) return;
  if (region.table(stacks).get(stackId)?.status === "DELETE_COMPLETE") return table.delete(stackId);
  if (record.duringUpdate === undefined && record.afterUpdate === undefined) return;
  const body = isSuccess ? (record.afterUpdate ?? record.body) : record.body;
  if (body === undefined) table.delete(stackId);
  else table.put(stackId, { body });
}

/** A policy in a request, checked against the template's logical ids; `undefined` when none was sent. Throws ValidationError. */
export function givenStackPolicy(
  input: Input,
  name: "StackPolicy" | "StackPolicyDuringUpdate",
  template: Template | undefined,
): string | undefined {
  const body = text(input, `${name}Body`);
  if (text(input, `${name}URL`) !== undefined)
    throw validationError(
      body === undefined
        ? `${name}URL is not supported by the sandbox.`
        : `You cannot specify both ${name}URL and ${name}Body`,
    );
  if (body === undefined) return undefined;
  const policy = parseStackPolicy(body);
  if (template !== undefined) checkPolicyIds(policy, (logicalId) => template.resources.has(logicalId));
  return body;
}
