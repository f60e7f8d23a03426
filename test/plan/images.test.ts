import { describe, expect, test } from "@jest/globals";
import type { ImageAnswer } from "../../src/model/cloud-images.ts";
import type { Binding } from "../../src/model/desired-stack.ts";
import type { ObservedStack } from "../../src/model/observed-stack.ts";
import { bindAll } from "../../src/plan/bind.ts";
import { explainImage, imageKey, imagesToAsk } from "../../src/plan/images.ts";
import { aService, placed } from "../support/placements.ts";
import { boundStack, deployedStack } from "../support/stacks.ts";

const image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop";
const digest = `sha256:${"a".repeat(64)}`;
const tag = { registry: "111111111111", region: "eu-west-1", repository: "shop", tag: "1.0.0" };
const found: ImageAnswer = { kind: "found", digest, architectures: ["x86_64", "arm64"] };

const shop = placed(aService({ image }));
const network = new Map(
  ["VpcId", "TaskSubnets", "AssignPublicIp", "ClusterName", "AlarmTopicArn"].map((name) => [name, name]),
);

function around(shopAsDeployed?: Partial<ObservedStack>): ReadonlyMap<string, ObservedStack> {
  return new Map([
    ["network", deployedStack(boundStack(), { name: "acme-network", outputs: Object.fromEntries(network) })],
    ...(shopAsDeployed === undefined
      ? []
      : [["shop", deployedStack(boundStack(), { name: "acme-shop", ...shopAsDeployed })] as const]),
  ]);
}

function bind(observed: ReadonlyMap<string, ObservedStack>, answer?: ImageAnswer): Binding | undefined {
  return bindAll([shop], observed, new Map(answer === undefined ? [] : [[imageKey(tag), answer]]))[0];
}

function imageIn(binding: Binding | undefined): string | undefined {
  return binding?.kind === "bound" ? binding.stack.parameters["Image"] : undefined;
}

describe("the image of an app", () => {
  test("that is not deployed is asked for, and pinned to the digest that its tag stands for", () => {
    expect(imagesToAsk([shop], around())).toEqual([tag]);
    expect(imageIn(bind(around(), found))).toBe(`${image}@${digest}`);
  });

  test("that is deployed in the same version stays, and nobody is asked", () => {
    const observed = around({ parameters: { Image: `${image}@${digest}`, Version: "1.0.0" } });
    expect(imagesToAsk([shop], observed)).toEqual([]);
    expect(imageIn(bind(observed))).toBe(`${image}@${digest}`);
  });

  test.each([
    ["of another version", { Image: `${image}@${digest}`, Version: "0.9.0" }],
    ["from another repository", { Image: `elsewhere/shop@${digest}`, Version: "1.0.0" }],
  ])("%s is asked for", (_what, parameters) => {
    expect(imagesToAsk([shop], around({ parameters }))).toEqual([tag]);
  });

  test("of a stack whose first creation failed is asked for again: the tag may have been moved to a better one", () => {
    const parameters = { Image: `${image}@${digest}`, Version: "1.0.0" };
    expect(imagesToAsk([shop], around({ phase: "dead", parameters }))).toEqual([tag]);
  });

  test("of a stack that is busy is not asked for: it waits whatever the answer", () => {
    expect(imagesToAsk([shop], around({ phase: "busy" }))).toEqual([]);
  });

  test("that only the registry's owner may look at is deployed by its tag, and stays so", () => {
    const asTag = `${image}:1.0.0`;
    expect(imageIn(bind(around(), { kind: "denied", message: "no" }))).toBe(asTag);
    expect(imagesToAsk([shop], around({ parameters: { Image: asTag, Version: "1.0.0" } }))).toEqual([]);
  });

  test("from elsewhere, or by its digest, is taken as it is written", () => {
    const elsewhere = placed(aService({ image: "nginx" }));
    const byDigest = placed(aService({ image }), digest);
    expect(imagesToAsk([elsewhere, byDigest], around())).toEqual([]);
    expect([elsewhere, byDigest].map(({ parameters }) => parameters["Image"])).toEqual([
      { kind: "literal", value: "nginx:1.0.0" },
      { kind: "literal", value: `${image}@${digest}` },
    ]);
  });

  test.each<[string, ImageAnswer, string, RegExp]>([
    [
      "missing",
      { kind: "missing", latest: ["2.7.1", "2.7.0"] },
      `1.0.0 is not a tag that exists in ${image}`,
      /push the image first, or set the version to one of 2\.7\.1, 2\.7\.0$/,
    ],
    ["in no repository", { kind: "no-repository" }, `there is no repository ${image}`, /correct `image`/],
    [
      "for another architecture",
      { ...found, architectures: ["arm64"] },
      "shop:1.0.0 is built for arm64, and the app runs on x86_64",
      /push an image for x86_64/,
    ],
    [
      "for no architecture that ECS has",
      { ...found, architectures: [] },
      "shop:1.0.0 is built for other processors, and the app runs on x86_64",
      /push an image for x86_64/,
    ],
  ])("that is %s leaves the stack unbound, and says why", (_what, answer, reason, remedy) => {
    const binding = bind(around(), answer);
    const [unknown] = binding?.kind === "unbound" ? binding.images : [];
    expect(unknown && explainImage(unknown)).toEqual({ reason, remedy: expect.stringMatching(remedy) });
  });
});
