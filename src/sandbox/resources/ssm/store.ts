import { derivedHex } from "../../identifiers.ts";
import type { Region } from "../../world.ts";
import type { StoredParameter } from "./records.ts";
import { ssmParameters } from "./records.ts";

const keptVersions = 100;

/** Stores a parameter; another value than before makes a new version. */
export function storeParameter(
  region: Region,
  parameter: Pick<StoredParameter, "name" | "type" | "value">,
): void {
  const table = region.table(ssmParameters);
  const known = table.get(parameter.name);
  if (known === undefined) return table.put(parameter.name, parameter);
  const history = known.history ?? [];
  const isNew = known.value !== parameter.value;
  table.put(parameter.name, {
    ...parameter,
    history: isNew ? [...history, known.value].slice(-keptVersions) : history,
  });
}

/**
 * A parameter as it is, or at one of its versions; `undefined` when there is none.
 *
 * AWS's public names answer something plausible that is always the same.
 */
export function readParameter(
  region: Region,
  name: string,
  version: number | undefined,
): Pick<StoredParameter, "type" | "value"> | undefined {
  const stored = region.table(ssmParameters).get(name) ?? publicParameter(region, name);
  if (stored === undefined) return undefined;
  const { type, value, history = [] } = stored;
  const at = version === undefined ? value : [...history, value][version - 1];
  return at === undefined ? undefined : { type, value: at };
}

function publicParameter(region: Region, name: string): StoredParameter | undefined {
  if (!name.startsWith("/aws/service/")) return undefined;
  const prefix = /\bami\b|image/.test(name) ? "ami" : "public";
  return { name, type: "String", value: `${prefix}-${derivedHex(17, region.region, name)}` };
}
