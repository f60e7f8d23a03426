import { createHash } from "node:crypto";
import type { ImageIdentifier } from "@aws-sdk/client-ecr";
import { BatchGetImageCommand, DescribeImagesCommand, ListImagesCommand } from "@aws-sdk/client-ecr";
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

const REPOSITORY = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop";
const OTHER = `sha256:${"ab".repeat(32)}`;

const push = (...pushed: object[]) => sandbox.control("POST", "images", { pushed });

interface ShownManifest {
  readonly manifests?: { digest: string; platform: { os: string; architecture: string } }[];
}

const manifestOf = async (id: ImageIdentifier): Promise<ShownManifest> => {
  const { images } = await sandbox
    .ecr()
    .send(new BatchGetImageCommand({ repositoryName: "shop", imageIds: [id] }));
  return JSON.parse(images?.[0]?.imageManifest ?? "") as ShownManifest;
};

const platformsOf = async (imageTag: string) =>
  (await manifestOf({ imageTag })).manifests?.map(
    ({ platform }) => `${platform.os}/${platform.architecture}`,
  );

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

  test("a listing gives what was asked for or pushed, without what is missing", async () => {
    await describeImage("1");
    await push({ image: `${REPOSITORY}:7` }, { image: `${REPOSITORY}:2` });
    const { imageIds } = await sandbox.ecr().send(new ListImagesCommand({ repositoryName: "shop" }));
    expect(imageIds?.map(({ imageTag }) => imageTag)).toEqual(["1", "7"]);
    const { imageDetails, nextToken } = await sandbox.ecr().send(
      new DescribeImagesCommand({
        repositoryName: "shop",
        maxResults: 1,
        filter: { tagStatus: "TAGGED" },
      }),
    );
    expect([imageDetails?.[0]?.imageTags, nextToken]).toEqual([["1"], "1"]);
  });
});

describe("the manifest of an image", () => {
  test("lists both platforms unless somebody pushed others, each with a manifest of its own", async () => {
    await push(
      { image: `${REPOSITORY}:arm`, platforms: ["linux/arm64"] },
      { image: `${REPOSITORY}:plain`, platforms: [] },
    );
    expect(await Promise.all(["1", "arm", "plain"].map(platformsOf))).toEqual([
      ["linux/amd64", "linux/arm64"],
      ["linux/arm64"],
      undefined,
    ]);
    const { manifests } = await manifestOf({ imageTag: "arm" });
    expect(await manifestOf({ imageDigest: manifests?.[0]?.digest })).toMatchObject({
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: { digest: expect.stringMatching(/^sha256:/) },
    });
  });

  test("is the content of its digest", async () => {
    const { images = [] } = await sandbox
      .ecr()
      .send(new BatchGetImageCommand({ repositoryName: "shop", imageIds: [{ imageTag: "1" }] }));
    const [{ imageManifest = "", imageId } = {}] = images;
    expect(imageId?.imageDigest).toBe(`sha256:${createHash("sha256").update(imageManifest).digest("hex")}`);
  });
});

test("a tag that moved names another digest, and the old one is still there without a tag", async () => {
  const [before] = (await describeImage("1")).imageDetails ?? [];
  await push({ image: `${REPOSITORY}:1`, digest: OTHER });
  expect((await describeImage("1")).imageDetails?.[0]?.imageDigest).toBe(OTHER);
  const { imageDetails } = await sandbox.ecr().send(
    new DescribeImagesCommand({
      repositoryName: "shop",
      imageIds: [{ imageDigest: before?.imageDigest }],
    }),
  );
  expect(imageDetails?.[0]?.imageTags).toBeUndefined();
});

test("a digest is missing when the tag that names it is", async () => {
  const [known] = (await describeImage("4")).imageDetails ?? [];
  await sandbox.control("POST", "images", { missing: ["*/shop:4"] });
  const asked = new BatchGetImageCommand({
    repositoryName: "shop",
    imageIds: [{ imageDigest: known?.imageDigest }],
  });
  expect((await sandbox.ecr().send(asked)).failures).toMatchObject([{ failureCode: "ImageNotFound" }]);
});

test("an image that no task can pull is shown all the same", async () => {
  await sandbox.control("POST", "images", { unpullable: ["*/shop:1"] });
  expect((await describeImage("1")).imageDetails).toHaveLength(1);
  expect(await sandbox.control("GET", "images")).toMatchObject({ unpullable: ["*/shop:1"] });
});

test.each([
  [{ image: "shop:1" }, "a pushed image: image must be like"],
  [{ image: REPOSITORY }, "a pushed image: image must be like"],
  [{ image: `${REPOSITORY}:1`, digest: "sha256:1" }, "a pushed image: digest must be"],
  [{ image: `${REPOSITORY}:1`, platforms: ["arm"] }, "a pushed image: platforms must be like"],
])("an image %j cannot be pushed", async (image, message) => {
  await expect(push(image)).rejects.toThrow(message);
});
