import type { JsonObject } from "../../json.ts";
import type { RequiresRecreation } from "../../resources/difference.ts";
import type { ActualState, IgnoredAttribute } from "../drift/actual-state.ts";

/** What a change set would do to one resource. */
export interface ResourceChange {
  readonly action: "Add" | "Modify" | "Remove" | "Import" | "SyncWithActual";
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  /** The nested stack's own change set. */
  readonly changeSetId?: string;
  readonly replacement?: "True" | "False" | "Conditional";
  readonly policyAction?:
    "Delete" | "Retain" | "Snapshot" | "ReplaceAndDelete" | "ReplaceAndRetain" | "ReplaceAndSnapshot";
  readonly scope: readonly ChangedAttribute[];
  readonly details: readonly ChangeDetail[];
  readonly before?: ResourceContextText;
  readonly after?: ResourceContextText;
  /** The rest is there in change sets that revert drift only. */
  readonly driftStatus?: ActualState["status"];
  readonly ignored?: readonly IgnoredAttribute[];
  readonly previousDeployment?: ResourceContextText;
}

/** A part of a resource that a change touches. */
export type ChangedAttribute =
  | "Properties"
  | "Metadata"
  | "CreationPolicy"
  | "UpdatePolicy"
  | "DeletionPolicy"
  | "UpdateReplacePolicy"
  | "Tags";

/** A resource as `BeforeContext` and `AfterContext` show it. */
export type ResourceContextText = JsonObject;

/** One reason why a resource changes. */
export interface ChangeDetail {
  readonly attribute: ChangedAttribute;
  readonly name?: string;
  readonly path?: string;
  readonly requiresRecreation: RequiresRecreation;
  readonly beforeValue?: string;
  readonly afterValue?: string;
  readonly changeType?: "Add" | "Remove" | "Modify" | "SyncWithActual";
  readonly evaluation: "Static" | "Dynamic";
  readonly source:
    "ResourceReference" | "ParameterReference" | "ResourceAttribute" | "DirectModification" | "Automatic";
  readonly causingEntity?: string;
  /** The rest is there in change sets that revert drift only. */
  readonly beforeValueFrom?: "ACTUAL_STATE" | "PREVIOUS_DEPLOYMENT_STATE";
  readonly afterValueFrom?: "TEMPLATE";
  readonly drift?: { readonly previous?: string; readonly actual?: string; readonly detectedAt: number };
}
