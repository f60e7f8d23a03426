import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { scalarText } from "../template/functions.ts";
import type { Region, TableKind } from "../world.ts";
import type { LiveContext, ResourceContext } from "./behaviour.ts";

/** One physical resource that names another in its properties. */
export interface Use {
  readonly used: string;
  readonly type: string;
  readonly user: string;
}

/** Who uses what in a Region, across stacks: only of resources whose deletion somebody's use forbids, or needs. */
const uses: TableKind<Use> = { name: "uses", groupBy: ({ used }) => used };

/** Ids and ARNs that are watched. */
const watched =
  /^(?:(?:sg|subnet|vpc|igw)-[0-9a-f]{8,}|arn:[^:]+:(?:acm:[^:]*:\d+:certificate|elasticloadbalancing:[^:]*:\d+:targetgroup)\/.+)$/;

/** The physical resources that use one, whatever stack they belong to. */
export function usersOf(region: Region, used: string): readonly Use[] {
  return region.table(uses).inGroup(used);
}

/** Notes what a physical resource uses from now on. */
export function noteUses({ region, type, properties }: ResourceContext, user: string): void {
  for (const used of usedBy(type, properties))
    region.table(uses).put(key(used, type, user), { used, type, user });
}

/** Forgets what a physical resource used as it was before. */
export function dropUses({ region, type, live }: LiveContext): void {
  for (const used of usedBy(type, live.properties))
    region.table(uses).delete(key(used, type, live.physicalId));
}

function key(used: string, type: string, user: string): string {
  return [used, type, user].join("|");
}

/** A rule is part of its own security group: it uses only the group at its other end. */
function usedBy(type: string, properties: JsonObject): ReadonlySet<string> {
  if (!/^AWS::EC2::SecurityGroup(?:Ingress|Egress)$/.test(type)) return new Set(watchedIn(properties));
  const ends = [properties["SourceSecurityGroupId"], properties["DestinationSecurityGroupId"]];
  const own = scalarText(properties["GroupId"]);
  return new Set(ends.flatMap((end) => watchedIn(end)).filter((used) => used !== own));
}

function watchedIn(value: Json | undefined): readonly string[] {
  if (isList(value)) return value.flatMap(watchedIn);
  if (isObject(value)) return Object.values(value).flatMap(watchedIn);
  return typeof value === "string" && watched.test(value) ? [value] : [];
}
