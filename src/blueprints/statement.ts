import type { Value } from "./template.ts";

/** One statement of an IAM policy. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly Value[];
  readonly conditions?: Value;
}
