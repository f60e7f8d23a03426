import { namesDeclaredIn, type FurtherZone } from "../drift/further-zones.ts";
import type { ReadContent } from "./drift-content.ts";
import type { Scene, SurveyWork } from "./drift-scene.ts";

/** Names that are asked for in one survey: each is a call. */
const MOST_NAMES = 100;

/**
 * Reads what our stacks declare in `zones` of the account, and nothing else of them: they may be large, and most of what is
 * in them is somebody else's.
 *
 * @throws CloudError when AWS cannot be asked.
 */
export async function readFurtherZones(
  { account, cloud }: Pick<SurveyWork, "account" | "cloud">,
  { subjects }: Pick<Scene, "subjects">,
  contents: ReadonlyMap<string, ReadContent>,
): Promise<readonly FurtherZone[]> {
  const deployed = subjects.flatMap(({ stack }) => contents.get(stack.id)?.deployed ?? []);
  const zones: FurtherZone[] = [];
  let left = MOST_NAMES;
  for (const [domain, id] of Object.entries(account.zones)) {
    const declared = deployed.flatMap((one) => namesDeclaredIn({ id, domain }, one));
    const names = new Set([...new Set(declared)].toSorted().slice(0, left));
    left -= names.size;
    if (declared.length === 0) continue;
    zones.push({ id, domain, names, records: await cloud.recordsNamed(id, [...names]) });
  }
  return zones;
}
