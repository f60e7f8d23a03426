import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parseYaml } from "../../src/manifest/parse-yaml.ts";
import { sourceFile } from "../../src/manifest/source-file.ts";
import { child } from "../../src/manifest/tree.ts";
import { loadWith, placementOf } from "./fixture.ts";

const folder = join(process.env["MOORING_SHARED"] ?? "../shared", "real-templates");
const isThere = existsSync(folder);
const paths = isThere
  ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
      /\.(?:ya?ml|json|template)$/.test(path),
    )
  : ["(none)"];

if (!isThere)
  console.warn(
    `SKIPPED: no real templates at ${folder}; set MOORING_SHARED to the folder above real-templates`,
  );

/** Values for the parameters without a default, as an app of the repository would give them. */
function parametersFor(text: string): string {
  const { value } = parseYaml(sourceFile("template.yaml", text), "cloudformation");
  const declared = child(value, "Parameters");
  if (declared?.kind !== "map") return "";
  const needed = [...declared.entries].filter(([, { value: one }]) => child(one, "Default") === undefined);
  return needed.length === 0 ? "" : `parameters:\n${needed.map(([name]) => `  ${name}: "x"\n`).join("")}`;
}

const describeReal = isThere ? describe : describe.skip;

describeReal("templates that nobody here wrote", () => {
  test.each(paths)("%s passes through", (path) => {
    const text = readFileSync(join(folder, path), "utf8");
    const loaded = loadWith({
      "apps/real.yaml": `kind: Template\ntemplate: templates/real.yaml\ncapabilities: [CAPABILITY_NAMED_IAM, CAPABILITY_IAM, CAPABILITY_AUTO_EXPAND]\n${parametersFor(text)}`,
      "accounts/dev/apps.yaml": "real:\n",
      "templates/real.yaml": text,
    });
    expect(loaded.problems).toEqual([]);
    const { spec } = placementOf(loaded, "real");
    expect(JSON.stringify(spec)).not.toMatch(/"![A-Z]/);
    expect(spec).toHaveProperty("body.Resources");
  });
});
