import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "@jest/globals";

const folder = mkdtempSync(join(tmpdir(), "mooring-example-"));
const script = resolve("scripts/example.js");

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function layOut(target: string) {
  return spawnSync(process.execPath, [script, target], { encoding: "utf8" });
}

function git(repository: string, ...args: readonly string[]): string {
  return execFileSync("git", ["-C", join(folder, repository), ...args], { encoding: "utf8" }).trim();
}

test("the example becomes a Git repository for the environments, and one with tags for every app of its own", () => {
  expect(layOut(join(folder, "acme")).status).toBe(0);
  expect(git("acme/environments", "status", "--porcelain")).toBe("");
  expect(git("acme/environments", "ls-files", "mooring.yaml")).toBe("mooring.yaml");
  expect(git("acme/search.git", "tag").split("\n")).toEqual(["v1.2.0", "v1.3.0"]);
  expect(git("acme/search.git", "diff", "--stat", "v1.2.0", "v1.3.0")).toContain("deploy/stack.yaml");
});

test("the example laid out again has the same commits", () => {
  layOut(join(folder, "one"));
  layOut(join(folder, "two"));
  for (const repository of ["environments", "search.git"])
    expect(git(`one/${repository}`, "rev-parse", "main")).toBe(git(`two/${repository}`, "rev-parse", "main"));
});

test("a folder with anything in it is left as it is", () => {
  const { status, stderr } = layOut(resolve("examples"));
  expect(status).toBe(1);
  expect(stderr).toContain("is not empty: name another folder");
});
