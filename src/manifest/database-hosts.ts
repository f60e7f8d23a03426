import { readerLabel } from "../model/database-name.ts";
import { formatPlace } from "../model/place.ts";
import type { Placement } from "../model/repository.ts";
import type { Finding } from "./flaw.ts";
import type { PlacedService } from "./placed-service.ts";
import { nearest, type Tree, type TreePath } from "./tree.ts";

/**
 * A database's name in the account's zone is nobody else's: Route 53 refuses a second record of one name. An app's own name
 * comes before that of another one's readers.
 */
export function checkDatabaseHosts(
  { name: account, zone }: { readonly name: string; readonly zone: string },
  placed: readonly Placed[],
  services: readonly PlacedService[],
): readonly Finding[] {
  const labels = placed.flatMap((one) => labelsOf(one.placement).map((label) => ({ ...one, label })));
  const readers = labels.filter(({ label, placement }) => label !== placement.app);
  const own = labels.filter(({ label, placement }) => label === placement.app);
  const owners = new Map([...readers, ...own].map(({ label, placement }) => [label, placement]));
  const names = [
    ...readers.map((reader) => ({ ...reader, path: ["readers"] })),
    ...services.flatMap((service) => labelsIn(service, zone).map((one) => ({ ...service, ...one }))),
  ];
  return names.flatMap(({ placement: { app }, fields, label, path }): readonly Finding[] => {
    const owner = owners.get(label);
    if (owner === undefined || owner.app === app) return [];
    const message = `${label}.${zone} is the name of the database ${owner.app} already (${formatPlace(owner.place)})`;
    const remedy = "give this app another name there";
    return [{ origin: nearest(fields, path).origin, message, remedy, holds: { kind: "app", account, app } }];
  });
}

/** An app of the account, with its merged fields. */
interface Placed {
  readonly placement: Placement;
  readonly fields: Tree;
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
