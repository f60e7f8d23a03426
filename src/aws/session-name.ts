/**
 * The name under which Mooring appears in an account's CloudTrail: `mooring-<repository>-<who>`, where `who` is a
 * person or `agent`. Fits `[\w+=,.@-]{2,64}` whatever it is made of.
 */
export function sessionName(repository: string, who: string): string {
  const kept = MAX_LENGTH - PREFIX.length - 1;
  const whom = clean(who).slice(0, Math.floor(kept / 2));
  const where = clean(repository).slice(0, kept - whom.length);
  return `${PREFIX}${where}-${whom}`;
}

const PREFIX = "mooring-";
const MAX_LENGTH = 64;

function clean(text: string): string {
  const ascii = text.normalize("NFKD").replace(/[^A-Za-z0-9_+=,.@-]+/g, "");
  return ascii === "" ? "unknown" : ascii;
}
