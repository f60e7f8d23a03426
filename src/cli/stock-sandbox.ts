import type { Repository } from "../model/repository.ts";
import { Complaint } from "./complaint.ts";

/**
 * Gives an embedded sandbox what a repository takes for granted and Mooring does not make: the hosted zones above those of
 * the accounts, where they are in accounts that are not in the repository. What is there stays as it is.
 */
export async function stockSandbox(url: string, { accounts }: Repository): Promise<void> {
  const own = new Set(accounts.map(({ id }) => id));
  const above = accounts.flatMap(({ delegation }) =>
    delegation === undefined || own.has(delegation.site.id)
      ? []
      : [{ account: delegation.site.id, name: delegation.parent }],
  );
  const zones = new Map(above.map((zone) => [`${zone.account} ${zone.name}`, zone]));
  for (const zone of zones.values()) await makeZone(url, zone);
}

async function makeZone(
  url: string,
  zone: { readonly account: string; readonly name: string },
): Promise<void> {
  const answer = await fetch(new URL("/_sandbox/zones", url), {
    method: "POST",
    body: JSON.stringify(zone),
    signal: AbortSignal.timeout(WITHIN_MS),
  });
  await answer.body?.cancel();
  if (!answer.ok)
    throw new Complaint(
      "failed",
      `the embedded sandbox does not make the zone ${zone.name}: it answered ${answer.status}`,
    );
}

const WITHIN_MS = 15_000;
