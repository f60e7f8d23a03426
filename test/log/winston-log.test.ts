import { PassThrough } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import type { Log } from "../../src/model/ports.ts";
import type { WinstonLogOptions } from "../../src/log/winston-log.ts";
import { createWinstonLog } from "../../src/log/winston-log.ts";

/** The lines that a log writes. */
async function linesOf(
  use: (log: Log) => void,
  options: Partial<WinstonLogOptions> = {},
): Promise<readonly string[]> {
  const stream = new PassThrough();
  const log = await createWinstonLog({ level: "info", format: "json", stream, ...options });
  use(log);
  await new Promise((resolve) => setImmediate(resolve));
  return String(stream.read() ?? "")
    .split("\n")
    .slice(0, -1);
}

describe("a log of JSON lines", () => {
  test("has time, level, message and the fields, on one line each", async () => {
    const lines = await linesOf((log) => {
      log.info("change set executed", { account: "production", attempt: 2, isFirst: false });
      log.error("pass failed");
    });
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        level: "info",
        message: "change set executed",
        account: "production",
        attempt: 2,
        isFirst: false,
      },
      { time: expect.any(String), level: "error", message: "pass failed" },
    ]);
  });

  test("does not let a field replace time, level or message", async () => {
    const [line = ""] = await linesOf((log) =>
      log.info("real", { message: "fake", level: "fake", time: "fake" }),
    );
    expect(JSON.parse(line)).toMatchObject({
      message: "real",
      level: "info",
      time: expect.stringContaining("T"),
    });
  });

  test("keeps what looks like two lines on one, and brings it back whole", async () => {
    const value = 'a\nb\u001b[31m\u2028c\u202e"\u0085';
    const lines = await linesOf((log) => log.info("m", { value }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ value });
  });
});

describe("a log for people", () => {
  const pretty = { format: "pretty" } as const;

  test("has time of day, level, message and fields with a value", async () => {
    const [line] = await linesOf(
      (log) => log.warn("throttled", { account: "production", why: "two words", none: undefined }),
      pretty,
    );
    expect(line).toMatch(/^\d\d:\d\d:\d\d warn {2}throttled account=production why="two words"$/);
  });

  test("cannot be made to move the cursor or to look like two lines", async () => {
    const lines = await linesOf((log) => log.info("a\nb", { "k\n": "c\u001b[2J", d: "\u009b31m" }), pretty);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/\p{Cc}/u);
  });

  test("has colour only when asked for", async () => {
    const [plain] = await linesOf((log) => log.error("m"), pretty);
    const [colored] = await linesOf((log) => log.error("m"), { ...pretty, hasColor: true });
    expect([plain?.includes("\u001b"), colored?.includes("\u001b[31merror")]).toEqual([false, true]);
  });
});

describe("levels", () => {
  test.each([
    ["debug", ["debug", "info", "warn", "error"]],
    ["info", ["info", "warn", "error"]],
    ["warn", ["warn", "error"]],
    ["error", ["error"]],
  ] as const)("at %s, %p are shown", async (level, shown) => {
    const lines = await linesOf(
      (log) => {
        log.debug("m");
        log.info("m");
        log.warn("m");
        log.error("m");
      },
      { level },
    );
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(shown);
  });
});

describe("secrets", () => {
  test.each([
    "password",
    "secretAccessKey",
    "AWS_SESSION_TOKEN",
    "authorization",
    "apiKey",
    "private_key",
    "credentials",
  ])("a value under %s is not logged", async (key) => {
    const [line] = await linesOf((log) => log.info("m", { [key]: "hunter2" }));
    expect(line).not.toContain("hunter2");
    expect(line).toContain("[redacted]");
  });

  test.each([
    ["a key id", "used AKIAIOSFODNN7EXAMPLE today", "IOSFODNN7EXAMPLE"],
    ["a temporary key id", "used ASIAIOSFODNN7EXAMPLE", "IOSFODNN7EXAMPLE"],
    ["a session token", `got IQoJb3JpZ2lu${"A1".repeat(60)}`, "A1A1A1"],
    ["an assignment", "aws_secret_access_key = wJalrXUtnFEMI", "wJalrXUtnFEMI"],
    ["XML", "<SessionToken>abcdefgh</SessionToken>", "abcdefgh"],
    ["a header", "Authorization: Bearer abcdefghijkl", "abcdefghijkl"],
    ["a password in an address", "https://alice:hunter2@git.example/x", "hunter2"],
    ["a token of a git host", "ghp_0123456789abcdefXYZ", "0123456789abcdefXYZ"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----", "MIIabc"],
  ])("%s inside a text is not logged", async (_what, text, secret) => {
    const [message, field] = await linesOf((log) => {
      log.info(text);
      log.info("m", { why: text });
    });
    expect(message).not.toContain(secret);
    expect(field).not.toContain(secret);
  });

  test("what only sounds like one stays", async () => {
    const text =
      "the token of change set mooring-0123-1 on arn:aws:cloudformation:eu-west-1:222222222222:stack/a/b";
    const [line] = await linesOf((log) => log.info(text));
    expect(line).toContain(text);
  });
});
