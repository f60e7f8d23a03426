import type { JsonObject } from "../../json.ts";
import type { RequiresRecreation } from "../../resources/difference.ts";

/** What a change set would do to one resource. */
export interface ResourceChange {
  readonly action: "Add" | "Modify" | "Remove" | "Import";
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly replacement?: "True" | "False" | "Conditional";
  readonly policyAction?:
    "Delete" | "Retain" | "Snapshot" | "ReplaceAndDelete" | "ReplaceAndRetain" | "ReplaceAndSnapshot";
  readonly scope: readonly ChangedAttribute[];
  readonly details: readonly ChangeDetail[];
  readonly before?: ResourceContextText;
  readonly after?: ResourceContextText;
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
  readonly changeType?: "Add" | "Remove" | "Modify";
  readonly evaluation: "Static" | "Dynamic";
  readonly source: "ResourceReference" | "ParameterReference" | "ResourceAttribute" | "DirectModification" | "Automatic";
  readonly causingEntity?: string;
}
