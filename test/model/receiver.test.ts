import { describe, expect, test } from "@jest/globals";
import { deliveryOf, unansweredDelivery } from "../../src/model/receiver.ts";

const now = Date.UTC(2026, 10, 23, 12, 0, 0);

describe("an answer over HTTP", () => {
  test.each([
    [200, "delivered"],
    [204, "delivered"],
    [301, "refused"],
    [400, "refused"],
    [404, "refused"],
    [408, "failed"],
    [425, "failed"],
    [429, "failed"],
    [500, "failed"],
    [503, "failed"],
  ])("%i is %s", (status, kind) => {
    expect(deliveryOf({ status, retryAfter: null, now }).kind).toBe(kind);
  });

  test.each([
    ["120", 120_000],
    ["0", 0],
    ["Mon, 23 Nov 2026 12:00:30 GMT", 30_000],
    ["Mon, 23 Nov 2026 11:00:00 GMT", 0],
    ["soon", undefined],
    [null, undefined],
  ])("Retry-After: %s means after %s ms", (retryAfter, afterMs) => {
    const delivery = deliveryOf({ status: 429, retryAfter, now });
    expect(delivery.kind === "failed" ? delivery.afterMs : "none").toBe(afterMs);
  });
});

describe("no answer", () => {
  test.each([
    [
      new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ENOTFOUND" }) }),
      "ENOTFOUND",
    ],
    [new DOMException("late", "TimeoutError"), "no answer in time"],
    [new Error("https://hooks.example/s3cr3t"), "no answer"],
    [Object.assign(new Error("x"), { code: "https://hooks.example/s3cr3t" }), "no answer"],
    ["a string", "no answer"],
    [undefined, "no answer"],
  ])("is told by a code alone: %s", (error, word) => {
    expect(unansweredDelivery(error)).toEqual({ kind: "failed", why: `it could not be reached (${word})` });
  });
});
