import { describe, expect, test } from "@jest/globals";
import { holdFor } from "../../src/plan/blocker.ts";

describe("why a stack waits for others", () => {
  test("names one and what it does", () => {
    expect(holdFor([{ app: "network", doing: "itself waits" }]).reason).toBe(
      "waits for network, which itself waits",
    );
  });

  test("names those together that do the same", () => {
    const blockers = [
      { app: "cache", doing: "itself waits" },
      { app: "db", doing: "itself waits" },
      { app: "zone", doing: "has to be created first" },
      { app: "network", doing: "itself waits" },
      { app: "assets", doing: "has to be created first" },
    ];
    expect(holdFor(blockers)).toEqual({
      because: { kind: "dependency", on: ["cache", "db", "zone", "network", "assets"] },
      reason:
        "waits for cache, db and network, which themselves wait, and zone and assets, which have to be created first",
    });
  });

  test.each([
    ["is in progress", "a and b, which are in progress"],
    ["failed to update", "a and b, which failed to update"],
    [
      "has to recover from a failed update first",
      "a and b, which have to recover from a failed update first",
    ],
  ])("says of several that one %s", (doing, words) => {
    expect(
      holdFor([
        { app: "a", doing },
        { app: "b", doing },
      ]).reason,
    ).toBe(`waits for ${words}`);
  });
});
