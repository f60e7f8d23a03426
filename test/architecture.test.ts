import { builtinModules } from "node:module";
import { describe, expect, test } from "@jest/globals";
import { importsOf, resolveImport, sourceFiles, type SourceFile } from "./support/source-files.ts";

const files = sourceFiles("src");
const tests = sourceFiles("test");

const pure = ["manifest", "blueprints", "plan", "guard", "drift", "preflight", "report", "bootstrap"];
const adapters = ["git", "aws", "log", "clock", "schedules", "history", "http", "hosts", "notify", "metrics"];

/** What a folder (or a file right under `src/`) may import besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  ...Object.fromEntries(pure.map((folder) => [folder, ["model"]])),
  ...Object.fromEntries(adapters.map((folder) => [folder, ["model"]])),
  apply: ["model", ...pure],
  reconcile: ["model", ...pure, "apply"],
  agent: ["model", ...pure, "apply", "reconcile"],
  cli: ["model", ...pure, "apply", "reconcile", "agent"],
  "wire.ts": ["model", ...pure, ...adapters, "apply", "reconcile", "agent", "cli"],
  "main.ts": ["model", "cli", "wire.ts"],
  sandbox: [],
};

function roomOf(path: string): string {
  return path.split("/")[1] ?? "";
}

function relativeImports(file: SourceFile): readonly string[] {
  return importsOf(file)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => resolveImport(file, specifier));
}

function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
}

function packagesOf(file: SourceFile): readonly string[] {
  return importsOf(file)
    .filter((specifier) => !/^(\.|node:)/.test(specifier))
    .map(packageOf);
}

/** Lines of a file that match, as `path:line text`. */
function linesMatching(file: SourceFile, pattern: RegExp): readonly string[] {
  return file.text
    .split("\n")
    .map((line, index) => ({ line, at: `${file.path}:${index + 1}` }))
    .filter(({ line }) => pattern.test(line) && !/^\s*(\/\/|\*|\/\*\*)/.test(line))
    .map(({ line, at }) => `${at} ${line.trim()}`);
}

describe("the reading of imports", () => {
  test("finds static, type, side-effect, lazy and re-exporting imports", () => {
    const text = [
      'import type { A } from "../model/a.ts";',
      "import {",
      "  b,",
      '} from "b";',
      'import "node:fs";',
      'const c = await import("@scope/c/deep.js");',
      'export { d } from "./d.ts";',
    ].join("\n");
    const file = { path: "src/plan/x.ts", text };
    expect(importsOf(file)).toEqual(["../model/a.ts", "b", "node:fs", "@scope/c/deep.js", "./d.ts"]);
    expect(relativeImports(file)).toEqual(["src/model/a.ts", "src/plan/d.ts"]);
    expect(packagesOf(file)).toEqual(["b", "@scope/c"]);
  });

  test("reads the whole house", () => {
    expect(files.length).toBeGreaterThan(10);
  });
});

