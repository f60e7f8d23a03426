import { cpSync, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { readAgentFile } from "../../src/manifest/read-agent-file.ts";
import { readRepository } from "../../src/manifest/read-repository.ts";
import { loadExample } from "../support/example.ts";
import { runMoor, scratch, type Scratch } from "../support/moor.ts";
import { root, sourceFiles } from "../support/source-files.ts";

const page = readFileSync(join(root, "docs/operations.md"), "utf8");

interface Block {
  readonly section: string;
  readonly language: string;
  readonly text: string;
}

/** Every fenced block, with the heading that it stands under. */
const blocks: readonly Block[] = page.split(/^## /m).flatMap((part) => {
  const section = part.split("\n")[0] ?? "";
  return [...part.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({
    section,
    language,
    text,
  }));
});

/** A YAML block is a file: its first line says which. */
const files = blocks
  .filter(({ language }) => language === "yaml")
  .map(({ section, text }) => ({ section, text, path: /^# (\S+\.yaml)\n/.exec(text)?.[1] ?? "" }));

test("every YAML block names its file", () => {
  expect(files.length).toBeGreaterThan(7);
  expect(files.filter(({ path }) => path === "")).toEqual([]);
});

describe("the files that the page shows", () => {
  let repository: Scratch;
  beforeEach(() => {
    repository = scratch();
    cpSync(join(root, "examples/environments"), repository.dir, { recursive: true });
  });
  afterEach(() => repository.remove());

  const ofRepository = files.filter(({ path }) => /^(mooring\.yaml|accounts\/|apps\/)/.test(path));

  test.each([...new Set(ofRepository.map(({ section }) => section))])(
    'under "%s" make a repository without a problem when they are put into the example',
    async (section) => {
      const shown = ofRepository.filter((file) => file.section === section);
      const wanted = shown.filter(({ path }) => !isInsteadOfList(path, repository.dir));
      repository.write(Object.fromEntries(wanted.map(({ path, text }) => [path, text])));
      const { problems } = loadExample(await readRepository(repository.dir));
      expect(problems).toEqual([]);
    },
  );

  /** Where an account has a list, the page says that the line goes there. */
  function isInsteadOfList(path: string, dir: string): boolean {
    return path.includes("/apps/") && existsSync(join(dir, `${dirname(path)}.yaml`));
  }

  test.each(files.filter(({ path }) => path === "agent.yaml"))(
    "under $section: $path is settings",
    ({ text }) => {
      expect(readAgentFile({ path: "agent.yaml", text }).problems).toEqual([]);
    },
  );

  test("the workflow of pull requests is YAML with a step that plans", () => {
    const workflow = files.find(({ path }) => path.startsWith(".github/"));
    const { jobs } = parse(workflow?.text ?? "") as {
      jobs: { plan: { steps: readonly { readonly run?: string }[] } };
    };
    expect(jobs.plan.steps.map(({ run }) => run).join("\n")).toContain("moor plan --fast --reader");
  });
});

describe("the commands that the page shows", () => {
  const spans = [...page.matchAll(/`(moor [^`]+)`/g)].map(([, text]) => text ?? "");
  const shells = blocks.flatMap(({ language, text }) => (language === "sh" ? text.split("\n") : []));
  const workflow = files.flatMap(({ text }) =>
    [...text.matchAll(/run: (moor .*)/g)].map(([, run]) => run ?? ""),
  );
  const lines = [...spans, ...shells.map((line) => line.replace(/ +#.*/, "").trim()), ...workflow];
  const commands = lines.flatMap((line) => {
    const [, verb, rest] = /^(?:mooring|moor) ([a-z]+)(.*)$/.exec(line) ?? [];
    return verb === undefined ? [] : [{ verb, options: (rest ?? "").match(/--[a-z-]+/g) ?? [] }];
  });
  const verbs = [...new Set(commands.map(({ verb }) => verb))];

  test("are found", () => {
    expect(verbs).toEqual(expect.arrayContaining(["agent", "bootstrap", "log", "pause", "plan", "resume"]));
  });

  test.each(verbs)("moor %s exists, with every option that is shown", async (verb) => {
    const { code, stdout } = await runMoor([verb, "--help"]);
    expect(code).toBe(0);
    const shown = commands.filter((command) => command.verb === verb).flatMap(({ options }) => options);
    expect(shown.filter((option) => !stdout.includes(option))).toEqual([]);
  });
});

test("every file that the page names is there", () => {
  const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, path]) => join("docs", path ?? ""));
  const named = [...page.matchAll(/\bexamples\/operator\/[\w.-]+\w/g)].map(([path]) => path);
  const missing = [...links, ...named].filter((path) => !existsSync(join(root, path)));
  expect(links.length + named.length).toBeGreaterThan(5);
  expect(missing).toEqual([]);
});

test("every line of the log that the page explains is one that Mooring writes", () => {
  const [, table = ""] = /^\| line [\s\S]*?\n((?:\|.*\n)+)/m.exec(page) ?? [];
  const told = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, line]) => line ?? "");
  const sources = sourceFiles("src").map(({ text }) => text);
  expect(told.length).toBeGreaterThan(5);
  expect(told.filter((line) => !sources.some((text) => text.includes(JSON.stringify(line))))).toEqual([]);
});
