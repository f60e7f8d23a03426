/** What a value has to keep to beyond its type; in the words of JSON Schema. */
export interface Constraint {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly allowed?: readonly string[];
}

/** Constraints by the path of the property below `Properties`; `*` is any element of a list. */
export type Constraints = Readonly<Record<string, Constraint>>;

/** The length of an ARN, where AWS says it in the schema. */
export const arnLength: Constraint = { minLength: 1, maxLength: 1600 };

/** A TCP port. */
export const port: Constraint = { minimum: 1, maximum: 65_535 };

/** What keys and values of tags are made of, where AWS says it in the schema. */
export const tagCharacters = /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u;

/** The length of a tag's key. */
export const tagKey: Constraint = { minLength: 1, maxLength: 128 };

/** The length of a tag's value. */
export const tagValue: Constraint = { maxLength: 256 };
