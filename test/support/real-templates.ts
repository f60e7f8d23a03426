import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./source-files.ts";

/** A template that nobody on this project wrote. */
export interface RealTemplate {
  /** Path below the folder of templates. */
  readonly name: string;
  readonly path: string;
  /** A name that an app may have. */
  readonly app: string;
}

/** The templates in `$MOORING_SHARED/real-templates` (`../shared` by default); none without the folder. */
export function realTemplates(): readonly RealTemplate[] {
  const folder = join(process.env["MOORING_SHARED"] ?? join(root, "../shared"), "real-templates");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path, index) => ({
      name: relative(folder, path),
      path,
      app: appName(relative(folder, path), index),
    }));
}

function appName(name: string, index: number): string {
  const words = name
    .replace(/\.ya?ml$/, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return `t${index}-${words.slice(-2).join("-")}`.slice(0, 31).replace(/-+$/, "");
}
