import { BatchGetImageCommand, DescribeImagesCommand } from "@aws-sdk/client-ecr";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  await sandbox.control("POST", "images", {
    missing: ["*/shop:2", "222222222222.dkr.ecr.eu-west-1.amazonaws.com/*"],
  });
});

afterEach(() => sandbox.close());

const describeImage = (imageTag: string, registryId?: string) =>
  sandbox
    .ecr()
    .send(new DescribeImagesCommand({ repositoryName: "shop", registryId, imageIds: [{ imageTag }] }));

describe("images", () => {
  test("an image that exists has a digest, the same each time", async () => {
    const digests = await Promise.all(
      ["1", "1", "3"].map(async (tag) => (await describeImage(tag)).imageDetails?.[0]?.imageDigest),
    );
    expect(digests[0]).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect([digests[0] === digests[1], digests[0] === digests[2]]).toEqual([true, false]);
  });

  test("a missing image is AWS's error, in the registry it was asked for", async () => {
    await expect(describeImage("2")).rejects.toMatchObject({
      name: "ImageNotFoundException",
      message:
        "The image with imageId {imageDigest:'null', imageTag:'2'} does not exist within the repository with name 'shop' in the registry with id '111111111111'",
    });
    await expect(describeImage("1", "222222222222")).rejects.toMatchObject({
      name: "ImageNotFoundException",
    });
  });

  test("a batch gives what exists and names what does not", async () => {
    const { images, failures } = await sandbox.ecr().send(
      new BatchGetImageCommand({
        repositoryName: "shop",
        imageIds: [{ imageTag: "1" }, { imageTag: "2" }],
      }),
    );
    expect(images).toMatchObject([
      { imageId: { imageTag: "1" }, imageManifest: expect.stringContaining("schemaVersion") },
    ]);
    expect(failures).toMatchObject([{ imageId: { imageTag: "2" }, failureCode: "ImageNotFound" }]);
  });

  test("a listing is refused, not answered with nothing", async () => {
    await expect(
      sandbox.ecr().send(new DescribeImagesCommand({ repositoryName: "shop" })),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
  });
});
