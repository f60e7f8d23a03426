import { describe, expect, test } from "@jest/globals";
import { problemsWith } from "./fixture.ts";

function restored(engine: string, fields: string): readonly string[] {
  return problemsWith({
    "apps/web.yaml": `kind: Database\nengine: ${engine}\nengineVersion: "17.2"\n${fields}\n`,
    "accounts/dev/apps.yaml": "web: {}\n",
  });
}

describe("a snapshot that a database is made from", () => {
  test("in another Region is refused: it has to be copied", () => {
    expect(
      restored("postgres", "snapshot: arn:aws:rds:us-east-1:222222222222:snapshot:before-split"),
    ).toEqual([
      "apps/web.yaml:4:11 the snapshot is in us-east-1, and this account is in eu-west-1: RDS restores within a Region only → copy it to eu-west-1 first, and name the copy",
    ]);
  });

  test.each([
    ["postgres", "cluster-snapshot", "snapshot", ""],
    ["aurora-postgres", "snapshot", "cluster-snapshot", "\nrotateDays: 30"],
  ])("of the wrong kind is refused for %s", (engine, kind, right, more) => {
    expect(restored(engine, `snapshot: arn:aws:rds:eu-west-1:222222222222:${kind}:one${more}`)).toEqual([
      `apps/web.yaml:4:11 ${engine} is not made from a ${kind} → name a ${right} of its kind`,
    ]);
  });

  test("for Aurora needs a password that RDS manages", () => {
    expect(restored("aurora-postgres", "snapshot: before-split")).toEqual([
      "apps/web.yaml:4:11 what Aurora makes from a snapshot keeps the password of the snapshot, unless RDS manages a new one → add rotateDays, such as rotateDays: 30",
    ]);
    expect(restored("aurora-postgres", "snapshot: before-split\nrotateDays: 30")).toEqual([]);
  });

  test.each(["before-split", "arn:aws:rds:eu-west-1:555555555555:snapshot:shared"])(
    "may be %s",
    (snapshot) => {
      expect(restored("postgres", `snapshot: ${snapshot}`)).toEqual([]);
    },
  );
});
