import { describe, expect, test } from "@jest/globals";
import { PRODUCTION, problemsWith } from "./fixture.ts";

const WHY = "and a name of a bucket exists once in all of AWS";
const REMEDY =
  "give each a name of its own, such as one with ${account.name} in it, or leave `bucket` out and AWS makes one up";

function everywhere(bucket: string) {
  return {
    ...PRODUCTION,
    "apps/uploads.yaml": `kind: Bucket\n${bucket}`,
    "accounts/dev/apps.yaml": "web: 1.0.0\nuploads:\n",
    "accounts/production/apps.yaml": "web: 1.0.0\nuploads:\n",
  };
}

describe("the name of a bucket", () => {
  test("that two accounts have is told once, where it was written", () => {
    expect(problemsWith(everywhere("bucket: acme-uploads\n"))).toEqual([
      `apps/uploads.yaml:2:9 the bucket acme-uploads would be made by uploads in dev and by uploads in production, ${WHY} → ${REMEDY}`,
    ]);
  });

  test("that two apps of an account have is told", () => {
    const apps = "uploads: { bucket: acme-files }\npictures: { bucket: acme-files }\n";
    const files = { "apps/uploads.yaml": "kind: Bucket\n", "apps/pictures.yaml": "kind: Bucket\n" };
    const message = `the bucket acme-files would be made by pictures in dev and by uploads in dev, ${WHY} → ${REMEDY}`;
    expect(problemsWith({ ...files, "accounts/dev/apps.yaml": apps })).toEqual([
      `accounts/dev/apps.yaml:1:20 ${message}`,
      `accounts/dev/apps.yaml:2:21 ${message}`,
    ]);
  });

  test.each([
    ["has the account in it", "bucket: acme-uploads-${account.name}\n"],
    ["is left to AWS", ""],
  ])("that %s is fine", (_title, bucket) => {
    expect(problemsWith(everywhere(bucket))).toEqual([]);
  });
});
