import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * The text of a file kept under test, to compare `text` with. `MOORING_UPDATE_GOLDEN=1 npm test -- <path>` writes the
 * files anew; what changed is then read in the diff of the commit.
 */
export function golden(file: URL, text: string): string {
  const path = file.pathname;
  if (process.env["MOORING_UPDATE_GOLDEN"] === "1") {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return existsSync(path) ? readFileSync(path, "utf8") : `no file ${path}`;
}
