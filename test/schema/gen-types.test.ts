import { spawnSync } from "node:child_process";
import { appendFile, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";

let dir = "";

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mooring-gen-"));
  for (const path of ["schema", "src/model/generated", ".prettierrc.json"]) {
    await cp(path, join(dir, path), { recursive: true });
  }
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

function generate(...options: readonly string[]): {
  readonly status: number | null;
  readonly stderr: string;
} {
  return spawnSync(process.execPath, [resolve("scripts/gen-types.js"), ...options], {
    cwd: dir,
    encoding: "utf8",
  });
}

describe("the generated types", () => {
  test("are what the schemas say", () => {
    expect(generate("--check")).toMatchObject({ status: 0, stderr: "" });
  });

  test("that were edited by hand are named, and nothing is written", async () => {
    await appendFile(join(dir, "src/model/generated/app.ts"), "// by hand\n");
    for (let time = 0; time < 2; time += 1) {
      const { status, stderr } = generate("--check");
      expect([status, stderr]).toEqual([
        1,
        "src/model/generated/app.ts is stale: run `npm run gen` and commit it\n",
      ]);
    }
  });

  test("that are missing are made", async () => {
    await rm(join(dir, "src/model/generated"), { recursive: true });
    expect(generate("--check").status).toBe(1);
    expect(generate().status).toBe(0);
    expect(generate("--check").status).toBe(0);
  });
});
