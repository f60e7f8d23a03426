import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { builtPackage } from "../support/built.ts";
import { scratch, type Scratch } from "../support/moor.ts";

const root = join(import.meta.dirname, "../..");

let installation: Scratch;
let start: ChildProcess;
let said = "";

/** `npm start` builds first; here the tests' own build is started in its place. */
beforeAll(() => {
  installation = scratch();
  symlinkSync(join(builtPackage, "dist"), join(installation.dir, "dist"));
  symlinkSync(join(root, "examples"), join(installation.dir, "examples"));
  start = spawn(process.execPath, [join(root, "scripts/start.js"), "--sandbox-durations", "instant"], {
    cwd: installation.dir,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [start.stdout, start.stderr]) {
    stream?.setEncoding("utf8");
    stream?.on("data", (chunk: string) => (said += chunk));
  }
});

afterAll(async () => {
  if (start.exitCode === null) {
    start.kill("SIGTERM");
    await once(start, "close");
  }
  installation.remove();
});

test("npm start prints a path; a commit there is in the log as applied, and nothing is left behind", async () => {
  const [, path = ""] = await until(/^The environments repository: (.+)$/m);
  await until(/"account in sync","account":"production"/);
  const apps = join(path, "accounts/dev/apps.yaml");
  writeFileSync(apps, readFileSync(apps, "utf8").replace(/^mailer: .*$/m, "mailer: 9.9.9"));
  execFileSync("git", ["-C", path, "commit", "--quiet", "--all", "--message", "mailer 9.9.9"]);
  const commit = execFileSync("git", ["-C", path, "rev-parse", "--short=12", "HEAD"], {
    encoding: "utf8",
  }).trim();
  const [line] = await until(/^.*"stack applied".*"mailer".*"9\.9\.9".*$/m);
  expect(JSON.parse(line)).toMatchObject({
    account: "dev",
    app: "mailer",
    version: "9.9.9",
    commit,
    author: "You",
  });
  start.kill("SIGTERM");
  const [code] = (await once(start, "close")) as [number | null];
  expect(code).toBe(0);
  expect(existsSync(path)).toBe(false);
});

/** Waits until something was said that matches. */
async function until(pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const found = pattern.exec(said);
    if (found !== null) return found;
    if (start.exitCode !== null) throw new Error(`it ended: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
