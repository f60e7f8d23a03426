import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { lockState } from "../../src/sandbox/state-lock.ts";
import { startTestSandbox } from "../support/sandbox.ts";

let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "lock-")), "deep", "state");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lockPath = (): string => join(folder, "lock.json");

async function writeLock(text: string): Promise<void> {
  (await lockState(folder)).release();
  writeFileSync(lockPath(), text);
}

describe("the lock of a state folder", () => {
  test("a new folder is made for its owner only, and free after release", async () => {
    const lock = await lockState(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(existsSync(lockPath())).toBe(true);
    lock.release();
    expect(existsSync(lockPath())).toBe(false);
  });

  test("a second sandbox on the folder is told where the first one is", async () => {
    const first = await startTestSandbox({ stateDir: folder });
    await expect(startTestSandbox({ stateDir: folder })).rejects.toMatchObject({
      name: "StateInUse",
      url: first.url,
      message: `${folder} is in use by the sandbox at ${first.url}; use that one, stop it, or name another folder`,
    });
    await first.close();
    await (await startTestSandbox({ stateDir: folder })).close();
  });

  test.each([
    ["of a process that has ended", '{"pid":999999999,"url":"http://127.0.0.1:1"}'],
    [
      "of a process that answers nothing, its number being another program's",
      `{"pid":${String(process.ppid)},"url":"http://127.0.0.1:1"}`,
    ],
    ["that cannot be read", "half a li"],
  ])("a lock %s is taken over", async (_what, text) => {
    await writeLock(text);
    const lock = await lockState(folder);
    lock.publish("http://127.0.0.1:2");
    expect(readFileSync(lockPath(), "utf8")).toBe(
      `{"pid":${String(process.pid)},"url":"http://127.0.0.1:2"}`,
    );
    lock.release();
  });

  test("a lock whose address another program has got is taken over", async () => {
    const stranger = createServer((_request, response) => response.end('{"pid":1}')).listen(0, "127.0.0.1");
    await once(stranger, "listening");
    const address = stranger.address();
    const port = typeof address === "object" ? String(address?.port) : "";
    await writeLock(`{"pid":${String(process.ppid)},"url":"http://127.0.0.1:${port}"}`);
    const lock = await lockState(folder);
    expect(readFileSync(lockPath(), "utf8")).toBe(`{"pid":${String(process.pid)}}`);
    lock.release();
    stranger.close();
    stranger.closeAllConnections();
  });

  test("a sandbox that is ending is waited for, and does not take its successor's lock away", async () => {
    const first = await startTestSandbox({ stateDir: folder });
    const closing = first.close();
    const second = await startTestSandbox({ stateDir: folder });
    await closing;
    expect(readFileSync(lockPath(), "utf8")).toContain(second.url);
    await second.close();
    expect(existsSync(lockPath())).toBe(false);
  });

  test("a lock that is another's by now is not released", async () => {
    const lock = await lockState(folder);
    writeFileSync(lockPath(), '{"pid":1,"url":"http://127.0.0.1:1"}');
    lock.release();
    expect(existsSync(lockPath())).toBe(true);
  });

  test("of many that start at once on a dead lock, one gets the folder", async () => {
    await writeLock('{"pid":999999999}');
    const started = await Promise.allSettled(
      Array.from({ length: 8 }, () => startTestSandbox({ stateDir: folder })),
    );
    const winners = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(winners).toHaveLength(1);
    const told = started.flatMap((result) =>
      result.status === "rejected" ? [result.reason as unknown] : [],
    );
    expect(told).toEqual(
      told.map(() => expect.objectContaining({ name: "StateInUse", url: winners[0]?.url })),
    );
    await winners[0]?.close();
  });
});
