import type { Json } from "../../json.ts";
import type { TableKind } from "../../world.ts";
import type { ResourceIdentifier } from "../../resources/orphans.ts";
import type { StackDriftStatus } from "../drift/records.ts";
import type { OnFailure } from "../operation/records.ts";
import type { DeploymentConfig, StackContent } from "../records.ts";
import type { ResourceChange } from "./changes.ts";

/** A change set, keyed by its id (ARN); grouped by its stack's id. */
export interface ChangeSetRecord {
  readonly changeSetId: string;
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly type: "CREATE" | "UPDATE" | "IMPORT";
  readonly description?: string;
  readonly createdAt: number;
  readonly status: "CREATE_PENDING" | "CREATE_IN_PROGRESS" | "CREATE_COMPLETE" | "FAILED";
  readonly statusReason?: string;
  readonly executionStatus:
    "UNAVAILABLE" | "AVAILABLE" | "EXECUTE_IN_PROGRESS" | "EXECUTE_COMPLETE" | "EXECUTE_FAILED" | "OBSOLETE";
  readonly content: StackContent;
  readonly onStackFailure?: OnFailure;
  readonly deploymentConfig?: DeploymentConfig;
  readonly isValidationDisabled: boolean;
  /** Whether to take in resources that exist already under their fixed name. */
  readonly importsExisting?: boolean;
  readonly toImport?: readonly ImportTarget[];
  readonly clientToken?: string;
  readonly changes: readonly ResourceChange[];
  /** Whether nested stacks get change sets of their own; all of the hierarchy say so. */
  readonly includesNested?: boolean;
  /** Change sets of nested stacks that were made with this one. */
  readonly nestedIds?: readonly string[];
  readonly parentChangeSetId?: string;
  readonly rootChangeSetId?: string;
  /** Whether it compares with the live resources too. */
  readonly deploymentMode?: "REVERT_DRIFT";
  /** What a comparison with the live resources said of the stack. */
  readonly stackDriftStatus?: StackDriftStatus;
  /** What early validation found; only `DescribeEvents` tells. */
  readonly violations: readonly Violation[];
}

/** A resource that a change set of type IMPORT is to take in. */
export interface ImportTarget {
  readonly logicalId: string;
  readonly type: string;
  readonly identifier: ResourceIdentifier;
}

/** What early validation finds: a property or a name that it refuses, or something that it warns of. */
export interface Violation {
  readonly logicalId: string;
  readonly type: string;
  readonly validation: "PROPERTY_VALIDATION" | "NAME_CONFLICT_VALIDATION" | "BUCKET_EMPTINESS_VALIDATION";
  /** Nobody is kept from anything. */
  readonly isWarning?: true;
  readonly physicalId?: string;
  readonly reason: string;
  /** `/Resources/Topic/Properties/Foo`. */
  readonly path: string;
  readonly properties?: Json;
}

/** Change sets of an account and Region, grouped by stack id. */
export const changeSets: TableKind<ChangeSetRecord> = {
  name: "changeSets",
  groupBy: (changeSet) => changeSet.stackId,
};

/** Change sets that are being made, keyed by id, and when they will be there. */
export const pendingChangeSets: TableKind<{ readonly changeSetId: string; readonly dueAt: number }> = {
  name: "pendingChangeSets",
};