describe("imports", () => {
  test("every room of the house has a place in the import order", () => {
    expect(
      [...new Set(files.map((file) => roomOf(file.path)))].filter((room) => !(room in mayImport)),
    ).toEqual([]);
  });

  test("imports go one way, type imports included", () => {
    const wrong = files.flatMap((file) => {
      const room = roomOf(file.path);
      const allowed = new Set([room, ...(mayImport[room] ?? [])]);
      return relativeImports(file)
        .filter((target) => target.startsWith("src/") && !allowed.has(roomOf(target)))
        .map((target) => `${file.path} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test("nothing in src reaches outside src", () => {
    const wrong = files.flatMap((file) =>
      relativeImports(file)
        .filter((target) => !target.startsWith("src/"))
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("each third-party library is imported in exactly one folder, the sandbox counting as a house of its own", () => {
    const rooms = new Map<string, Set<string>>();
    for (const file of files.filter((candidate) => roomOf(candidate.path) !== "sandbox")) {
      for (const name of packagesOf(file))
        rooms.set(name, (rooms.get(name) ?? new Set()).add(roomOf(file.path)));
    }
    const spread = [...rooms]
      .filter(([, where]) => where.size > 1)
      .map(([name, where]) => `${name}: ${[...where].join(", ")}`);
    expect(spread).toEqual([]);
  });

  test("the sandbox could be lifted out: it imports nothing of ours, and few libraries", () => {
    const house = files.filter((file) => roomOf(file.path) === "sandbox");
    const ours = house.flatMap(relativeImports).filter((target) => !target.startsWith("src/sandbox/"));
    const libraries = [...new Set(house.flatMap(packagesOf))].toSorted();
    expect({ files: house.length > 10, ours, libraries }).toEqual({
      files: true,
      ours: [],
      libraries: [
        "@aws-cdk/aws-service-spec",
        "@aws-cdk/service-spec-types",
        "fast-xml-parser",
        "lru-cache",
        "yaml",
      ],
    });
  });

  test("nothing of src outside the sandbox imports it", () => {
    const wrong = files
      .filter((file) => roomOf(file.path) !== "sandbox")
      .filter((file) => relativeImports(file).some((target) => target.startsWith("src/sandbox")));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test("node's own modules are imported by their node: names", () => {
    const bare = files.flatMap((file) =>
      packagesOf(file)
        .filter((name) => builtinModules.includes(name))
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(bare).toEqual([]);
  });

  test("pure folders read no file, process, network or clock", () => {
    const readsFiles = new Set(["src/manifest/read-repository.ts", "src/manifest/schemas.ts"]);
    const wrong = files
      .filter((file) => pure.includes(roomOf(file.path)) || roomOf(file.path) === "model")
      .filter((file) => !readsFiles.has(file.path))
      .flatMap((file) => [
        ...importsOf(file)
          .filter((specifier) => /^node:(fs|net|http|https|child_process|os|timers|process)/.test(specifier))
          .map((specifier) => `${file.path} imports ${specifier}`),
        ...linesMatching(
          file,
          /\bDate\.now\(|new Date\(\)|Math\.random\(|process\.(env|argv|cwd)|performance\.now\(/,
        ),
      ]);
    expect(wrong).toEqual([]);
  });
});

describe("shape", () => {
  test("no file of src is longer than 250 lines", () => {
    const long = files
      .map((file) => ({ path: file.path, lines: file.text.trimEnd().split("\n").length }))
      .filter(({ lines }) => lines > 250)
      .map(({ path, lines }) => `${path}: ${lines}`);
    expect(long).toEqual([]);
  });

  test("file names are kebab-case and name a subject", () => {
    const bad = files
      .map((file) => file.path)
      .filter((path) => {
        const name = path.split("/").at(-1) ?? "";
        return (
          !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(name) ||
          /\b(utils?|helpers?|common|manager|misc|index)\b/.test(name)
        );
      });
    expect(bad).toEqual([]);
  });

  test.each([
    ["any", /(:|\bas|<|,)\s*any\b(?!\w)/],
    ["enum, namespace", /^\s*(export\s+)?(const\s+)?(enum|namespace)\s/],
    ["barrel exports", /^\s*export\s+\*/],
    ["unfinished work", /\b(TODO|FIXME|XXX|HACK)\b/],
    ["silenced checks", /@ts-(ignore|expect-error|nocheck)/],
    ["console", /\bconsole\.\w+\(/],
  ])("src holds no %s", (_name, pattern) => {
    expect(files.flatMap((file) => linesMatching(file, pattern))).toEqual([]);
  });

  test("the process ends in main files only", () => {
    const mains = new Set(["src/main.ts", "src/sandbox/main.ts"]);
    const wrong = files
      .filter((file) => !mains.has(file.path))
      .flatMap((file) => linesMatching(file, /process\.exit\(/));
    expect(wrong).toEqual([]);
  });

  test("type assertions stay at the rim", () => {
    const rim = new Set([...adapters, "sandbox", "model"]);
    const assertion = /[\w)\]}]\s+as\s+(?!const\b)[A-Z{([\w]/;
    const wrong = files
      .filter((file) => !rim.has(roomOf(file.path)))
      .flatMap((file) => linesMatching(file, assertion))
      .filter((line) => !/\bimport\b|\bexport\s*\{|"[^"]*\bas\b[^"]*"|`[^`]*\bas\b[^`]*`/.test(line));
    expect(wrong).toEqual([]);
  });

  test("tests are neither focused nor silently skipped", () => {
    const wrong = tests
      .filter((file) => file.path !== "test/architecture.test.ts")
      .flatMap((file) =>
        linesMatching(file, /\b(test|it|describe)\.only\(|\b(xit|xtest|xdescribe|fit|fdescribe)\(/),
      );
    expect(wrong).toEqual([]);
  });
});
