import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { fillDefaults } from "../../src/manifest/defaults.ts";
import { load } from "../../src/manifest/load.ts";
import { mergeTrees } from "../../src/manifest/merge.ts";
import { parseYaml } from "../../src/manifest/parse-yaml.ts";
import { schemaOf } from "../../src/manifest/schemas.ts";
import { sourceFile, startOf } from "../../src/manifest/source-file.ts";
import { fromJson, toJson } from "../../src/manifest/tree.ts";
import type { Json } from "../../src/model/canonical.ts";
import { loadWith, type Files } from "./fixture.ts";

const nowhere = startOf(sourceFile("a.yaml", ""));
const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
const keys = fc.constantFrom("a", "b", "c");
const maps = fc.letrec<{ value: Json; map: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.array(fc.integer(), { maxLength: 2 }), tie("map")),
  map: fc.dictionary(keys, tie("value"), { maxKeys: 3 }),
})).map;

function merge(below: Json, above: Json): Json {
  return toJson(mergeTrees(fromJson(below, nowhere), fromJson(above, nowhere)));
}

describe("merging", () => {
  test("an empty map changes nothing, on either side", () => {
    fc.assert(
      fc.property(maps, (map) => {
        expect(merge(map, {})).toEqual(map);
        expect(merge({}, map)).toEqual(map);
      }),
    );
  });

  test("something over itself is itself", () => {
    fc.assert(fc.property(json, (value) => expect(merge(value, value)).toEqual(value)));
  });

  test("can be done in any grouping, as long as a key is a map everywhere or nowhere", () => {
    const leaves = fc.record({ x: fc.integer(), y: fc.array(fc.integer()) }, { requiredKeys: [] });
    const trees = fc.record(
      { x: fc.integer(), m: leaves, n: fc.record({ m: leaves }, { requiredKeys: [] }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(trees, trees, trees, (one, two, three) => {
        expect(merge(merge(one, two), three)).toEqual(merge(one, merge(two, three)));
      }),
    );
  });

  test("everything that is no map replaces", () => {
    fc.assert(
      fc.property(json, fc.oneof(fc.integer(), fc.array(fc.integer())), (below, above) => {
        expect(merge(below, above)).toEqual(above);
      }),
    );
  });
});

test("filling in defaults twice is filling them in once", () => {
  const schema = schemaOf("app", "/$defs/Service");
  const fields = fc.record(
    {
      scale: fc.oneof(fc.integer(), fc.record({ max: fc.integer() })),
      alarms: fc.oneof(fc.constant(false), fc.constant({})),
      logs: fc.constant({}),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fields, (some) => {
      const once = fillDefaults(fromJson(some, nowhere), schema);
      expect(toJson(fillDefaults(once, schema))).toEqual(toJson(once));
      expect(merge(toJson(once), some)).toEqual(toJson(once));
    }),
  );
});

test("a map in a list gets its defaults like any other", () => {
  const schema = schemaOf("app", "/$defs/Worker");
  const uses = ["jobs", { app: "uploads" }, { app: "assets", access: "read" }];
  expect(toJson(fillDefaults(fromJson({ uses }, nowhere), schema))).toMatchObject({
    uses: ["jobs", { app: "uploads", access: "both", names: {} }, { app: "assets", access: "read" }],
  });
});

test("which of several maps is meant is not guessed", () => {
  const branch = { type: "object", properties: { size: { default: 1 } } };
  const own = fromJson([{}], nowhere);
  const filled = (anyOf: readonly Json[]): Json => toJson(fillDefaults(own, { items: { anyOf } }));
  expect(filled([{ type: "string" }, branch])).toEqual([{ size: 1 }]);
  expect(filled([branch, branch])).toEqual([{}]);
});

/** A path of the format, so that the content is really looked into. */
const path = fc.constantFrom(
  "mooring.yaml",
  "apps/web.yaml",
  "apps/other.yaml",
  "accounts/dev/account.yaml",
  "accounts/dev/apps.yaml",
  "accounts/dev/apps/web.yaml",
  "accounts/dev/removed.yaml",
  "templates/a.yaml",
);

/** Text that looks like YAML more often than not. */
const yamlish = fc
  .array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          "kind: ",
          "Service",
          "web: ",
          "image: r/web",
          "\n",
          "\n  ",
          "- ",
          "{ ",
          " }",
          "[",
          "]",
          ": ",
          ", ",
        ),
      },
      fc.constantFrom(
        "&a ",
        "*a",
        "!Ref ",
        "<<: ",
        "? ",
        "| ",
        ">-\n",
        '"',
        "'",
        "#",
        "---\n",
        "\t",
        "${zone}",
        "${",
        "$${",
        "${web.X}",
        "~",
        "2.10",
        "%YAML 1.1\n",
        "\r",
        "\u2028",
        "é",
      ),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

