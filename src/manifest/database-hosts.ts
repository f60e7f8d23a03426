import { readerLabel } from "../model/database-name.ts";
import { formatPlace } from "../model/place.ts";
import type { Placement } from "../model/repository.ts";
import type { Finding } from "./flaw.ts";
import type { PlacedService } from "./placed-service.ts";
import { nearest, type TreePath } from "./tree.ts";

/** A database's name in the account's zone is nobody else's: Route 53 refuses a second record of one name. */
export function checkDatabaseHosts(
  { name: account, zone }: { readonly name: string; readonly zone: string },
  placements: readonly Placement[],
  services: readonly PlacedService[],
): readonly Finding[] {
  const owners = new Map(
    placements.flatMap((placement) => labelsOf(placement).map((label) => [label, placement])),
  );
  return services.flatMap((service) =>
    labelsIn(service, zone).flatMap(({ label, path }): readonly Finding[] => {
      const owner = owners.get(label);
      if (owner === undefined) return [];
      const { app } = service.placement;
      const message = `${label}.${zone} is the name of the database ${owner.app} already (${formatPlace(owner.place)})`;
      const remedy = "give this app another name there";
      const origin = nearest(service.fields, path).origin;
      return [{ origin, message, remedy, holds: { kind: "app", account, app } }];
    }),
  );
}

function labelsOf({ app, spec }: Placement): readonly string[] {
  if (spec.kind !== "Database") return [];
  return spec.engine.startsWith("aurora-") && spec.readers > 0 ? [app, readerLabel(app)] : [app];
}

/** Labels in the zone for which a service's stack makes records, and where they were said. */
function labelsIn(
  { placement: { spec } }: PlacedService,
  zone: string,
): readonly { readonly label: string; readonly path: TreePath }[] {
  if (spec.expose.length === 0) return [];
  const hosts = spec.hosts.map((label, index) => ({ label, path: ["hosts", index] }));
  const further = spec.hostnames.flatMap((name, index) =>
    name.endsWith(`.${zone}`) ? [{ label: name.slice(0, -zone.length - 1), path: ["hostnames", index] }] : [],
  );
  return [...hosts, ...further];
}
