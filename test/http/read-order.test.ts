import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readFilter, readPause, readResume, readSync } from "../../src/http/read-order.ts";

describe("an order", () => {
  test("without a body means everything", () => {
    expect(readSync("")).toEqual({ kind: "read", value: undefined });
    expect(readResume(" ")).toEqual({ kind: "read", value: { kind: "repository" } });
    expect(readPause("{}", 0)).toEqual({ kind: "read", value: { scope: { kind: "repository" } } });
  });

  test.each([
    ["{", "the body must be a JSON object"],
    ["[]", "the body must be a JSON object"],
    ["null", "the body must be a JSON object"],
    ['{"acount":"production"}', "the body may hold account, app, reason, by, until, and nothing else"],
    [
      '{"__proto__":{"account":"test"}}',
      "the body may hold account, app, reason, by, until, and nothing else",
    ],
    ['{"app":"web"}', "an app needs the account that it is in"],
    ['{"account":"<b>"}', "account must hold names: lower-case letters, digits and hyphens"],
    ['{"account":["test"]}', "account must hold names: lower-case letters, digits and hyphens"],
    ['{"reason":""}', "reason must be one line of at most 300 characters"],
    ['{"reason":"one\\ntwo"}', "reason must be one line of at most 300 characters"],
    [`{"by":"${"x".repeat(301)}"}`, "by must be one line of at most 300 characters"],
    ['{"until":"tomorrow"}', "until must be a time like 2026-01-31T18:00:00Z"],
    ['{"until":"2026-13-31T18:00:00Z"}', "until must be a time like 2026-01-31T18:00:00Z"],
    ['{"until":"2026-01-31T18:00:00"}', "until must be a time like 2026-01-31T18:00:00Z"],
    ['{"until":"1970-01-01T00:00:00Z"}', "until must be a time to come"],
  ])("to pause with %s is refused", (body, why) => {
    expect(readPause(body, 0)).toEqual({ kind: "wrong", why });
  });

  test.each([
    ['{"accounts":[]}', "accounts must be a list of 1 to 1000 names"],
    ['{"accounts":"test"}', "accounts must be a list of 1 to 1000 names"],
    ['{"accounts":[1]}', "accounts must hold names: lower-case letters, digits and hyphens"],
  ])("to sync with %s is refused", (body, why) => {
    expect(readSync(body)).toEqual({ kind: "wrong", why });
  });

  test("is read or refused, whatever it holds, and a refusal can be shown anywhere", () => {
    const odd = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.json().map((text) => `{"by":${text}}`),
    );
    fc.assert(
      fc.property(odd, (body) => {
        const reading = readPause(body, 0);
        expect(reading.kind === "wrong" ? reading.why : "").toMatch(/^[ -~]{0,100}$/);
      }),
    );
  });
});

describe("a filter", () => {
  test.each([
    ["limit=0", "limit must be a number from 1 to 1000"],
    ["limit=1e3", "limit must be a number from 1 to 1000"],
    ["since=yesterday", "since must be a time like 2026-01-31T18:00:00Z"],
    ["app=%3Cb%3E", "app must hold names: lower-case letters, digits and hyphens"],
  ])("with %s is refused", (query, why) => {
    expect(readFilter(new URLSearchParams(query))).toEqual({ kind: "wrong", why });
  });
});
