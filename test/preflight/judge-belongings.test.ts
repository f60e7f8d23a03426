import { describe, expect, test } from "@jest/globals";
import { judgeBucket, judgeIdentity, judgeZone } from "../../src/preflight/judge-belongings.ts";
import { anAccount } from "../support/placements.ts";
import { whyOf } from "./why-of.ts";

const account = anAccount();

describe("what belongs to an account", () => {
  test("is reached with its own credentials", () => {
    const arn = "arn:aws:sts::999999999999:assumed-role/x/y";
    expect(judgeIdentity({ account: "222222222222", arn }, account)).toEqual({ state: "good", note: arn });
    expect(whyOf(judgeIdentity({ account: "999999999999", arn }, account))).toBe(
      `these credentials (${arn}) are of AWS account 999999999999, and dev is 222222222222`,
    );
  });

  test("are the zones that it names", () => {
    const subject = { kind: "zone", id: "Z1", domain: "acme.example" } as const;
    expect(judgeZone(subject, [{ id: "Z1", name: "acme.example" }], account).state).toBe("good");
    expect(whyOf(judgeZone(subject, [{ id: "Z2", name: "acme.example" }], account))).toBe(
      "dev has no public hosted zone Z1 for acme.example; its zone of that name is Z2",
    );
  });

  test("is the bucket for large templates", () => {
    const subject = { kind: "bucket", name: "artifacts", owner: "222222222222" } as const;
    expect(
      (["there", "missing", "unseen"] as const).map((state) => whyOf(judgeBucket(subject, state, account))),
    ).toEqual([
      "good",
      "the template is too large for a request, or nearly so, and there is no bucket artifacts to put it into",
      "unknown",
    ]);
  });
});
