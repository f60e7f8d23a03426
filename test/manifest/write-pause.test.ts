import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { writePause, type PauseEdit } from "../../src/manifest/write-pause.ts";
import type { Placement } from "../../src/model/repository.ts";
import { accountOf, loadWith, placementOf } from "./fixture.ts";

const until = Date.parse("2026-12-24T17:00:00Z");
const pause = { reason: "load test", until };
const words = '{ reason: "load test", until: "2026-12-24T17:00:00Z" }';

const account = { kind: "account" } as const;
const web = { kind: "apps", app: "web" } as const;
const own = { kind: "placement" } as const;

describe("a pause in a file that is a map", () => {
  test("is a line of its own at the end, and nothing else changes", () => {
    const text =
      '# the id\nid: "222222222222"   # ours\n\nnetwork:\n    cidr: 10.16.0.0/16\n    # more to come\n';
    const paused = `${text}paused: ${words}\n`;
    expect(writePause(text, { where: account, pause })).toBe(paused);
    expect(writePause(paused, { where: account })).toBe(text);
  });

  test.each([
    ["without a last line break", "a: 1", "a: 1\npaused: true\n"],
    ["with the line breaks of Windows", "a: 1\r\nb: 2\r\n", "a: 1\r\nb: 2\r\npaused: true\r\n"],
    ["with nothing but a comment", "# later", "# later\npaused: true\n"],
    ["with nothing", "", "paused: true\n"],
    ["written on one line", "{ a: 1, b: 2 }\n", "{ a: 1, b: 2, paused: true }\n"],
    ["that ends with a block of text", "a: |\n  x\n\nb: |\n  y\n", "a: |\n  x\n\nb: |\n  y\npaused: true\n"],
    ["that is indented", "  a: 1\n  b: 2\n", "  a: 1\n  b: 2\n  paused: true\n"],
    ["that ends with a comment", "a: 1 # one\n# the end\n", "a: 1 # one\npaused: true\n# the end\n"],
  ])("%s", (_name, text, paused) => {
    expect(writePause(text, { where: account, pause: {} })).toBe(paused);
  });

  test.each([
    ["paused: true # why\na: 1\n", `paused: ${words} # why\na: 1\n`],
    ["paused:\n  reason: old\n  until: 2026-01-01\na: 1\n", `paused: ${words}\na: 1\n`],
    ["a: 1\npaused:\n", `a: 1\npaused: ${words}\n`],
    ["paused: false\n", `paused: ${words}\n`],
  ])("replaces the one that was there: %j", (text, paused) => {
    expect(writePause(text, { where: account, pause })).toBe(paused);
  });

  test.each([
    ["paused: true # why\na: 1\n", "a: 1\n"],
    ["a: 1\npaused:\n  reason: old\n  # until?\n# b\nb: 2\n", "a: 1\n# b\nb: 2\n"],
    ["{ paused: true, a: 1 }", "{ a: 1 }"],
    ["{ a: 1, paused: { reason: x }, }", "{ a: 1, }"],
    ["paused: true", ""],
  ])("is taken away as a whole: %j", (text, resumed) => {
    const withoutComment = writePause(text, { where: account });
    expect(withoutComment?.replace("  # until?\n", "")).toBe(resumed);
  });

  test("gives the same text back where nothing is paused", () => {
    expect(writePause("a: 1\n", { where: account })).toBe("a: 1\n");
    expect(writePause("", { where: account })).toBe("");
  });
});

describe("a pause of an app", () => {
  test.each([
    ["2.7.1", `{ version: 2.7.1, paused: ${words} }`],
    ['"2.10"', `{ version: "2.10", paused: ${words} }`],
    ["", `{ paused: ${words} }`],
    ["{ version: 2.7.1, scale: 4 }", `{ version: 2.7.1, scale: 4, paused: ${words} }`],
    ["\n  version: 2.7.1\n  scale: 4", `\n  version: 2.7.1\n  scale: 4\n  paused: ${words}`],
  ])("stands in its entry, and the entry is what it was afterwards: %j", (entry, paused) => {
    const written = (value: string): string =>
      `# apps\nnews: 1.0.0\nweb:${value === "" || value.startsWith("\n") ? "" : " "}${value}\nmailer: 3\n`;
    const text = written(entry);
    expect(writePause(text, { where: web, pause })).toBe(written(paused));
    expect(writePause(written(paused), { where: web })).toBe(text);
  });

  test("keeps the comment behind the entry", () => {
    const text = "web: 2.7.1 # stable\n";
    const paused = "web: { version: 2.7.1, paused: true } # stable\n";
    expect(writePause(text, { where: web, pause: {} })).toBe(paused);
    expect(writePause(paused, { where: web })).toBe(text);
  });

  test("stands in the entry's own file where it has one", () => {
    const text = "version: 2.7.1\nscale: 4\n";
    expect(writePause(text, { where: own, pause: {} })).toBe(`${text}paused: true\n`);
    expect(writePause("2.7.1\n", { where: own, pause: {} })).toBe("{ version: 2.7.1, paused: true }\n");
    expect(writePause("{ version: 2.7.1, paused: true }\n", { where: own })).toBe("2.7.1\n");
  });
});

