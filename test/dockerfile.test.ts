import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { root } from "./support/source-files.ts";

const text = readFileSync(join(root, "Dockerfile"), "utf8").replaceAll("\\\n", " ");
const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const stages = text.split(/^FROM /m).slice(1);
const image = stages.at(-1) ?? "";

test("the image runs as a user without rights", () => {
  expect(/^USER (?!root|0)\S+$/m.exec(image)?.[0]).toBe("USER node");
});

test("the image says whether it is healthy", () => {
  expect(image).toMatch(/^HEALTHCHECK .*CMD \[/m);
});

test.each(["git", "openssh-client", "ca-certificates"])("the image brings %s", (name) => {
  expect(image).toMatch(new RegExp(`apt-get install [^&]*\\b${name}\\b`));
});

test("everything the build copies is in the checkout and let through by .dockerignore", () => {
  const ignore = readFileSync(join(root, ".dockerignore"), "utf8").split("\n");
  const sources = lines
    .filter((line) => line.startsWith("COPY ") && !line.includes("--from="))
    .flatMap((line) => line.split(/\s+/).slice(1, -1));
  expect(sources.length).toBeGreaterThan(3);
  expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
  expect(sources.filter((source) => !ignore.includes(`!${source}`))).toEqual([]);
});
