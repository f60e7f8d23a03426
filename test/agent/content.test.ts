import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readContent, type Content } from "../../src/agent/content.ts";
import { memoryTemplates } from "../support/memory-templates.ts";
import type { Files } from "../support/memory-source.ts";
import { smallAcme } from "../support/small-acme.ts";

function contentOf(files: Files, before?: Content): Promise<Content> {
  const read = () => Promise.resolve({ files: new Map(Object.entries(files)), refused: [] });
  const source = { read, templates: memoryTemplates() };
  return readContent({ dir: "somewhere", revision: undefined }, source, { before });
}

const accounts = fc.dictionary(
  fc.constantFrom("dev", "test", "live"),
  fc.record({
    apps: fc.dictionary(fc.constantFrom("web", "api"), fc.constantFrom("one", "two", "[broken")),
    says: fc.constantFrom("", "selfHeal: true", "after: [dev]", "pauses: 1"),
  }),
);

describe("content that is read after other content", () => {
  test("accounts about which it says the same are taken over as they are", async () => {
    const before = await contentOf(
      smallAcme({ dev: { apps: { web: "one" } }, test: { apps: { web: "one" } } }),
    );
    const after = await contentOf(
      smallAcme({ dev: { apps: { web: "two" } }, test: { apps: { web: "one" } } }),
      before,
    );
    expect(after.targets.get("test")).toBe(before.targets.get("test"));
    expect(after.targets.get("dev")?.fingerprint).not.toBe(before.targets.get("dev")?.fingerprint);
  });

  test("is what it would be if nothing had been read before", async () => {
    await fc.assert(
      fc.asyncProperty(accounts, accounts, async (earlier, later) => {
        const before = await contentOf(smallAcme(earlier));
        expect(await contentOf(smallAcme(later), before)).toEqual(await contentOf(smallAcme(later)));
      }),
      { numRuns: 40 },
    );
  });

  test("another name of the repository changes every account", async () => {
    const files = smallAcme({ dev: { apps: { web: "one" } } });
    const before = await contentOf(files);
    const renamed = { ...files, "mooring.yaml": "version: 1\nname: other\n" };
    const { targets } = await contentOf(renamed, before);
    expect(targets.get("dev")?.desired.map(({ name }) => name)).toContain("other-web");
  });
});
