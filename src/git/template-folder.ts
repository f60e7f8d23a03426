import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { OwnFolder } from "./own-folder.ts";

/** Makes what is missing of a clone's folder, shows that it is in use, and removes what a crash has left there. */
export async function useFolder({ dir, home }: OwnFolder): Promise<void> {
  await mkdir(home, { recursive: true });
  const now = new Date();
  await utimes(dir, now, now);
  for (const { name, age } of await agesIn(dir)) {
    if (name.startsWith("key") && age > KEYS_MS) await rm(join(dir, name), { recursive: true, force: true });
  }
}

/** Removes clones that nobody has asked for in a month, and the longest unused ones of too many. */
export async function removeUnused(folder: string): Promise<void> {
  const newestFirst = (await agesIn(folder)).toSorted((a, b) => a.age - b.age);
  const unused = newestFirst.filter(({ age }, index) => index >= MOST_CLONES || age > UNUSED_MS);
  for (const { name } of unused) await rm(join(folder, name), { recursive: true, force: true });
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
