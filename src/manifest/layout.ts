import type { Held } from "../model/problem.ts";
import { didYouMean } from "./closest-name.ts";

/** What a name of an app, an account or a repository looks like; the schemas say the same. */
export const NAME = /^[a-z][a-z0-9-]{0,30}$/;

/** The rule of names in words. */
export const NAME_WORDS = "a lower-case letter, then up to 30 lower-case letters, digits and hyphens";

/** Names that no app may have: they are stacks of every account, or words of the format. */
export const RESERVED_NAMES: readonly string[] = ["network", "zone", "defaults", "account"];

/** What a file of the repository is for. */
export type FileRole =
  | { readonly kind: "mooring" }
  | { readonly kind: "app"; readonly app: string }
  | { readonly kind: "template" }
  | { readonly kind: "account" | "apps" | "removed"; readonly account: string }
  | { readonly kind: "entry"; readonly account: string; readonly app: string }
  /** Nothing that the format knows, and nothing that it could be mistaken for. */
  | { readonly kind: "other" }
  /** Looks like part of the format, and is not. */
  | { readonly kind: "misplaced"; readonly message: string; readonly remedy: string };

const MANIFEST = /\.(?:ya?ml|json)$/;
const TEMPLATE = /\.(?:ya?ml|json|template)$/;

/** What a path says a file is. */
export function roleOf(path: string): FileRole {
  const [root = "", ...rest] = path.split("/");
  if (path === "mooring.yaml") return { kind: "mooring" };
  if (path === "mooring.yml")
    return misplaced("the settings are read from mooring.yaml", "rename it to mooring.yaml");
  if (root === "templates") return { kind: TEMPLATE.test(path) ? "template" : "other" };
  if (!MANIFEST.test(path)) return { kind: "other" };
  if (root === "apps") return appRole(rest);
  return root === "accounts" ? accountRole(rest) : { kind: "other" };
}

function appRole(rest: readonly string[]): FileRole {
  const [file = ""] = rest;
  if (rest.length > 1)
    return misplaced("apps are files right below apps/", `move it to apps/${rest.at(-1) ?? ""}`);
  return nameOf(file, "an app", (app) => ({ kind: "app", app }));
}

function accountRole(rest: readonly string[]): FileRole {
  const [account = "", file = "", entry] = rest;
  if (rest.length < 2) {
    const name = account.replace(MANIFEST, "");
    return misplaced("an account is a folder below accounts/", `move it to accounts/${name}/account.yaml`);
  }
  if (!NAME.test(account)) return misplaced(`an account's name is ${NAME_WORDS}`, "rename the folder");
  if (file === "apps" && entry !== undefined && rest.length === 3) {
    return nameOf(entry, "an app", (app) => ({ kind: "entry", account, app }));
  }
  const kind = rest.length === 2 ? ACCOUNT_FILES.get(file) : undefined;
  if (kind !== undefined) return { kind, account };
  const known = [...ACCOUNT_FILES.keys()];
  const remedy = didYouMean(file, known, `an account has ${known.join(", ")} and apps/<app>.yaml`);
  return misplaced(`${rest.slice(1).join("/")} is no file of an account`, remedy);
}

const ACCOUNT_FILES: ReadonlyMap<string, "account" | "apps" | "removed"> = new Map([
  ["account.yaml", "account"],
  ["apps.yaml", "apps"],
  ["removed.yaml", "removed"],
]);

function nameOf(file: string, what: string, role: (name: string) => FileRole): FileRole {
  const name = file.replace(MANIFEST, "");
  if (!file.endsWith(".yaml"))
    return misplaced(`${what} is a file with the ending .yaml`, `rename it to ${name}.yaml`);
  if (!NAME.test(name)) return misplaced(`the name of ${what} is ${NAME_WORDS}`, "rename the file");
  if (!RESERVED_NAMES.includes(name)) return role(name);
  return misplaced(
    `the name ${name} is taken by Mooring itself`,
    "rename the file, and the app where it is placed",
  );
}

function misplaced(message: string, remedy: string): FileRole {
  return { kind: "misplaced", message, remedy };
}

/**
 * What is held when a file or folder cannot be used: as little as is safe. What an unreadable folder holds nobody knows, so
 * all of it is held.
 */
export function heldBy(path: string): Held {
  const [root = "", first = "", second, third] = path.split("/");
  const app = (third ?? "").replace(MANIFEST, "");
  if (root === "accounts" && second === "apps" && third !== undefined && NAME.test(app)) {
    return { kind: "app", account: first, app };
  }
  if (root === "accounts" && first !== "") return { kind: "account", account: first.replace(MANIFEST, "") };
  if (root === "apps" && first !== "") return { kind: "app-everywhere", app: first.replace(MANIFEST, "") };
  return root === "templates" ? { kind: "nothing" } : { kind: "repository" };
}