describe("a file that cannot be edited is left to a person", () => {
  test.each<[string, string, PauseEdit["where"]]>([
    ["a broken one", "a: [", account],
    ["two documents", "a: 1\n---\nb: 2\n", account],
    ["a list", "- a\n", account],
    ["no such entry", "news: 1.0.0\n", web],
    ["an alias", "news: &v 1.0.0\nweb: *v\n", web],
    ["what an alias stands for", "web: &v { version: 1.0.0 }\nnews: *v\n", web],
    ["a version with an anchor", "web: &v 1.0.0\nnews: *v\n", web],
    ["a version over several lines", "web: |\n  1.0.0\n", web],
  ])("%s", (_name, text, where) => {
    expect(writePause(text, { where, pause })).toBeUndefined();
  });
});

test("a reason of several lines and control characters becomes one line of bounded length", () => {
  const reason = `\u001b[31mred\nalert\u2028 ${"x".repeat(400)}`;
  const text = writePause("a: 1\n", { where: account, pause: { reason } }) ?? "";
  expect(text).toMatch(/^a: 1\npaused: \{ reason: "\[31mred alert x+" \}\n$/);
  expect(text.length).toBeLessThan(340);
});

const versions = fc.constantFrom(
  "1.0.0",
  '"2.10"',
  "{ version: 1.0.0 }",
  "{ scale: 2, version: 1.0.0 }",
  "\n  version: 1.0.0 # x",
);
const reasons = fc.option(fc.string({ unit: "grapheme", maxLength: 30 }), { nil: undefined });
const moments = fc.option(
  fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000),
  { nil: undefined },
);
const pauses = fc.record({ reason: reasons, until: moments }).map(({ reason, until: end }) => ({
  ...(reason === undefined ? {} : { reason }),
  ...(end === undefined ? {} : { until: end }),
}));

const DEV =
  'id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nnetwork: { cidr: 10.16.0.0/16 }\n';

describe("whatever is paused", () => {
  test("is read as it was written, and as it was once it is resumed", () => {
    fc.assert(
      fc.property(versions, pauses, (version, wanted) => {
        const apps = `# all\nweb: ${version}\n`;
        const paused = writePause(apps, { where: web, pause: wanted }) ?? "";
        const loaded = loadWith({ "accounts/dev/apps.yaml": paused });
        expectPaused(loaded, wanted);
        const resumed = writePause(paused, { where: web }) ?? "";
        const before = placementOf(loadWith({ "accounts/dev/apps.yaml": apps }));
        const after = placementOf(loadWith({ "accounts/dev/apps.yaml": resumed }));
        expect(withoutPlaces(after)).toEqual(withoutPlaces(before));
      }),
      { numRuns: 60 },
    );
  });

  test("of an account or the repository too, whatever the reason says", () => {
    fc.assert(
      fc.property(pauses, (wanted) => {
        const text = writePause(DEV, { where: account, pause: wanted }) ?? "";
        expectPaused(loadWith({ "accounts/dev/account.yaml": text }), wanted);
        expect(writePause(text, { where: account })).toBe(DEV);
        const mooring = "version: 1\nname: acme\n";
        const whole = writePause(mooring, { where: { kind: "mooring" }, pause: wanted }) ?? "";
        expectPaused(loadWith({ "mooring.yaml": whole }), wanted);
        expect(writePause(whole, { where: { kind: "mooring" } })).toBe(mooring);
      }),
      { numRuns: 60 },
    );
  });
});

/** Blanks between the brackets of a map need not come back. */
function withoutPlaces({ fieldPlaces: _places, ...rest }: Placement): Omit<Placement, "fieldPlaces"> {
  return rest;
}

function expectPaused(loaded: ReturnType<typeof loadWith>, wanted: NonNullable<PauseEdit["pause"]>): void {
  expect(loaded.problems).toEqual([]);
  const [read, ...others] = accountOf(loaded).pauses;
  const reason = wanted.reason?.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  expect(others).toEqual([]);
  expect(read?.until).toBe(wanted.until);
  expect(read?.reason ?? "").toBe(reason ?? "");
}
