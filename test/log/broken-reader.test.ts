import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "@jest/globals";
import { moorProgram } from "../support/built.ts";

/** Logs more than any pipe holds, and says on standard output that it has. */
const CHATTERBOX = `
  const { createWinstonLog } = await import(new URL("log/winston-log.js", process.argv[1]));
  const log = await createWinstonLog({ level: "info", format: "json" });
  for (let line = 0; line < 20_000; line += 1) log.info("line", { line, filling: "x".repeat(100) });
  process.stdout.write("went on\\n");
`;

function startChatterbox() {
  const dist = new URL(".", `file://${moorProgram}`).href;
  return spawn(process.execPath, ["--input-type=module", "--eval", CHATTERBOX, dist], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}

test("a process whose log nobody reads any more goes on, and ends well", async () => {
  const child = startChatterbox();
  child.stderr.destroy();
  const ended = once(child, "close");
  expect(await text(child.stdout)).toBe("went on\n");
  expect(await ended).toEqual([0, null]);
});

test("a process whose log is held up goes on, and ends well", async () => {
  const child = startChatterbox();
  const ended = once(child, "exit");
  expect(await text(child.stdout)).toBe("went on\n");
  expect(await ended).toEqual([0, null]);
  child.stderr.destroy();
});

test("a process whose log is read gets whole lines in their order", async () => {
  const child = startChatterbox();
  const [log] = await Promise.all([text(child.stderr), text(child.stdout)]);
  const lines = log.trimEnd().split("\n");
  const numbers = lines
    .map((line) => (JSON.parse(line) as { line?: number }).line)
    .filter((it) => it !== undefined);
  expect(numbers.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
});
