import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { golden } from "../support/golden.ts";
import { runMoor, scratch, type Scratch } from "../support/moor.ts";
import { layOutExample } from "../support/example.ts";

let example: Scratch;
const goldens = new URL("./golden/examples/", import.meta.url);

let out: Scratch;

beforeAll(async () => {
  out = scratch();
  example = layOutExample();
  const { code, stderr } = await runMoor(["render", example.dir, "--out", out.dir]);
  if (code !== 0) throw new Error(stderr);
});

afterAll(() => {
  out.remove();
  example.remove();
});

/** Rendered files of one account, by name. */
function rendered(account: string, ending: string): readonly string[] {
  return readdirSync(join(out.dir, account))
    .filter((name) => name.endsWith(ending))
    .toSorted();
}

function read(account: string, name: string): string {
  return readFileSync(join(out.dir, account, name), "utf8");
}

describe("the examples, rendered", () => {
  test("give the templates that were read when they last changed", () => {
    const names = rendered("production", ".template.json");
    expect(names).toHaveLength(16);
    for (const name of names) {
      const text = read("production", name);
      expect({ name, text }).toEqual({ name, text: golden(new URL(name, goldens), text) });
    }
  });

  test.each(["dev", "test", "production"])(
    "give the parameters of %s that were read when they last changed",
    (account) => {
      const text = rendered(account, ".parameters.json")
        .map((name) => `${name}\n${read(account, name)}`)
        .join("\n");
      expect(text).toBe(golden(new URL(`${account}.parameters.txt`, goldens), text));
    },
  );

  test.each(["dev", "test"])(
    "give %s the same zone and network as production: only parameters differ",
    (account) => {
      for (const name of ["zone.template.json", "network.template.json"]) {
        expect(read(account, name)).toBe(read("production", name));
      }
    },
  );
});

test("the plan of the examples for an empty account reads as it was read when it last changed", async () => {
  const state = ["--sandbox-state", join(out.dir, "state")];
  const { code, stdout } = await runMoor([
    "plan",
    example.dir,
    "--account",
    "dev",
    "--sandbox",
    ...state,
    "--verbose",
  ]);
  expect(code).toBe(0);
  const text = stdout.replace(/^acme at .*$/m, "acme");
  expect(text).toBe(golden(new URL("plan-dev.txt", goldens), text));
});
