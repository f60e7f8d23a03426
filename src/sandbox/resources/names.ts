import type { TableKind, Tables, World } from "../world.ts";
import type { JsonObject } from "../json.ts";
import { scalarText } from "../template/functions.ts";
import { namingProperty } from "./identity.ts";

/** Who holds, or held last, a fixed physical name. */
export interface NameRecord {
  readonly stackId: string;
  readonly logicalId: string;
  readonly physicalId: string;
}

/** Fixed names that are taken, keyed by type, place and name. */
const names: TableKind<NameRecord> = { name: "names" };

/** A resource whose name a person fixed, perhaps. */
export interface NamedResource {
  readonly world: World;
  readonly account: string;
  readonly region: string;
  readonly type: string;
  readonly properties: JsonObject;
}

/** The name that the properties fix; `undefined` when AWS may choose. */
export function fixedName(type: string, properties: JsonObject): string | undefined {
  const property = namingProperty(type);
  return property === undefined ? undefined : scalarText(properties[property]);
}

/** Whether the name that the properties fix is taken already. */
export function isNameTaken(resource: NamedResource): boolean {
  const key = nameKey(resource);
  return key !== undefined && table(resource).get(key) !== undefined;
}

/** Who holds the name that the properties fix; `undefined` when nobody does. */
export function nameHolder(resource: NamedResource): NameRecord | undefined {
  const key = nameKey(resource);
  return key === undefined ? undefined : table(resource).get(key);
}

/** Whether two states of a resource fix the same name, so that both cannot be there at once. */
export function isSameFixedName(type: string, left: JsonObject, right: JsonObject): boolean {
  const key = nameKey({ type, properties: left });
  return key !== undefined && key === nameKey({ type, properties: right });
}

/** Takes the fixed name, if there is one. */
export function takeName(resource: NamedResource, holder: NameRecord): void {
  const key = nameKey(resource);
  if (key !== undefined) table(resource).put(key, holder);
}

/** Gives the fixed name back, if this physical resource holds it. */
export function releaseName(resource: NamedResource, physicalId: string): void {
  const key = nameKey(resource);
  if (key !== undefined && table(resource).get(key)?.physicalId === physicalId) table(resource).delete(key);
}

/** Within what a name has to be unique, where that is less than the account and Region. */
const scopes: Readonly<Record<string, string>> = {
  "AWS::EC2::SecurityGroup": "VpcId",
  "AWS::ECS::Service": "Cluster",
};

/** Types whose names may be shared, or whose behaviour looks after clashes itself. */
const unchecked = ["AWS::Route53::HostedZone", "AWS::Route53::RecordSet", "AWS::ECS::TaskDefinition"];

function nameKey({ type, properties }: Pick<NamedResource, "type" | "properties">): string | undefined {
  const name = fixedName(type, properties);
  if (name === undefined || unchecked.includes(type)) return undefined;
  const scope = scopes[type];
  const within = scope === undefined ? "" : (scalarText(properties[scope]) ?? "");
  return [type, within, name].join("|");
}

/** Names of IAM are unique in the account, others in the Region. */
function table(resource: NamedResource): ReturnType<typeof open> {
  const { world, account, region, type } = resource;
  return open(type.startsWith("AWS::IAM::") ? world.account(account) : world.region(account, region));
}

function open(place: Tables) {
  return place.table(names);
}
