import { releaseNameOf } from "../model/release.ts";
import type { Flaw } from "./flaw.ts";
import type { Entry } from "./read-entries.ts";

/**
 * What is wrong when an app has the name of another one's release: whatever covers the one (a pause, a tombstone, a
 * selection) would cover the other. It counts whether the other one has a release now or not, and each side is told.
 */
export function checkReleaseName({ app, origin }: Entry, entries: readonly Entry[]): readonly Flaw[] {
  return entries.flatMap((other): readonly Flaw[] => {
    const [named, owner] = app.length > other.app.length ? [app, other.app] : [other.app, app];
    if (releaseNameOf(owner) !== named) return [];
    const message = `${named} is the name of the release of ${owner}, and this account has both`;
    return [{ origin, message, remedy: `give ${named} another name` }];
  });
}
