// Folders that go when the bench ends.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const scratch = mkdtempSync(join(tmpdir(), "mooring-bench-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** A new and empty folder. */
export function newFolder() {
  return mkdtempSync(join(scratch, "folder-"));
}
