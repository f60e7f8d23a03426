import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { sourceFiles } from "../support/source-files.ts";

const page = readFileSync(new URL("../../docs/logs.md", import.meta.url), "utf8");

/** Rooms whose lines reach the log of an agent. */
const files = sourceFiles("src").filter(({ path }) => !/^src\/(sandbox|model)\//.test(path));

/** Messages of the tables: what stands in backticks in the first column; `…` stands for the rest. */
function documented(): readonly string[] {
  const [, tables = ""] = page.split("## Messages");
  const [messages = ""] = tables.split("## What is never in it");
  const cells = messages.split("\n").flatMap((line) => /^\| (`[^|]+?) \|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, message = ""]) => message));
}

/** Constant messages in the code: arguments of a log, and members of what becomes a line. */
function logged(): readonly string[] {
  const found = files.flatMap(({ text }) => [
    ...text.matchAll(/\blog(?:\.(?:info|warn|error)|\[\w+\])\(\s*"([^"]+)"/g),
    ...text.matchAll(/level: "(?:info|warn|error)"(?: as const)?, message: "([^"]+)"/g),
    ...text.matchAll(/: \["(?:info|warn|error)", "([^"]+)"\]/g),
    ...text.matchAll(/#say\(\s*"([^"]+)"/g),
    ...text.matchAll(/write\("(?:info|warn|error)"\)\("([^"]+)"/g),
  ]);
  return [...new Set(found.map(([, message = ""]) => message))];
}

test("every message that is logged is documented", () => {
  const known = documented();
  const isKnown = (message: string): boolean =>
    known.some((entry) =>
      entry.endsWith("…") ? message.startsWith(entry.slice(0, -1).trimEnd()) : entry === message,
    );
  expect(logged().filter((message) => !isKnown(message))).toEqual([]);
});

test("every message that is documented is somewhere in the code", () => {
  const code = files.map(({ text }) => text).join("\n");
  // Made of parts: `step ${kind}`.
  const made = new Set(["step conflict", "step rejected"]);
  const known = documented().map((entry) => entry.replace(/ ?…$/, ""));
  expect(known.length).toBeGreaterThan(30);
  expect(known.filter((entry) => !made.has(entry) && !code.includes(`"${entry}`))).toEqual([]);
});
