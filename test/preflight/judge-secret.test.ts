import { describe, expect, test } from "@jest/globals";
import { judgeParameter, judgeSecret } from "../../src/preflight/judge-secret.ts";
import { anAccount } from "../support/placements.ts";
import { whyOf } from "./why-of.ts";

const account = anAccount();

describe("a secret", () => {
  const subject = { kind: "secret", id: "shop/stripe" } as const;

  test.each([
    ["there", "good"],
    ["missing", "there is no secret shop/stripe in Secrets Manager of dev (eu-west-1)"],
    [
      "deleted",
      "the deletion of secret shop/stripe in dev (eu-west-1) is scheduled, and it cannot be read any more",
    ],
  ] as const)("that is %s: %s", (state, why) => {
    expect(whyOf(judgeSecret(subject, state, account))).toBe(why);
  });
});

describe("a parameter", () => {
  const judge = (name: string, found: readonly string[]) =>
    whyOf(judgeParameter({ kind: "parameter", name }, new Set(found), account));

  test("that is missing is told with its name", () => {
    expect(judge("/shop/key", ["/shop/keys"])).toBe(
      "there is no parameter /shop/key in Systems Manager of dev (eu-west-1)",
    );
  });

  test("of one word may be there without the slash: their ARNs are the same", () => {
    expect([judge("/key", ["key"]), judge("/shop/key", ["/shop/key"])]).toEqual(["good", "good"]);
  });
});
