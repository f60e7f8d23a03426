import { describe, expect, test } from "@jest/globals";
import { accountOf, loadWith, placementOf, problemsWith, type Files } from "./fixture.ts";

const SERVICE = "kind: Service\nimage: r/web\nport: 80\n";

function web(fields: string): Files {
  return { "apps/web.yaml": `${SERVICE}${fields}\n` };
}

describe("a release", () => {
  test("has a patience of its own where it says none, and leaves its size to the app", () => {
    const { spec } = placementOf(loadWith(web("release: { command: [migrate, up] }")));
    expect(spec).toMatchObject({
      release: { command: ["migrate", "up"], timeoutSeconds: 1800 },
    });
    expect(spec).not.toHaveProperty("release.cpu");
    expect(spec).not.toHaveProperty("release.memory");
  });

  test("may name variables and other stacks' outputs in its command", () => {
    const loaded = loadWith(web('release: { command: [migrate, "${version}", "${network.VpcId}"] }'));
    expect(loaded.problems).toEqual([]);
    expect(placementOf(loaded).spec).toMatchObject({
      release: { command: ["migrate", "1.0.0", "${network.VpcId}"] },
    });
  });

  test("that refers to what is not there is told at its argument", () => {
    expect(problemsWith(web('release: { command: [migrate, "${nowhere.Host}"] }'))).toEqual([
      expect.stringMatching(
        /^apps\/web\.yaml:4:\d+ \$\{nowhere\.Host\} refers to nowhere, which this account/,
      ),
    ]);
  });

  test("of a size that Fargate does not have is told", () => {
    expect(problemsWith(web("release: { command: [migrate], cpu: 256, memory: 4096 }"))).toEqual([
      "apps/web.yaml:4:50 Fargate has no task with cpu 256 and memory 4096 → with cpu 256, memory is one of 512, 1024, 2048",
    ]);
  });

  test.each([
    ["cpu: 512, memory: 1024", "cpu: 4096", "4:37", "cpu 4096 and memory 1024"],
    ["cpu: 512, memory: 1024", "memory: 8192", "4:40", "cpu 512 and memory 8192"],
  ])("of an app with %s that says %s does not fit with the rest of it", (size, own, place, said) => {
    const files = {
      "apps/web.yaml": `${SERVICE}release: { command: [migrate], ${own} }\n${size.replace(", ", "\n")}\n`,
    };
    expect(problemsWith(files)).toEqual([
      expect.stringContaining(`apps/web.yaml:${place} Fargate has no task with ${said}`),
    ]);
  });
});

describe("an app with the name of another one's release", () => {
  const both: Files = {
    "apps/web-release.yaml": SERVICE,
    "accounts/dev/apps.yaml": "web: 1.0.0\nweb-release: 1.0.0\n",
  };

  test("is told on both sides, and both are held", () => {
    const message = "web-release is the name of the release of web, and this account has both";
    const remedy = "give web-release another name";
    expect(problemsWith(both)).toEqual([
      `accounts/dev/apps.yaml:1:1 ${message} → ${remedy}`,
      `accounts/dev/apps.yaml:2:1 ${message} → ${remedy}`,
    ]);
    expect(accountOf(loadWith(both)).heldApps).toEqual(["web", "web-release"]);
  });

  test("is fine where the other one is not placed", () => {
    expect(problemsWith({ ...both, "accounts/dev/apps.yaml": "web-release: 1.0.0\n" })).toEqual([]);
  });
});
