import { createHash } from "node:crypto";
import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { OwnFolder } from "./own-folder.ts";

/** Name of the folder of a repository's clone: told apart by a part of the digest; the rest is for people. */
export function cloneName(url: string): string {
  const readable = (/([A-Za-z0-9][\w.-]*?)(?:\.git)?\/*$/.exec(url)?.[1] ?? "").slice(0, 60);
  return `${readable}-${createHash("sha256").update(url).digest("hex").slice(0, 16)}`;
}

/** Makes what is missing of a clone's folder, shows that it is in use, and removes what a crash has left there. */
export async function useFolder({ dir, home }: OwnFolder): Promise<void> {
  await mkdir(home, { recursive: true });
  const now = new Date();
  await utimes(dir, now, now);
  for (const { name, age } of await agesIn(dir)) {
    if (name.startsWith("key") && age > KEYS_MS) await rm(join(dir, name), { recursive: true, force: true });
  }
}

/** Removes clones that nobody has asked for in a month, and the longest unused ones of too many. What else is there stays. */
export async function removeUnused(folder: string): Promise<void> {
  const clones = (await agesIn(folder)).filter(({ name }) => isCloneName(name));
  const newestFirst = clones.toSorted((a, b) => a.age - b.age);
  const unused = newestFirst.filter(({ age }, index) => index >= MOST_CLONES || age > UNUSED_MS);
  for (const { name } of unused) await rm(join(folder, name), { recursive: true, force: true });
}

function isCloneName(name: string): boolean {
  return /-[0-9a-f]{16}$/.test(name);
}

/** Longer than any call of git may take: until then somebody may be using them. */
const KEYS_MS = 60 * 60 * 1000;

const UNUSED_MS = 30 * 24 * 60 * 60 * 1000;
const MOST_CLONES = 100;

async function agesIn(folder: string): Promise<readonly { readonly name: string; readonly age: number }[]> {
  const now = Date.now();
  return Promise.all(
    (await readdir(folder)).map(async (name) => {
      // What is gone by now needs nobody's attention.
      const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: now }));
      return { name, age: now - mtimeMs };
    }),
  );
}
