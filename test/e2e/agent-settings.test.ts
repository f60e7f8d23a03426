import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { eventDocument } from "../../src/model/event-document.ts";
import { scratch, startMoor, type Ended, type Scratch } from "../support/moor.ts";

let place: Scratch;

beforeEach(() => {
  place = scratch({ "environments/mooring.yaml": "version: 1\nname: acme\n" });
});

afterEach(() => {
  place.remove();
});

/** One that does not end by itself is ended. */
async function agent(...args: readonly string[]): Promise<Ended> {
  const running = startMoor(
    ["agent", "--endpoint", "http://127.0.0.1:1", "--data", join(place.dir, "data"), ...args],
    {
      cwd: place.dir,
      env: { HOOK_KEY: "test" },
    },
  );
  const impatient = setTimeout(() => running.process.kill("SIGKILL"), 15_000);
  try {
    return await running.ended;
  } finally {
    clearTimeout(impatient);
  }
}

describe("an agent that cannot be started as it is asked to", () => {
  test.each([
    [["--config", "missing.yaml"], "there is no file missing.yaml", 64],
    [["--config", "environments"], "environments is not a file", 64],
    [["--repo", "nowhere"], "there is no folder ", 64],
    [
      ["--repo", "https://me:pass@git.example/acme"],
      "the address of the repository at git.example holds",
      64,
    ],
    [["--repo", "file:///acme", "--branch", "a..b"], '"a..b" is not the name of a branch', 64],
    [["--repo", "file:///acme", "--path", "../b"], '"../b" leads out of the repository', 64],
    [["--repo", "environments", "--listen", "nowhere"], "--listen must be an address and a port", 64],
    [["--repo", "environments", "--interval", "often"], "--interval must be a time like", 64],
  ] as const)("says why in a sentence: %j", async (args, sentence, exitCode) => {
    const { code, stderr } = await agent(...args);
    expect({ code, stderr }).toEqual({
      code: exitCode,
      stderr: expect.stringContaining(`moor: ${sentence}`),
    });
    expect(stderr).not.toMatch(/unexpected|me:pass|\n\s+at /);
  });

  test("leaves at once when its address is taken, though notifications of an earlier one wait", async () => {
    const other = createServer();
    const address = await listening(other);
    const waiting = {
      id: "a".repeat(32),
      kind: "failed" as const,
      at: Date.now(),
      repository: "acme",
      account: "dev",
      message: "it failed",
    };
    place.write({
      "agent.yaml": `notifications: [{ kind: webhook, url: "http://127.0.0.1:1/x", secret: "env:HOOK_KEY" }]\n`,
      "data/told/notified.json": JSON.stringify({
        version: 1,
        told: {},
        waiting: { "webhook 127.0.0.1:1": [eventDocument(waiting)] },
      }),
    });
    const { code, stderr } = await agent(
      "--repo",
      "environments",
      "--config",
      "agent.yaml",
      "--listen",
      address,
    );
    other.close();
    expect(stderr).toContain(`moor: the agent cannot listen on ${address}: another program does`);
    expect(code).toBe(1);
  }, 30_000);
});

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}
