import { describe, expect, test } from "@jest/globals";
import { problemsWith } from "./fixture.ts";

function bucket(fields: string): readonly string[] {
  return problemsWith({
    "apps/web.yaml": `kind: Bucket\n${fields}\n`,
    "accounts/dev/apps.yaml": "web: {}\n",
  });
}

describe("the name of a bucket", () => {
  test.each([
    ["xn--uploads", "xn--"],
    ["uploads-s3alias", "-s3alias"],
  ])("%s is refused", (name, reserved) => {
    expect(bucket(`bucket: ${name}`)).toEqual([
      `apps/web.yaml:2:9 bucket is ${name}, but S3 keeps names with ${reserved} for itself → take another name`,
    ]);
  });

  test("that is too long once its variables are replaced is refused", () => {
    const [problem = ""] = bucket(`bucket: \${account.name}-${"o".repeat(60)}`);
    expect(problem).toContain("apps/web.yaml:2:9 bucket");
    expect(problem).toContain("63");
  });

  test.each(["acme-uploads-${account.name}", "acme-${account.id}-${region}"])("may be %s", (name) => {
    expect(bucket(`bucket: ${name}`)).toEqual([]);
  });
});

test("objects that are deleted before they move are refused", () => {
  expect(bucket("lifecycle: { infrequentAccessDays: 60, expireDays: 30 }")).toEqual([
    "apps/web.yaml:2:36 objects would move to cheaper storage after 60 days, but they are deleted after 30 → make lifecycle.infrequentAccessDays less than lifecycle.expireDays, or leave it out",
  ]);
  expect(bucket("lifecycle: { infrequentAccessDays: 30, expireDays: 60 }")).toEqual([]);
});

test("an origin with two wildcards is refused", () => {
  expect(bucket('cors: [{ origins: ["https://a.example", "https://*.*.example"], methods: [GET] }]')).toEqual(
    [
      "apps/web.yaml:2:41 the origin https://*.*.example has more than one *, which S3 refuses → write the origins one by one",
    ],
  );
});
