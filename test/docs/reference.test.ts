import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { kindRules, KIND_NAMES } from "../../src/manifest/app-kinds.ts";
import { load } from "../../src/manifest/load.ts";
import { formatPlace } from "../../src/model/place.ts";

const page = readFileSync("docs/reference.md", "utf8");

/** The part of the page under a kind's heading. */
function sectionOf(kind: string): string {
  return page.split(/^#{2,3} /m).find((section) => section.startsWith(`${kind}\n`)) ?? "";
}

describe("the field reference", () => {
  test("is as fresh as the schemas", () => {
    const { status, stderr } = spawnSync(process.execPath, ["scripts/gen-reference.js", "--check"], {
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test.each(KIND_NAMES)("tells every field of a %s", (kind) => {
    const { properties } = kindRules(kind)?.schema() ?? {};
    const fields = Object.keys(properties ?? {}).filter((name) => name !== "kind");
    const section = sectionOf(kind);
    expect(fields.filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
  });

  test("has an example of every kind that the loader takes", () => {
    const apps = KIND_NAMES.map((kind) => {
      const [, name = "", body = ""] =
        /```yaml\n# apps\/([a-z-]+)\.yaml\n([^]*?)```/.exec(sectionOf(kind)) ?? [];
      return { kind, name, body };
    });
    const files = new Map(apps.map(({ name, body }) => [`apps/${name}.yaml`, body]));
    files.set("mooring.yaml", "version: 1\nname: acme\n");
    const versions = apps.map(({ name, kind }) => `${name}: ${VERSIONED.has(kind) ? "1.0.0" : ""}\n`);
    files.set("accounts/dev/apps.yaml", versions.join(""));
    files.set(
      "accounts/dev/account.yaml",
      'id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nnetwork: { cidr: 10.0.0.0/16 }\n',
    );
    const { problems } = load({ files, refused: [] });
    expect(problems.map(({ place, message }) => `${formatPlace(place)} ${message}`)).toEqual([]);
  });
});

const VERSIONED: ReadonlySet<string> = new Set(["Service", "Worker", "Job", "Template"]);
