/** How a plain (unquoted) scalar is read: as YAML 1.2's core schema has it, or as CloudFormation has it. */
export type Dialect = "core" | "cloudformation";

type Scalar = string | number | boolean | null;

const NULL = /^(?:~|null|Null|NULL|)$/;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;
const INTEGER = /^[-+]?[0-9]+$/;
const BASED = /^0o[0-7]+$|^0x[0-9a-fA-F]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** The words that CloudFormation's YAML 1.1 reader takes for booleans, beside `true` and `false`. It leaves `y` and `n` alone. */
const YES = /^(?:yes|Yes|YES|on|On|ON)$/;
const NO = /^(?:no|No|NO|off|Off|OFF)$/;

/**
 * What an unquoted scalar means.
 *
 * Repository files are YAML 1.2 (core schema). In a CloudFormation template `yes`, `no`, `on` and `off` are booleans, as
 * CloudFormation itself reads them; dates stay text, as CloudFormation documents, and so do numbers too large for
 * a double, infinities and everything in base 8, 16 or 60: JSON has no way to say them that CloudFormation would not
 * turn into other digits.
 */
export function readPlainScalar(source: string, dialect: Dialect): Scalar {
  if (NULL.test(source)) return null;
  if (TRUE.test(source)) return true;
  if (FALSE.test(source)) return false;
  if (dialect === "cloudformation") return readForCloudFormation(source);
  if (BASED.test(source)) return Number(source);
  if (FLOAT.test(source)) return Number(source);
  if (NOT_FINITE.test(source)) return /nan/i.test(source) ? NaN : Infinity;
  return source;
}

function readForCloudFormation(source: string): Scalar {
  if (YES.test(source)) return true;
  if (NO.test(source)) return false;
  if (INTEGER.test(source)) return Number.isSafeInteger(Number(source)) ? Number(source) : source;
  if (FLOAT.test(source)) return Number.isFinite(Number(source)) ? Number(source) : source;
  return source;
}

/** Whether CloudFormation would read an unquoted number as another one: YAML 1.1 takes a leading zero for base 8. */
export function isLeadingZeroNumber(source: string): boolean {
  return /^[-+]?0[0-9]+$/.test(source);
}
