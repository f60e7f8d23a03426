import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { PLACEMENT_SETTINGS } from "../../src/manifest/app-kinds.ts";
import { asResolved, schemaOf, type Schema, type SchemaName } from "../../src/manifest/schemas.ts";
import { fillDefaults } from "../../src/manifest/defaults.ts";
import { sourceFile, startOf } from "../../src/manifest/source-file.ts";
import { fromJson, toJson } from "../../src/manifest/tree.ts";
import { isJsonObject, type Json } from "../../src/model/canonical.ts";

const FILES = ["mooring", "account", "app", "apps", "placement", "removed", "agent"] as const;

function read(name: (typeof FILES)[number]): Schema {
  return JSON.parse(readFileSync(`schema/${name}.schema.json`, "utf8")) as Schema;
}

const contract = new Ajv2020({ strict: false });
for (const file of FILES) contract.addSchema(read(file));

/** Every schema inside a schema, with the way to it. */
function* schemasIn(value: Json | undefined, path: string): Generator<readonly [string, Schema]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* schemasIn(item as Json, `${path}/${index}`);
  }
  if (!isJsonObject(value)) return;
  yield [path, value];
  for (const word of ["properties", "$defs"]) {
    const members = value[word];
    if (isJsonObject(members))
      for (const [name, member] of Object.entries(members))
        yield* schemasIn(member, `${path}/${word}/${name}`);
  }
  for (const word of ["items", "additionalProperties", "propertyNames", "anyOf", "oneOf"])
    yield* schemasIn(value[word], `${path}/${word}`);
}

const all = FILES.flatMap((name) => [...schemasIn(read(name), name)]);

describe("the schemas of the format", () => {
  test("are all looked through", () => {
    expect(all.length).toBeGreaterThan(250);
    expect(all.flatMap(([, schema]) => samplesOf(schema)).length).toBeGreaterThan(80);
  });

  test("describe every property", () => {
    const silent = all.filter(
      ([path, schema]) => /\/properties\/[^/]+$/.test(path) && !isDescribed(schema, path),
    );
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  test("bound every text, number, list and open map", () => {
    expect(all.filter(([, schema]) => !isBounded(schema)).map(([path]) => path)).toEqual([]);
  });

  test("close every map that has named properties", () => {
    const open = all.filter(
      ([path, schema]) => isJsonObject(schema["properties"]) && !isClosed(path, schema),
    );
    expect(open.map(([path]) => path)).toEqual([]);
  });

  test("say every pattern in words", () => {
    const wordless = all.filter(
      ([, schema]) => schema["pattern"] !== undefined && schema["patternErrorMessage"] === undefined,
    );
    expect(wordless.map(([path]) => path)).toEqual([]);
  });

  test("give examples and defaults that they accept themselves", () => {
    const wrong = all.flatMap(([path, schema]) =>
      samplesOf(schema).flatMap((sample) =>
        accepts(path, sample) ? [] : [`${path}: ${JSON.stringify(sample)}`],
      ),
    );
    expect(wrong).toEqual([]);
  });

  test("let a placement override exactly the fields that some kind of app has", () => {
    const fields = ["Service", "Worker", "Job", "Database", "Cache", "Bucket", "Queue", "Template"].flatMap(
      (kind) => Object.keys(propertiesOf("app", `/$defs/${kind}`)),
    );
    const expected = new Set([...PLACEMENT_SETTINGS, ...fields.filter((name) => name !== "kind")]);
    expect(new Set(Object.keys(propertiesOf("placement", "/$defs/placement")))).toEqual(expected);
  });

  test.each(["Service", "Worker", "Job", "Database", "Cache", "Bucket", "Queue", "Template"])(
    "have defaults for a %s that hold once they are filled in",
    (kind) => {
      const schema = schemaOf("app", `/$defs/${kind}`);
      const minimal = {
        kind,
        image: "r/x",
        port: 80,
        schedule: "rate(1 day)",
        template: "templates/x.yaml",
        ...(kind === "Database" ? { engine: "postgres", engineVersion: "16.8" } : {}),
      };
      const own = Object.fromEntries(
        Object.entries(minimal).filter(([name]) => name in propertiesOf("app", `/$defs/${kind}`)),
      );
      const filled = toJson(fillDefaults(fromJson(own, startOf(sourceFile("a", ""))), schema));
      const resolved = JSON.parse(JSON.stringify(filled).replace("${app}", "web")) as unknown;
      const ajv = new Ajv2020({ strict: false });
      expect(ajv.validate(asResolved(schema), resolved)).toBe(true);
    },
  );
});

function propertiesOf(name: SchemaName, pointer: string): Schema {
  const properties = schemaOf(name, pointer)["properties"];
  return isJsonObject(properties) ? properties : {};
}

/** What only adds to another schema is described there. */
function isDescribed(schema: Schema, path: string): boolean {
  return (
    typeof schema["description"] === "string" ||
    typeof schema["$ref"] === "string" ||
    path.includes("/merged/")
  );
}

function isClosed(path: string, schema: Schema): boolean {
  return (
    schema["additionalProperties"] === false ||
    path.endsWith("/merged") ||
    path === "app" ||
    path.includes("/oneOf/")
  );
}

function isBounded(schema: Schema): boolean {
  const { type } = schema;
  switch (typeof type === "string" ? type : "any") {
    case "string":
      return ["maxLength", "enum"].some((word) => word in schema) || isBoundedPattern(schema["pattern"]);
    case "integer":
      return "enum" in schema || ("minimum" in schema && "maximum" in schema);
    case "number":
      return "minimum" in schema ? "maximum" in schema : !("default" in schema);
    case "array":
      return "maxItems" in schema;
    case "object":
      return schema["additionalProperties"] === false || "maxProperties" in schema || "oneOf" in schema;
    default:
      return true;
  }
}

/** A pattern without open repetition bounds the text by itself. */
function isBoundedPattern(pattern: Json | undefined): boolean {
  return typeof pattern === "string" && !/(?<!\\)[*+]|\{\d+,\}/.test(pattern.replace(/\[[^\]]*\]/g, "x"));
}

function samplesOf(schema: Schema): readonly Json[] {
  const { examples, default: value } = schema;
  return [
    ...(Array.isArray(examples) ? (examples as readonly Json[]) : []),
    ...(value === undefined ? [] : [value]),
  ];
}

function accepts(path: string, sample: Json): boolean {
  const [name = "", ...steps] = path.split("/");
  return contract.validate(
    { $ref: `${name}.schema.json#${steps.map((step) => `/${step}`).join("")}` },
    sample,
  );
}
