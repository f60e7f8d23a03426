import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@jest/globals";
import { builtPackage } from "../support/built.ts";
import { filesIn, followed, next } from "../support/followed.ts";

const given = followed();

/** Starts a process that follows the repository, over and over. */
function startFollowing() {
  const module = pathToFileURL(join(builtPackage, "dist/git/remote-source.js")).href;
  const options = {
    url: given.remote.dir,
    branch: "main",
    path: ".",
    folder: join(given.folder, "data"),
    auth: {},
    verify: { mode: "off" },
  };
  const program = `
    const { remoteSource } = await import(${JSON.stringify(module)});
    for (;;) await remoteSource(${JSON.stringify(options)}).refresh();
  `;
  return spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: "ignore" });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((done) => setTimeout(done, 5));
}

/** How far a refresh has come, by what is on the disk. */
const MOMENTS: readonly (readonly [string, (own: string) => boolean])[] = [
  ["has its folder", () => true],
  ["has made its clone", (own) => existsSync(join(own, "clone.git/HEAD"))],
  ["has fetched", (own) => existsSync(join(own, "clone.git/refs/mooring/fetched"))],
  ["lays out the files", (own) => namesIn(join(own, "commits")).length > 0],
];

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

test.each(MOMENTS)(
  "an agent that is killed once it %s leaves nothing in the way of the next",
  async (_what, isThere) => {
    given.remote.commit({ "mooring.yaml": "version: 1\n" });
    const data = join(given.folder, "data");
    const killed = startFollowing();
    await until(() => namesIn(data).some((name) => isThere(join(data, name))));
    killed.kill("SIGKILL");
    await new Promise((done) => killed.on("close", done));
    const left = namesIn(data);
    const { snapshot } = await next(given.follow());
    expect(filesIn(snapshot.dir)).toEqual({ "mooring.yaml": "version: 1\n" });
    expect(namesIn(data).filter((name) => left.includes(name))).toEqual([]);
  },
);
