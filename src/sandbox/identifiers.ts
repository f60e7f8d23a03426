import { createHash } from "node:crypto";

/** A UUID that is the same whenever it is made from the same parts. */
export function derivedUuid(...parts: readonly string[]): string {
  const hex = digest(parts);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** So many hexadecimal digits (at most 64), the same for the same parts. */
export function derivedHex(length: number, ...parts: readonly string[]): string {
  return digest(parts).slice(0, length);
}

/** So many upper-case letters and digits (at most 24), the same for the same parts. */
export function derivedSuffix(length: number, ...parts: readonly string[]): string {
  return BigInt(`0x1${digest(parts)}`)
    .toString(36)
    .toUpperCase()
    .slice(-length);
}

function digest(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\u0000")).digest("hex");
}
