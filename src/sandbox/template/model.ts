import type { Json, JsonObject } from "../json.ts";

/** A template whose structure has been checked; intrinsic functions are still in it. */
export interface Template {
  readonly version: string | undefined;
  readonly description: string | undefined;
  readonly metadata: JsonObject | undefined;
  /** What it was processed with before it was read. */
  readonly transforms: readonly string[];
  readonly parameters: ReadonlyMap<string, ParameterDeclaration>;
  readonly mappings: JsonObject;
  readonly conditions: JsonObject;
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
  /** Logical ids in an order in which everything comes after what it depends on. */
  readonly order: readonly string[];
  /** What each resource depends on, by reference or by `DependsOn`. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

/** A member of `Parameters`. */
export interface ParameterDeclaration {
  readonly name: string;
  readonly type: string;
  readonly defaultValue: string | undefined;
  readonly isNoEcho: boolean;
  readonly allowedValues: readonly string[] | undefined;
  readonly allowedPattern: string | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly minValue: number | undefined;
  readonly maxValue: number | undefined;
  readonly description: string | undefined;
  readonly constraintDescription: string | undefined;
}

/** A member of `Resources`. */
export interface ResourceDeclaration {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly condition: string | undefined;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: DeletionPolicy | undefined;
  readonly updateReplacePolicy: DeletionPolicy | undefined;
  readonly metadata: Json | undefined;
  readonly creationPolicy: Json | undefined;
  readonly updatePolicy: Json | undefined;
}

/** What happens to a physical resource that the stack no longer wants. */
export type DeletionPolicy = "Delete" | "Retain" | "RetainExceptOnCreate" | "Snapshot";

/** A member of `Outputs`. */
export interface OutputDeclaration {
  readonly name: string;
  readonly value: Json;
  readonly description: string | undefined;
  readonly exportName: Json | undefined;
  readonly condition: string | undefined;
}
