import { Readable } from "node:stream";
import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateSummaryCommand,
  ValidateTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox, TEST_ACCOUNT, TEST_REGION } from "../../support/sandbox.ts";

const LocationConstraint = "eu-west-1";
const template = JSON.stringify({ Resources: { Topic: { Type: "AWS::SNS::Topic" } } });

let sandbox: TestSandbox;
let s3: S3Client;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  s3 = sandbox.s3();
  await s3.send(
    new CreateBucketCommand({ Bucket: "templates", CreateBucketConfiguration: { LocationConstraint } }),
  );
  await s3.send(new PutObjectCommand({ Bucket: "templates", Key: "a b/topic.json", Body: template }));
});

afterAll(() => sandbox.close());

describe("objects", () => {
  test("what was written is read again, with its type, metadata and MD5", async () => {
    const Body = "grüße\n";
    const { ETag } = await s3.send(
      new PutObjectCommand({
        Bucket: "templates",
        Key: "x",
        Body,
        ContentType: "text/plain",
        Metadata: { by: "me" },
      }),
    );
    const read = await s3.send(new GetObjectCommand({ Bucket: "templates", Key: "x" }));
    expect(await read.Body?.transformToString()).toBe(Body);
    expect(read).toMatchObject({ ETag, ContentType: "text/plain", Metadata: { by: "me" } });
    const head = await s3.send(new HeadObjectCommand({ Bucket: "templates", Key: "x" }));
    expect(head).toMatchObject({ ETag, ContentLength: 8 });
  });

  test("an upload in chunks is put together", async () => {
    const Body = Readable.from([Buffer.from("first "), Buffer.from("second")]);
    await s3.send(new PutObjectCommand({ Bucket: "templates", Key: "stream", Body, ContentLength: 12 }));
    const read = await s3.send(new GetObjectCommand({ Bucket: "templates", Key: "stream" }));
    expect(await read.Body?.transformToString()).toBe("first second");
  });

  test.each([
    ["a key that is not there", new GetObjectCommand({ Bucket: "templates", Key: "no" }), "NoSuchKey"],
    ["a bucket that is not there", new GetObjectCommand({ Bucket: "nowhere", Key: "x" }), "NoSuchBucket"],
    [
      "bytes that are no text",
      new PutObjectCommand({ Bucket: "templates", Key: "b", Body: Buffer.from([0xff, 0xfe]) }),
      "NotImplemented",
    ],
    [
      "more than it keeps",
      new PutObjectCommand({ Bucket: "templates", Key: "b", Body: "x".repeat(2_000_001) }),
      "EntityTooLarge",
    ],
    [
      "a wrong MD5",
      new PutObjectCommand({ Bucket: "templates", Key: "b", Body: "x", ContentMD5: "bm8=" }),
      "BadDigest",
    ],
    [
      "a bucket of another owner",
      new PutObjectCommand({ Bucket: "templates", Key: "b", Body: "x", ExpectedBucketOwner: "222222222222" }),
      "AccessDenied",
    ],
    [
      "a range",
      new GetObjectCommand({ Bucket: "templates", Key: "a b/topic.json", Range: "bytes=0-1" }),
      "NotImplemented",
    ],
    ["a listing", new ListObjectsV2Command({ Bucket: "templates" }), "NotImplemented"],
  ])("%s is refused in S3's shape", async (_, command, code) => {
    await expect(s3.send(command as GetObjectCommand)).rejects.toMatchObject({ name: code });
  });

  test("an upload that wants to be the first is refused where there is something", async () => {
    const upload = (Key: string) =>
      new PutObjectCommand({ Bucket: "templates", Key, Body: "x", IfNoneMatch: "*" });
    await s3.send(upload("new"));
    await expect(s3.send(upload("new"))).rejects.toMatchObject({ name: "PreconditionFailed" });
  });

  test("HEAD says by its status that a bucket or an object is another owner's, or missing", async () => {
    const statusOf = async (Bucket: string, ExpectedBucketOwner: string, Key?: string) => {
      const command =
        Key === undefined
          ? new HeadBucketCommand({ Bucket, ExpectedBucketOwner })
          : new HeadObjectCommand({ Bucket, ExpectedBucketOwner, Key });
      const sent: Promise<{ $metadata: { httpStatusCode?: number } }> = s3.send(command as HeadBucketCommand);
      const { $metadata } = await sent.catch((error: { $metadata: { httpStatusCode?: number } }) => error);
      return $metadata.httpStatusCode;
    };
    expect([
      await statusOf("templates", TEST_ACCOUNT),
      await statusOf("templates", "222222222222"),
      await statusOf("nowhere", TEST_ACCOUNT),
      await statusOf("templates", TEST_ACCOUNT, "a b/topic.json"),
      await statusOf("templates", "222222222222", "a b/topic.json"),
      await statusOf("templates", TEST_ACCOUNT, "no"),
    ]).toEqual([200, 403, 404, 200, 403, 404]);
  });
});

