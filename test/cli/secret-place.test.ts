import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { join } from "node:path";
import { secretAt } from "../../src/cli/secret-place.ts";
import { scratch, type Scratch } from "../support/moor.ts";

let folder: Scratch;

beforeAll(() => {
  folder = scratch({ token: "first\r\n", empty: "\n", large: "x".repeat(70_000) });
});

afterAll(() => folder.remove());

describe("a secret", () => {
  test("in a variable is what the variable says when it is asked for", async () => {
    const env: Record<string, string> = { TOKEN: "one" };
    const secret = secretAt("env:TOKEN", env);
    expect(await secret()).toBe("one");
    env["TOKEN"] = "two";
    expect(await secret()).toBe("two");
  });

  test("in a file is read anew, without the line end after it", async () => {
    const secret = secretAt(`file:${join(folder.dir, "token")}`, {});
    expect(await secret()).toBe("first");
    folder.write({ token: "second\n" });
    expect(await secret()).toBe("second");
  });

  test.each([
    ["env:MISSING", "the variable MISSING is not set"],
    ["file:/nonexistent/key", "the file /nonexistent/key cannot be read (ENOENT)"],
  ])("at %s that is not there gives an error that names the place", async (place, message) => {
    await expect(secretAt(place, {})()).rejects.toThrow(message);
  });

  test.each([
    ["empty", "is empty"],
    ["large", "no secret"],
  ])("in a file that is %s is refused without quoting it", async (name, message) => {
    const path = join(folder.dir, name);
    await expect(secretAt(`file:${path}`, {})()).rejects.toThrow(message);
  });
});
