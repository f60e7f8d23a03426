import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { writeBelow } from "../../src/cli/write-below.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "mooring-write-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe("writing below a folder", () => {
  test("files are written, their folders made, and older content replaced", async () => {
    const out = join(dir, "deep/out");
    const long = { path: "dev/shop.template.json", text: "a longer text\n" };
    expect(await writeBelow(out, [long])).toBe(1);
    await writeBelow(out, [{ ...long, text: "short\n" }]);
    expect(readFileSync(join(out, "dev/shop.template.json"), "utf8")).toBe("short\n");
  });

  test("a folder that is a link of its own is fine: it is where the person pointed", async () => {
    mkdirSync(join(dir, "real"));
    symlinkSync(join(dir, "real"), join(dir, "out"));
    await writeBelow(join(dir, "out"), [{ path: "dev/a.json", text: "x" }]);
    expect(readdirSync(join(dir, "real/dev"))).toEqual(["a.json"]);
  });

  test.each(["../outside.json", "dev/../../outside.json"])("the path %s is refused", async (path) => {
    await expect(writeBelow(join(dir, "out"), [{ path, text: "x" }])).rejects.toThrow("leads out of");
    expect(readdirSync(dir)).toEqual(["out"]);
  });

  test("a link inside, to a folder or to a file, is refused and what it leads to stays as it is", async () => {
    mkdirSync(join(dir, "out/dev"), { recursive: true });
    mkdirSync(join(dir, "elsewhere"));
    writeFileSync(join(dir, "elsewhere/secret"), "kept");
    symlinkSync(join(dir, "elsewhere"), join(dir, "out/production"));
    symlinkSync(join(dir, "elsewhere/secret"), join(dir, "out/dev/a.json"));
    for (const path of ["production/a.json", "dev/a.json"]) {
      await expect(writeBelow(join(dir, "out"), [{ path, text: "x" }])).rejects.toThrow("leads out of");
    }
    expect(readdirSync(join(dir, "elsewhere"))).toEqual(["secret"]);
    expect(readFileSync(join(dir, "elsewhere/secret"), "utf8")).toBe("kept");
  });
});
