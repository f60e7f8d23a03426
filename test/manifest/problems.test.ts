import { describe, expect, test } from "@jest/globals";
import { loadWith } from "./fixture.ts";

describe("a problem", () => {
  test("shows the lines around it, without colour", () => {
    const { problems } = loadWith({
      "apps/web.yaml": "kind: Service\nimage: r/web\nport: 80\nprot: 81\ncpu: 256\n",
    });
    expect(problems[0]?.frame).toBe(
      ["  2 | image: r/web", "  3 | port: 80", "> 4 | prot: 81", "    | ^", "  5 | cpu: 256", "  6 |"].join(
        "\n",
      ),
    );
  });

  test("of a missing file has no frame", () => {
    expect(loadWith({ "mooring.yaml": undefined }).problems[0]).not.toHaveProperty("frame");
  });

  test("in a very long line shows a part of it, with the marker at the right character", () => {
    const line = `command: [${"'aaaaaaaa', ".repeat(50)}'\${zon}']`;
    const { problems } = loadWith({ "apps/web.yaml": `kind: Service\nimage: r/web\nport: 80\n${line}\n` });
    const [shown = "", marker = ""] = (problems[0]?.frame ?? "").split("\n").slice(2);
    expect(shown.length).toBeLessThan(220);
    expect(shown.slice(marker.indexOf("^")).startsWith("${zon}")).toBe(true);
  });

  test("cannot write over a terminal", () => {
    const { problems } = loadWith({
      "apps/web.yaml": 'kind: Service\nimage: r/web\nport: 80\n"a\u202e\u009b31m\\e[2J": 1\n',
    });
    expect(problems).toHaveLength(1);
    // oxlint-disable-next-line no-control-regex -- exactly these must not be there
    expect(JSON.stringify(problems)).not.toMatch(/[\u0080-\u009f\u202a-\u202e]|\\u001b/);
  });

  test("is told once, however many accounts have it", () => {
    const account = (index: number): string =>
      `id: "${100000000000 + index}"\nregion: eu-west-1\nzone: a${index}.acme.example\nnetwork: { cidr: 10.${index}.0.0/16 }\n`;
    const files = Object.fromEntries(
      [1, 2, 3].flatMap((index) => [
        [`accounts/a${index}/account.yaml`, account(index)],
        [`accounts/a${index}/apps.yaml`, "web: 1.0.0\n"],
      ]),
    );
    const { problems, repository } = loadWith({
      ...files,
      "apps/web.yaml": "kind: Service\nimage: r/web\nport: 80\nmemory: 513\n",
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.holds).toEqual({ kind: "app-everywhere", app: "web" });
    expect(repository?.accounts.map(({ heldApps }) => heldApps)).toEqual([
      ["web"],
      ["web"],
      ["web"],
      ["web"],
    ]);
  });

  test("of which one file has very many is cut short, and all of them hold", () => {
    const names = Array.from({ length: 30 }, (_, index) => `app-number-${index}`);
    const loaded = loadWith({ "accounts/dev/apps.yaml": names.map((name) => `${name}: 1.0.0\n`).join("") });
    expect(loaded.problems).toHaveLength(21);
    expect(loaded.problems.at(-1)).toMatchObject({
      place: { file: "accounts/dev/apps.yaml", line: 21, column: 1 },
      message: "and 10 more problems in this file",
    });
    expect(loaded.repository?.accounts[0]?.heldApps).toHaveLength(30);
  });
});
