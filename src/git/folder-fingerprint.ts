import { createHash } from "node:crypto";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { Unreadable } from "./trouble.ts";

/** Folders that say nothing of what is wanted: git's, and our own state. */
export const UNWATCHED: ReadonlySet<string> = new Set([".git", ".mooring"]);

/**
 * What a folder looks like from outside: paths, kinds, sizes and times, without reading a file. Throws `Unreadable` for
 * more files than an environments repository has, and as `readdir` does.
 */
export async function fingerprint(dir: string): Promise<string> {
  const lines: string[] = [];
  await addTo(lines, dir, "");
  return createHash("sha256").update(lines.toSorted().join("\0")).digest("hex");
}

const MOST_FILES = 20_000;

async function addTo(lines: string[], dir: string, below: string): Promise<void> {
  for (const entry of await readdir(join(dir, below), { withFileTypes: true })) {
    if (UNWATCHED.has(entry.name)) continue;
    if (lines.length > MOST_FILES) throw tooMany(dir);
    const path = join(below, entry.name);
    lines.push(await looks(dir, path));
    if (entry.isDirectory()) await addTo(lines, dir, path);
  }
}

/** A file that went away while we looked looks like nothing. */
async function looks(dir: string, path: string): Promise<string> {
  try {
    const { mode, size, mtimeMs, ctimeMs, ino } = await lstat(join(dir, path));
    return [path, mode, size, mtimeMs, ctimeMs, ino].join(" ");
  } catch {
    return path;
  }
}

function tooMany(dir: string): Unreadable {
  return new Unreadable(
    `${dir} holds more than ${MOST_FILES} files`,
    "follow the folder that holds mooring.yaml, or a repository",
  );
}
