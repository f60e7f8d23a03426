import { distance } from "fastest-levenshtein";

/** Longest name that is compared: what is longer is no slip of a finger, and comparing costs the product of lengths. */
const MAX_LENGTH = 64;

/** The known name that a person probably meant, when one is near enough to say so. */
export function closestName(written: string, known: readonly string[]): string | undefined {
  if (written.length > MAX_LENGTH) return undefined;
  const lower = written.toLowerCase();
  const limit = SLIPS.find(({ upTo }) => written.length <= upTo)?.slips ?? 3;
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const name of known) {
    if (Math.abs(name.length - written.length) >= bestDistance) continue;
    const away = distance(lower, name.toLowerCase());
    if (away < bestDistance) [best, bestDistance] = [name, away];
  }
  return best;
}

/** How many slips of a finger a name may have; two letters changed round are two. */
const SLIPS = [
  { upTo: 2, slips: 1 },
  { upTo: 11, slips: 2 },
] as const;

/** "did you mean x?", or what else to write. */
export function didYouMean(written: string, known: readonly string[], otherwise: string): string {
  const near = closestName(written, known);
  return near === undefined ? otherwise : `did you mean ${near}?`;
}
