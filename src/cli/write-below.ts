import { constants } from "node:fs";
import { mkdir, open, realpath } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { types } from "node:util";
import { Complaint } from "./complaint.ts";
import type { RenderedFile } from "./rendering.ts";

/** An existing link is refused, never followed. */
const FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;

/**
 * Writes files into a folder, which is made when it is not there. Nothing outside of it is written: neither through a
 * path nor through a symbolic link inside of it. Returns how many were written.
 */
export async function writeBelow(out: string, files: readonly RenderedFile[]): Promise<number> {
  const root = resolve(out);
  await mkdir(root, { recursive: true });
  const real = await realpath(root);
  for (const file of files) {
    const path = join(real, file.path);
    if (!path.startsWith(`${real}${sep}`)) throw outside(file.path, root);
    await mkdir(dirname(path), { recursive: true });
    if ((await realpath(dirname(path))) !== dirname(path)) throw outside(file.path, root);
    await writeWithoutFollowing(path, file.text, root);
  }
  return files.length;
}

async function writeWithoutFollowing(path: string, text: string, root: string): Promise<void> {
  try {
    const handle = await open(path, FLAGS, 0o644);
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (types.isNativeError(error) && "code" in error && error.code === "ELOOP") throw outside(path, root);
    throw error;
  }
}

function outside(path: string, root: string): Complaint {
  return new Complaint(
    "failed",
    `${path} leads out of ${root}`,
    "remove the symbolic link, or name another folder with --out",
  );
}
