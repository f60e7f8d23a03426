import { describe, expect, test } from "@jest/globals";
import type { ImageAnswer } from "../../src/model/cloud-images.ts";
import { onScriptedAws } from "./on-scripted-aws.ts";
import type { Script } from "./scripted-aws.ts";

const image = { registry: "111111111111", region: "us-east-1", repository: "team/shop", tag: "2.7.1" };
const digest = `sha256:${"a".repeat(64)}`;

const json = (body: unknown): ReturnType<Script> => ({ status: 200, body: JSON.stringify(body) });
const fault = (type: string, status = 400): ReturnType<Script> => ({
  status,
  body: JSON.stringify({ __type: type, message: `${type} it is` }),
});

const one = (manifest: unknown) =>
  json({
    images: [
      { imageId: { imageTag: "2.7.1", imageDigest: digest }, imageManifest: JSON.stringify(manifest) },
    ],
    failures: [],
  });

const platform = (architecture: string, os = "linux") => ({ digest, platform: { architecture, os } });

const answered = (script: Script): Promise<ImageAnswer> =>
  onScriptedAws(script, ({ cloud }) => cloud.image(image));

const nothing = json({ images: [], failures: [{ failureCode: "ImageNotFound" }] });

describe("a tagged image", () => {
  test("that a manifest list stands for comes with its digest and architectures", async () => {
    const list = { manifests: [platform("amd64"), platform("arm64"), platform("unknown", "unknown")] };
    expect(await answered(() => one(list))).toEqual({
      kind: "found",
      digest,
      architectures: ["x86_64", "arm64"],
    });
  });

  test.each([
    ["a manifest of its own", { schemaVersion: 2, config: {} }],
    ["something that is no manifest", "{"],
    ["a list without platforms", { manifests: [{ digest }] }],
  ])("that %s stands for tells no architecture", async (_what, manifest) => {
    expect(await answered(() => one(manifest))).toEqual({ kind: "found", digest });
  });

  test("that is missing comes with the tags that were pushed last", async () => {
    const pushed = (imageTags: readonly string[], imagePushedAt: number) => ({ imageTags, imagePushedAt });
    const details = [
      pushed(["2.6.9"], 1_700_000_000),
      pushed(["2.7.0", "latest"], 1_800_000_000),
      pushed(["\u001b[31mred"], 1_750_000_000),
    ];
    const script: Script = ({ operation }) =>
      operation === "BatchGetImage" ? nothing : json({ imageDetails: details });
    expect(await answered(script)).toEqual({ kind: "missing", latest: ["2.7.0", "latest", "2.6.9"] });
  });

  test("that is missing is missing, whether or not one may list the others", async () => {
    const script: Script = ({ operation }) =>
      operation === "BatchGetImage" ? nothing : fault("AccessDeniedException");
    expect(await answered(script)).toEqual({ kind: "missing", latest: [] });
  });

  test("in a repository that is not there says so", async () => {
    expect(await answered(() => fault("RepositoryNotFoundException"))).toEqual({ kind: "no-repository" });
  });

  test("that one may not look at is no error", async () => {
    expect(await answered(() => fault("AccessDeniedException"))).toMatchObject({ kind: "denied" });
  });

  test("with a digest that is none is an answer that makes no sense", async () => {
    const strange = json({ images: [{ imageId: { imageDigest: "md5:1" } }] });
    await expect(answered(() => strange)).rejects.toMatchObject({ name: "CloudError", kind: "unexpected" });
  });
});
