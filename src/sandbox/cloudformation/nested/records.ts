import type { TableKind } from "../../world.ts";

/** The type whose resources are stacks of their own. */
export const nestedType = "AWS::CloudFormation::Stack";

/** A nested stack that is there, keyed by its stack id; grouped by its parent's. */
export interface NestedRecord {
  readonly stackId: string;
  readonly parentId: string;
  /** The parent's operation that started an operation here; absent when its last one needed none. */
  readonly drivenBy?: string;
}

/** Which stack is whose child. */
export const nestedStacks: TableKind<NestedRecord> = {
  name: "nestedStacks",
  groupBy: (nested) => nested.parentId,
};
