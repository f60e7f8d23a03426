import { createHash } from "node:crypto";
import { CreateBucketCommand, DeleteObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { sdkClouds } from "../../src/aws/sdk-clouds.ts";
import type { ChangeSetRequest, Cloud } from "../../src/model/cloud.ts";
import { ACCOUNT, accept, computed, deploy, queues, request } from "../contract/contract-world.ts";
import type { TestSandbox } from "../support/sandbox.ts";
import { startTestSandbox } from "../support/sandbox.ts";
import { TEST_KEYS } from "./test-account.ts";

let sandbox: TestSandbox;
let cloud: Cloud;

const BUCKET = "acme-artifacts";

beforeAll(async () => {
  sandbox = await startTestSandbox();
});

beforeEach(async () => {
  await sandbox.control("POST", "reset");
  const options = { endpoint: sandbox.url, keys: TEST_KEYS, sessionName: "mooring-acme-agent" };
  cloud = sdkClouds({ ...options, tuning: { attempts: 2 } })(ACCOUNT);
});

afterAll(() => sandbox.close());

async function makeBucket(account: string): Promise<void> {
  await sandbox.s3({ account, region: ACCOUNT.region }).send(
    new CreateBucketCommand({
      Bucket: BUCKET,
      CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
    }),
  );
}

const large = queues({ Jobs: {} }, { Metadata: { Notes: "x".repeat(60_000) } });

const Key = `templates/${createHash("sha256").update(large).digest("hex")}.json`;

function asking(name: string, overrides: Partial<ChangeSetRequest> = {}): ChangeSetRequest {
  const artifacts = { bucket: BUCKET, owner: ACCOUNT.id };
  return request("acme-storefront", name, { template: large, artifacts, ...overrides });
}

describe("a template that is too large for a request", () => {
  test("goes through the account's bucket, and comes back from CloudFormation as it was", async () => {
    await makeBucket(ACCOUNT.id);
    const { id } = await deploy(cloud, asking("first"));
    expect(await cloud.template(id)).toBe(large);
  });

  test("is written once, however often a change set is made of it", async () => {
    await makeBucket(ACCOUNT.id);
    accept(await cloud.createChangeSet(asking("first")));
    accept(await cloud.createChangeSet(asking("second")));
    await computed(cloud, "acme-storefront", "second");
    expect(cloud.calls()).toMatchObject({ HeadObject: 2, PutObject: 1, CreateChangeSet: 2 });
    await sandbox
      .s3({ account: ACCOUNT.id, region: ACCOUNT.region })
      .send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
  });

  test("holds its stack where there is no bucket, and says what makes one", async () => {
    expect(await cloud.createChangeSet(asking("first"))).toEqual({
      kind: "rejected",
      message: expect.stringMatching(
        /^the template has \d+ bytes and has to go through the bucket acme-artifacts, which is not there: `moor bootstrap` makes it$/,
      ),
    });
    expect(cloud.calls()).not.toHaveProperty("CreateChangeSet");
  });

  test("is never put into a bucket of another account", async () => {
    await makeBucket("999999999999");
    expect(await cloud.createChangeSet(asking("first"))).toEqual({
      kind: "rejected",
      message: expect.stringContaining(`which belongs to another account than ${ACCOUNT.id}`),
    });
    const s3 = sandbox.s3({ account: "999999999999", region: ACCOUNT.region });
    await expect(s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key }))).rejects.toThrow(
      /NotFound|UnknownError/,
    );
  });

  test("is no use to anybody once the change set is made", async () => {
    await makeBucket(ACCOUNT.id);
    accept(await cloud.createChangeSet(asking("first")));
    await computed(cloud, "acme-storefront", "first");
    const s3 = sandbox.s3({ account: ACCOUNT.id, region: ACCOUNT.region });
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
    const { id } = await deploy(cloud, asking("second"));
    expect(await cloud.template(id)).toBe(large);
  });
});

test("a template that fits is put nowhere", async () => {
  await deploy(cloud, request("acme-storefront", "first"));
  expect(cloud.calls()).not.toHaveProperty("HeadObject");
});