/** What is wrong with the problems themselves: each has to say something, and to point into the file that it speaks of. */
function unsound(changes: Files): readonly string[] {
  return loadWith(changes).problems.flatMap(({ place, message, frame }) => {
    const content = changes[place.file];
    const lines = typeof content === "string" ? content.split(/\r\n|\n|\r/) : undefined;
    const line = lines?.[place.line - 1];
    const isInside =
      lines === undefined || (line !== undefined && place.column >= 1 && place.column <= line.length + 1);
    const isFramed = frame !== undefined || (content ?? "") === "" || message.startsWith("and ");
    const isSaid = message !== "" && !/undefined|\[object/.test(message);
    return isInside && isFramed && isSaid ? [] : [`${place.line}:${place.column} ${message}`];
  });
}

describe("whatever stands in a file", () => {
  test("random bytes are told as problems and never thrown", () => {
    fc.assert(
      fc.property(path, fc.uint8Array({ maxLength: 200 }), (file, bytes) => {
        expect(() => loadWith({ [file]: bytes })).not.toThrow();
      }),
      { numRuns: 200 },
    );
  });

  test("text that is nearly YAML is told at places inside the file", () => {
    fc.assert(
      fc.property(path, yamlish, (file, text) => {
        expect(unsound({ [file]: text })).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("values of any type in any field are told at places inside the file", () => {
    const names = Object.keys(schemaOf("placement", "/$defs/placement")["properties"] ?? {});
    const field = fc.constantFrom("kind", "x", ...names);
    fc.assert(
      fc.property(path, field, json, (file, name, value) => {
        expect(
          unsound({ [file]: `kind: Service\nimage: r/web\nport: 80\n${name}: ${JSON.stringify(value)}\n` }),
        ).toEqual([]);
        expect(
          unsound({
            "accounts/dev/apps.yaml": `web:\n  version: 1.0.0\n  ${name}: ${JSON.stringify(value)}\n`,
          }),
        ).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("JSON is read as what it says", () => {
    fc.assert(
      fc.property(json, (value) => {
        const { value: tree } = parseYaml(sourceFile("a.json", JSON.stringify(value)), "core");
        expect(tree === undefined ? undefined : JSON.stringify(toJson(tree))).toBe(JSON.stringify(value));
      }),
    );
  });

  test("the same files give the same answer", () => {
    fc.assert(
      fc.property(path, yamlish, (file, text) => {
        expect(loadWith({ [file]: text })).toEqual(loadWith({ [file]: text }));
      }),
      { numRuns: 50 },
    );
  });
});

describe("a file that wants to take for ever", () => {
  test.each([
    ["brackets", "[".repeat(256 * 1024)],
    ["braces", "{".repeat(256 * 1024)],
    ["dashes", "- ".repeat(128 * 1024)],
    ["keys", Array.from({ length: 30_000 }, (_, index) => `k${index}:`).join("\n")],
    [
      "anchors",
      Array.from({ length: 9000 }, (_, index) => `a${index}: &a${index} [*a${index - 1}]`).join("\n"),
    ],
    ["an e-mail address", `alarmEmail: "a@${".".repeat(200_000)} "`],
    ["a domain", `zone: ${"a.".repeat(100_000)}`],
    ["an image", `image: ${"a/".repeat(100_000)}`],
    ["variables", `image: "${"${".repeat(100_000)}"`],
    ["question marks", "? ".repeat(100_000)],
    ["quotes", `"${"\\n".repeat(100_000)}"`],
  ])("of %s gets an answer", (_, text) => {
    for (const file of ["apps/web.yaml", "accounts/dev/account.yaml"]) {
      const files = new Map([[file, text]]);
      expect(load({ files, refused: [] }).problems.length).toBeGreaterThan(0);
    }
  });
});
