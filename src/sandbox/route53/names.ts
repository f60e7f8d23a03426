/**
 * A domain name as Route 53 stores and returns it: lower case, with the dot at the end, and every character but `a-z 0-9 - _` as an octal
 * escape, so that a wildcard is `\052`.
 *
 * Source: Route 53 developer guide, "DNS domain name format".
 */
export function normalizeName(name: string): string {
  const dotted = name.endsWith(".") ? name : `${name}.`;
  return dotted.replace(/\\[0-7]{3}|[^]/g, (part) =>
    part.length === 4 ? unescapePlain(part) : escapeOdd(part),
  );
}

/** Whether a normalized name is one that DNS allows: 255 bytes, labels of 1 to 63. */
export function isValidName(name: string): boolean {
  const plain = name.replace(/\\[0-7]{3}/g, "x");
  if (plain.length > 255) return false;
  return plain
    .slice(0, -1)
    .split(".")
    .every((label) => label.length >= 1 && label.length <= 63);
}

/** Whether a normalized name lies in a zone: it is the zone's own, or below. */
export function isWithin(name: string, zoneName: string): boolean {
  return name === zoneName || name.endsWith(`.${zoneName}`);
}

/**
 * What names are ordered by: their labels from the right, dots included, compared as ASCII.
 *
 * Source: Route 53 API reference, ListResourceRecordSets, "Sort order".
 */
export function sortKey(name: string): string {
  return `${name.slice(0, -1).split(".").toReversed().join(".")}.`;
}

function escapeOdd(character: string): string {
  const lower = character.toLowerCase();
  if (/^[a-z0-9_.-]$/.test(lower)) return lower;
  return [...Buffer.from(character, "utf8")].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}

/** An escape of a character that needs none means that character. */
function unescapePlain(escape: string): string {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 8));
  return /^[a-zA-Z0-9_-]$/.test(character) ? character.toLowerCase() : escape;
}
