import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parseYaml } from "../../src/manifest/parse-yaml.ts";
import { sourceFile } from "../../src/manifest/source-file.ts";
import { toJson } from "../../src/manifest/tree.ts";

const root = "examples/environments";
const manifests = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".yaml") && !path.startsWith("templates"))
  .map((path) => join(root, path));

const contract = new Ajv2020({ strict: false });
for (const name of ["mooring", "account", "app", "apps", "placement", "removed"]) {
  contract.addSchema(JSON.parse(readFileSync(`schema/${name}.schema.json`, "utf8")) as object);
}

/** The schema that a file's first line names, as a path from here. */
function schemaNamedIn(path: string, text: string): string {
  const named = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? "";
  return relative(".", join(dirname(path), named));
}

function errorsIn(schema: string, text: string): readonly string[] {
  const { value } = parseYaml(sourceFile("a.yaml", text), "core");
  const validate = contract.getSchema(schema.replace("schema/", ""));
  if (value === undefined || validate === undefined) return [`${schema} is not there, or the file is broken`];
  return validate(toJson(value)) === true
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe("an editor that reads the first line of a file", () => {
  test("finds files to look at", () => {
    expect(manifests.length).toBeGreaterThan(20);
  });

  test.each(manifests)("has nothing to say against %s", (path) => {
    const text = readFileSync(path, "utf8");
    const schema = schemaNamedIn(path, text);
    expect(schema).toMatch(/^schema\/[a-z]+\.schema\.json$/);
    expect(errorsIn(schema, text)).toEqual([]);
  });

  test.each([
    ["app", "kind: Service\nimage: r/x\n"],
    ["app", "kind: Service\nimage: r/x\nport: 80\nschedule: rate(1 day)\n"],
    ["app", "kind: Servise\n"],
    ["apps", "web: 2.10\n"],
    ["apps", "web: { version: 1.0.0, prot: 80 }\n"],
    ["placement", "scale: { min: many }\n"],
    ["account", "zone: a.example\n"],
    ["account", 'id: "1"\n'],
    ["account", 'id: "222222222222"\npaused: soon\n'],
    ["account", 'id: "222222222222"\nwindows: [{ allow: noon, duration: 8h }]\n'],
    ["placement", "version: 1.0.0\nignoreDrift: [{ resource: Service, property: /Cpu }]\n"],
    ["mooring", "version: 1\nname: Acme\n"],
    ["mooring", "version: 1\nname: acme\ndefaults: { nett: 1 }\n"],
    ["removed", "- Web\n"],
  ])("sees what is wrong with a file for %s: %s", (name, text) => {
    expect(errorsIn(`schema/${name}.schema.json`, text)).not.toEqual([]);
  });
});
