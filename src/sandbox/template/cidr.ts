import { isIPv6 } from "node:net";
import { validationError } from "../errors.ts";

/**
 * Cuts `count` (1 to 256) neighbouring blocks with `bits` host bits each out of an IPv4 or IPv6 block.
 *
 * Throws ValidationError when the block is none, or too small. (Template reference, Fn::Cidr.)
 */
export function cutCidr(block: string, count: number, bits: number | undefined): readonly string[] {
  const [address = "", prefixText = ""] = block.split("/");
  const width = isIPv6(address) ? 128 : 32;
  const start = width === 128 ? readIPv6(address) : readIPv4(address);
  const prefix = Number(prefixText);
  const hostBits = bits ?? (width === 128 ? 64 : 8);
  if (start === undefined || !/^\d{1,3}$/.test(prefixText) || prefix > width)
    throw validationError(`Template error: Fn::Cidr: ${block} is not a valid CIDR block.`);
  if (!Number.isInteger(count) || count < 1 || count > 256)
    throw validationError("Template error: Fn::Cidr: count must be a number between 1 and 256.");
  if (!Number.isInteger(hostBits) || hostBits < 1 || hostBits > width)
    throw validationError(`Template error: Fn::Cidr: cidrBits must be a number between 1 and ${width}.`);
  const size = 1n << BigInt(hostBits);
  if (size * BigInt(count) > 1n << BigInt(width - prefix))
    throw validationError(
      `Template error: Fn::Cidr: ${block} has no room for ${count} blocks of ${hostBits} bits.`,
    );
  const network = (start >> BigInt(width - prefix)) << BigInt(width - prefix);
  return Array.from({ length: count }, (_, index) => {
    const first = network + size * BigInt(index);
    return `${width === 128 ? writeIPv6(first) : writeIPv4(first)}/${width - hostBits}`;
  });
}

function readIPv4(address: string): bigint | undefined {
  const parts = address.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function writeIPv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
}

function readIPv6(address: string): bigint | undefined {
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: Math.max(0, missing) }, () => "0"), ...after];
  if (groups.length !== 8 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

/** Writes the shortest form: the longest run of zero groups becomes `::`. */
function writeIPv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const runs = [...groups.join(":").matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map((match) => match[0]);
  const longest = runs.toSorted((a, b) => b.length - a.length)[0];
  return longest === undefined ? groups.join(":") : shorten(groups.join(":"), longest);
}

function shorten(full: string, run: string): string {
  const at = full.indexOf(run);
  const before = full.slice(0, at);
  const after = full.slice(at + run.length).replace(/^:/, "");
  return `${before}::${after}`;
}