describe("buckets", () => {
  test("a name is taken for everybody, and free again after the deletion of what was in it", async () => {
    const Bucket = "short-lived";
    const other = sandbox.s3({ account: "222222222222" });
    const make = new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } });
    await s3.send(make);
    await expect(s3.send(make)).rejects.toMatchObject({ name: "BucketAlreadyOwnedByYou" });
    await expect(other.send(make)).rejects.toMatchObject({ name: "BucketAlreadyExists" });
    expect(await s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: TEST_REGION });
    await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "v" }));
    await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: "BucketNotEmpty",
    });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: "NotFound" });
    await other.send(make);
  });

  test("one that a stack made takes objects, and is deleted only when it is empty", async () => {
    const client = sandbox.cloudformation();
    const StackName = "bucket";
    const TemplateBody = JSON.stringify({
      Resources: { Bucket: { Type: "AWS::S3::Bucket", Properties: { BucketName: "from-a-stack" } } },
    });
    const { StackId } = await client.send(new CreateStackCommand({ StackName, TemplateBody }));
    await s3.send(new HeadBucketCommand({ Bucket: "from-a-stack", ExpectedBucketOwner: TEST_ACCOUNT }));
    await s3.send(new PutObjectCommand({ Bucket: "from-a-stack", Key: "k", Body: "v" }));
    const remove = new DeleteStackCommand({ StackName });
    await client.send(remove);
    const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName }));
    expect(
      StackEvents?.find(({ ResourceStatus }) => ResourceStatus === "DELETE_FAILED")?.ResourceStatusReason,
    ).toMatch(/failed to delete: \[Bucket\]/);
    await s3.send(new DeleteObjectCommand({ Bucket: "from-a-stack", Key: "k" }));
    await client.send(remove);
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: StackId }));
    expect(Stacks?.[0]?.StackStatus).toBe("DELETE_COMPLETE");
    await expect(s3.send(new HeadBucketCommand({ Bucket: "from-a-stack" }))).rejects.toMatchObject({
      name: "NotFound",
    });
  });
});

describe("a template URL", () => {
  test.each([
    ["virtual-host style", () => "https://templates.s3.eu-west-1.amazonaws.com/a%20b/topic.json"],
    ["virtual-host style without a Region", () => "https://templates.s3.amazonaws.com/a%20b/topic.json"],
    ["path style", () => "https://s3.us-east-1.amazonaws.com/templates/a%20b/topic.json"],
    ["path style, old form", () => "https://s3-eu-west-1.amazonaws.com/templates/a%20b/topic.json"],
    ["the sandbox's address", () => `${sandbox.url}/templates/a%20b/topic.json`],
  ])("in %s is read", async (_, url) => {
    const client = sandbox.cloudformation({ account: "333333333333" });
    const { ResourceTypes } = await client.send(new GetTemplateSummaryCommand({ TemplateURL: url() }));
    expect(ResourceTypes).toEqual(["AWS::SNS::Topic"]);
    await client.send(new ValidateTemplateCommand({ TemplateURL: url() }));
  });

  test.each([
    ["of a static website", "http://templates.s3-website-eu-west-1.amazonaws.com/x", "TemplateURL must be"],
    ["of somebody else", "https://example.com/templates/x", "TemplateURL must be"],
    ["without a key", "https://templates.s3.amazonaws.com/", "TemplateURL must be"],
    ["that is none", "templates/x", "TemplateURL must be a supported URL."],
    ["of a key that is not there", "https://templates.s3.amazonaws.com/no", "S3 error: The specified key"],
    ["of no bucket", "https://nowhere.s3.amazonaws.com/no", "S3 error: The specified bucket does not exist"],
    ["with a version", "https://templates.s3.amazonaws.com/x?versionId=1", "versionId, is not supported"],
  ])("%s is refused", async (_, TemplateURL, message) => {
    const refused = sandbox.cloudformation().send(new CreateStackCommand({ StackName: "s", TemplateURL }));
    await expect(refused).rejects.toMatchObject({
      name: "ValidationError",
      message: expect.stringContaining(message),
    });
  });

  test("of more than a template may have is refused, and one of more than a request may carry is not", async () => {
    const padded = (length: number) => template + " ".repeat(length);
    await s3.send(new PutObjectCommand({ Bucket: "templates", Key: "large", Body: padded(1_000_000) }));
    await s3.send(new PutObjectCommand({ Bucket: "templates", Key: "fair", Body: padded(100_000) }));
    const validate = (Key: string) =>
      sandbox
        .cloudformation()
        .send(new ValidateTemplateCommand({ TemplateURL: `https://templates.s3.amazonaws.com/${Key}` }));
    await expect(validate("large")).rejects.toMatchObject({
      message: "Template may not exceed 1000000 bytes in size.",
    });
    await validate("fair");
  });
});
