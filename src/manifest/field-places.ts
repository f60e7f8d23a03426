import type { FieldPlaces } from "../model/repository.ts";
import type { Entry } from "./read-entries.ts";
import { placeOf } from "./source-file.ts";
import { child, type Tree } from "./tree.ts";

/** Where an entry says its version, and where its merged fields say which secrets it reads. */
export function fieldPlaces({ tree }: Pick<Entry, "tree">, fields: Tree): FieldPlaces {
  const version = child(tree, "version");
  const secrets = child(fields, "secrets");
  const written = secrets?.kind === "map" ? [...secrets.entries] : [];
  return {
    ...(version === undefined ? {} : { version: placeOf(version.origin) }),
    secrets: Object.fromEntries(written.map(([name, { value }]) => [name, placeOf(value.origin)])),
  };
}
