import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { place } from "../../src/blueprints/place.ts";
import { canonicalJson, type Json } from "../../src/model/canonical.ts";
import { problemsText } from "../../src/report/problems-text.ts";
import { loadWith, PRODUCTION } from "./fixture.ts";

/** What somebody may write where a name, an address or a number belongs. */
const hostile: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    "${",
    "${account.id",
    "${web.${x}}",
    "$${}",
    "../../etc/passwd",
    "--upload-pack=id",
    "ext::sh -c id",
    "file:///etc",
    "http://169.254.169.254/",
    "\u001b]0;owned\u0007",
    "a\u0000b",
    "\u202egnp",
    "*.acme.example",
    "x".repeat(70_000),
    "__proto__",
    "constructor",
  ),
  fc.constantFrom<Json>(-1, 1e308, 0, true, null, [], {}, [[]], { __proto__x: 1 }),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

/** One field of one file, and the rest of that file. */
const fields: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "apps/web.yaml",
    "kind: Service\nimage: registry.example/web\nport: 80\n",
    ["uses", "release", "hostnames", "strategy", "hosts", "secrets", "environment", "scale", "image"],
  ],
  [
    "apps/store.yaml",
    "kind: Database\nengine: postgres\n",
    ["engineVersion", "snapshot", "backup", "maintenance", "parameters", "username", "database", "capacity"],
  ],
  ["apps/store.yaml", "kind: Bucket\n", ["bucket", "lifecycle", "cors", "events", "crossAccount"]],
  ["apps/store.yaml", "kind: Queue\n", ["fifo", "deadLetters", "retentionDays", "alarms"]],
  ["apps/store.yaml", "kind: Cache\n", ["snapshotTime", "maxStorageGiB", "engineVersion"]],
  ["apps/store.yaml", "kind: Template\n", ["template", "parameters", "capabilities"]],
  [
    "accounts/dev/account.yaml",
    'id: "222222222222"\nregion: eu-west-1\n',
    ["zone", "zones", "network", "delegation", "artifacts", "roles", "prune"],
  ],
];

const field = fc
  .constantFrom(...fields)
  .chain(([file, rest, names]) =>
    fc.record({ file: fc.constant(file), rest: fc.constant(rest), name: fc.constantFrom(...names) }),
  );

/** Sometimes the value stands one level deeper, under a member that the format may know. */
const member = fc.constantFrom(
  "command",
  "timeoutSeconds",
  "existing",
  "account",
  "role",
  "repository",
  "path",
  "ref",
  "app",
  "window",
  "access",
  "names",
  "cidr",
  "vpc",
  "publicSubnets",
  "caa",
  "origins",
  "min",
  "queue",
  "bucket",
);
const value = fc.oneof(
  hostile,
  fc.dictionary(member, hostile, { minKeys: 1, maxKeys: 3 }),
  fc.array(fc.dictionary(member, hostile, { maxKeys: 3 }), { maxLength: 2 }),
);

const isPlain = (text: string): boolean => !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text);

describe("whatever stands in a new field", () => {
  test("is told as problems that a terminal can show, at places that are there, or gives templates", () => {
    fc.assert(
      fc.property(field, value, ({ file, rest, name }, given) => {
        const text = `${rest}${name}: ${canonicalJson(given)}\n`;
        const placed = { "accounts/dev/apps.yaml": "web: 1.0.0\nstore: {}\n" };
        const stores = { "apps/store.yaml": "kind: Queue\n", ...PRODUCTION };
        const loaded = loadWith({ ...stores, ...placed, [file]: text });
        const told = problemsText(loaded.problems, { colour: false });
        expect(told.split("\n").filter((line) => !isPlain(line))).toEqual([]);
        expect(told.length).toBeLessThan(5000 * (loaded.problems.length + 1));
        for (const { place: at } of loaded.problems) expect(at.line).toBeGreaterThan(0);
        for (const account of loaded.repository?.accounts ?? [])
          for (const { template } of place("acme", account)) expect(template).toMatch(/^[\x20-\x7e]*$/);
      }),
      { numRuns: 250 },
    );
  });

  test("one alias that stands for very many costs no time and is a problem", () => {
    const levels = Array.from(
      { length: 12 },
      (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]`,
    );
    const bomb = ["kind: Bucket", "a0: &a0 [x]", ...levels, "cors: *a12", ""].join("\n");
    const { problems } = loadWith({ "apps/web.yaml": bomb });
    expect(problems.length).toBeGreaterThan(0);
  });
});
