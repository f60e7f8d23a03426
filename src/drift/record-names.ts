/**
 * A record's name as Route 53 writes it: in lower case, without a trailing dot, and every character but letters, digits,
 * `-`, `_` and `.` as an octal escape, such as `\052` for `*`
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html).
 */
export function recordName(name: string): string {
  const plain = name.toLowerCase().replace(/\.$/, "");
  return plain.replaceAll(/\\[0-7]{3}|[^a-z0-9_.-]/g, (found) =>
    found.length === 4 ? found : escaped(found),
  );
}

/** The target of an alias; the console puts `dualstack.` before balancers' names, which lead to the same place. */
export function targetName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.$/, "")
    .replace(/^dualstack\./, "");
}

function escaped(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `\\${byte.toString(8).padStart(3, "0")}`)
    .join("");
}
