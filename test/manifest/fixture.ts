import { load } from "../../src/manifest/load.ts";
import { formatPlace } from "../../src/model/place.ts";
import type { Account, Loaded, Placement, ServiceSpec } from "../../src/model/repository.ts";
import type { FetchedTemplate } from "../../src/model/template-source.ts";

/** Files by path; `undefined` takes one of the sound repository away. */
export type Files = Readonly<Record<string, string | Uint8Array | undefined>>;

const SOUND: Files = {
  "mooring.yaml": "version: 1\nname: acme\n",
  "apps/web.yaml": "kind: Service\nimage: registry.example/web\nport: 80\n",
  "accounts/dev/account.yaml":
    'id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nnetwork: { cidr: 10.16.0.0/16 }\n',
  "accounts/dev/apps.yaml": "web: 1.0.0\n",
};

/** A second account, as unlike the first as it has to be. */
export const PRODUCTION: Files = {
  "accounts/production/account.yaml":
    'id: "444444444444"\nregion: eu-west-1\nzone: production.acme.example\nnetwork: { cidr: 10.18.0.0/16 }\n',
  "accounts/production/apps.yaml": "web: 1.0.0\n",
};

/** Loads a small sound repository with some files changed. */
export function loadWith(changes: Files, fetched: readonly FetchedTemplate[] = []): Loaded {
  const files = new Map<string, string | Uint8Array>();
  for (const [path, content] of Object.entries({ ...SOUND, ...changes })) {
    if (content !== undefined) files.set(path, content);
  }
  return load({ files, refused: [] }, fetched);
}

/** The problems of a small repository, each as `file:line:column message → remedy`. */
export function problemsWith(changes: Files, fetched: readonly FetchedTemplate[] = []): readonly string[] {
  return loadWith(changes, fetched).problems.map(
    ({ place, message, remedy }) =>
      `${formatPlace(place)} ${message}${remedy === undefined ? "" : ` → ${remedy}`}`,
  );
}

/** An account that has to be there. */
export function accountOf({ repository }: Loaded, name = "dev"): Account {
  const account = repository?.accounts.find((one) => one.name === name);
  if (account === undefined) throw new Error(`there is no sound account ${name}`);
  return account;
}

/** A placement that has to be there. */
export function placementOf(loaded: Loaded, app = "web", account = "dev"): Placement {
  const placement = accountOf(loaded, account).placements.find((one) => one.app === app);
  if (placement === undefined) throw new Error(`${app} is not placed in ${account}`);
  return placement;
}

/** The fields of a Service that has to be there. */
export function serviceOf(loaded: Loaded, app = "web", account = "dev"): ServiceSpec {
  const { spec } = placementOf(loaded, app, account);
  if (spec.kind !== "Service") throw new Error(`${app} is a ${spec.kind}`);
  return spec;
}

/** Services by name, each with its own fields. */
export function services(fields: Readonly<Record<string, string>>): Files {
  const apps = Object.entries(fields).map(
    ([app, lines]) => [`apps/${app}.yaml`, `kind: Service\nimage: r/${app}\nport: 80\n${lines}\n`] as const,
  );
  const entries = Object.keys(fields).map((app) => `${app}: 1.0.0\n`);
  return { "accounts/dev/apps.yaml": entries.join(""), ...Object.fromEntries(apps) };
}
