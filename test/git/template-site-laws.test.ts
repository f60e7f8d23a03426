import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isRefName } from "../../src/git/ref-name.ts";
import { templateSite, type TemplateReader } from "../../src/git/template-site.ts";
import { SourceError } from "../../src/model/source.ts";

const BASES = [
  "https://git.example/acme/environments.git",
  "ssh://git@git.example/acme/environments.git",
  "git@git.example:acme/environments.git",
  "/srv/git/acme/environments",
];
const LISTED = "https://listed.example/acme";

const piece = fc.oneof(
  fc.constantFrom(
    "..",
    ".",
    "",
    "%2e%2e",
    "%2E.",
    "-oProxyCommand=id",
    "--upload-pack=id",
    "a b",
    "search.git",
  ),
  fc.constantFrom(
    "\u0000",
    "\u001b[31m",
    "\n",
    "\\",
    "@evil.example",
    ":",
    "?x",
    "#x",
    "169.254.169.254",
    "[::1]",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const start = fc.constantFrom(
  "../",
  "./",
  "https://",
  "https://listed.example/acme/",
  "https://listed.example/acme@evil.example/",
  "https://listed.example:443@evil.example/",
  "ssh://-oProxyCommand=id/",
  "ext::",
  "file:///",
  "http://169.254.169.254/latest/",
  "https://127.0.0.1/",
  "git@",
  "/etc/",
  "-",
);
const address = fc
  .tuple(start, fc.array(piece, { maxLength: 5 }), fc.constantFrom("/", ""))
  .map(([before, pieces, between]) => `${before}${pieces.join(between)}`);

const terms = { auth: {}, verify: { mode: "off" } } as const;
const program: TemplateReader = { kind: "program", neighbours: terms, listed: [{ ...terms, url: LISTED }] };

/** The URL that git would get, if any. */
function reached(base: string, to: string): string | undefined {
  try {
    return templateSite(to, { folder: "/clones", base, reader: program }).url;
  } catch (error) {
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}

/** The host that a URL or `user@host:path` leads to, as git reads it. */
function hostOf(url: string): string {
  if (url.startsWith("/")) return "";
  return url.includes("://") ? new URL(url).hostname : (/^(?:[^/:@]+@)?([^/:]+):/.exec(url)?.[1] ?? "?");
}

describe("whatever an app names as the repository of its template", () => {
  test("an agent reaches no host but that of the followed repository and those that are listed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...BASES), address, (base, to) => {
        const url = reached(base, to);
        if (url === undefined) return;
        const hosts = /^\.\.?\//.test(to) ? [hostOf(base)] : ["listed.example"];
        expect(hosts).toContain(hostOf(url));
        expect(url).not.toMatch(/^-|\p{Cc}|%2e|(^|[/:])\.\.?(\/|$)/iu);
      }),
      { numRuns: 3000 },
    );
  });

  test("an address that is not listed gets no credential of one that is", () => {
    const [base = ""] = BASES;
    for (const to of [
      `${LISTED}/../evil.git`,
      `${LISTED}/%2e%2e/evil.git`,
      `${LISTED}-evil/a.git`,
      "https://listed.example/a.git",
      "https://listed.example@evil.example/acme/a.git",
    ])
      expect([to, reached(base, to)]).toEqual([to, undefined]);
    expect(reached(base, `${LISTED}/search.git`)).toBe(`${LISTED}/search.git`);
  });
});

test("no name of a tag or branch is an option, a range or a pattern", () => {
  const odd = fc.tuple(
    fc.constantFrom("", "-", "--upload-pack=", "../", "/", "refs/heads/../", "v1"),
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.constantFrom("", ".lock", "..v2", "@{1}", "^{}", "\u001b]0;x\u0007", ":x", "~1", "*"),
  );
  fc.assert(
    fc.property(odd, (parts) => {
      const name = parts.join("");
      const isOdd = /^[-/.]|\.\.|[\p{Cc}\s~^:?*[\\]|@\{|^$/u.test(name);
      expect(isRefName(name) && isOdd).toBe(false);
    }),
    { numRuns: 2000 },
  );
});
