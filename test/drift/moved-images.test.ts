import { describe, expect, test } from "@jest/globals";
import { movedImage } from "../../src/drift/moved-images.ts";
import type { ImageAnswer, NoAnswer } from "../../src/model/cloud-images.ts";

const tag = { registry: "111111111111", region: "eu-west-1", repository: "shop", tag: "2.7.1" };
const digest = `sha256:${"a".repeat(64)}`;
const other = `sha256:${"b".repeat(64)}`;
const subject = { account: "dev", app: "shop", stack: "acme-shop", ignoreDrift: [], now: 5 };

function found(
  answer: ImageAnswer | NoAnswer,
  ignoreDrift: Parameters<typeof movedImage>[1]["ignoreDrift"] = [],
) {
  return movedImage({ tag, digest, answer }, { ...subject, ignoreDrift });
}

describe("a tag that was deployed", () => {
  test("and still stands for the same image is no drift", () => {
    expect(found({ kind: "found", digest })).toEqual({ properties: [], ignored: [], unknown: [] });
  });

  test("and was moved is drift, with both images", () => {
    expect(found({ kind: "found", digest: other }).properties).toEqual([
      {
        layer: "image",
        account: "dev",
        app: "shop",
        stack: "acme-shop",
        resource: "TaskDefinition",
        type: "AWS::ECS::TaskDefinition",
        property: "/ContainerDefinitions/0/Image",
        expected: `${other} (shop:2.7.1 now)`,
        actual: digest,
        since: 5,
      },
    ]);
  });

  test("and was moved as somebody knows is left out", () => {
    const rule = { resource: "TaskDefinition", property: "*", reason: "rebuilt" };
    expect(found({ kind: "found", digest: other }, [rule])).toMatchObject({
      properties: [],
      ignored: [{ because: "ignoreDrift: rebuilt" }],
    });
  });

  test.each<ImageAnswer>([{ kind: "missing", latest: [] }, { kind: "no-repository" }])(
    "and is gone ($kind) is told as something that nobody knows",
    (answer) => {
      expect(found(answer).unknown).toEqual([
        {
          app: "shop",
          stack: "acme-shop",
          resource: "TaskDefinition",
          why: "shop:2.7.1 is no longer in the registry, so nobody can say whether sha256:aaaaaaaaaaaa can still be pulled",
        },
      ]);
    },
  );

  test("and of whose tag the registry says nothing is told as something that nobody knows", () => {
    expect(found({ kind: "no-answer", message: "no connection", mayRetry: true }).unknown).toMatchObject([
      { resource: "TaskDefinition", why: "what shop:2.7.1 stands for is not known: no connection" },
    ]);
  });
});
