import type { TemplateAddress } from "../model/template-source.ts";
import { gitOnClone } from "./clone.ts";
import { readCommitFacts } from "./commit-facts.ts";
import { hasTagSignature, requireSignature } from "./signature.ts";
import { OURS } from "./template-clone.ts";
import type { FoundRef } from "./template-refs.ts";
import type { TemplateSite } from "./template-site.ts";
import { Unusable } from "./trouble.ts";

/** What CloudFormation takes; blanks and comments count here, too. */
const MOST_BYTES = 1024 * 1024;

/**
 * The text of a template at a commit of the clone, whose signature is checked where one is required: that of the tag, or of
 * the commit. Throws `Unusable` for what may not be used.
 */
export async function readTemplateFile(
  site: TemplateSite,
  { path, ref }: TemplateAddress,
  found: Extract<FoundRef, { kind: "found" }>,
  signal: AbortSignal,
): Promise<string> {
  await requireSigned(site, found, signal);
  const git = gitOnClone(site.own, signal);
  const listing = await git("ls-tree", "-z", "-l", "--full-tree", found.commit, "--", path);
  const [, mode, id, size] = /^(\d{6}) \w+ ([0-9a-f]+) +(\d+|-)\t/.exec(listing) ?? [];
  if (mode === undefined || id === undefined)
    throw new Unusable(`it has no file ${path} at ${ref}`, "correct path, ref or version");
  const what = OTHER_THAN_FILES.get(mode);
  if (what !== undefined) throw new Unusable(`${path} is ${what} there`, "name the file itself");
  if (Number(size) > MOST_BYTES)
    throw new Unusable(
      `${path} has ${size} bytes, and a template at most ${MOST_BYTES}`,
      "split the template",
    );
  const text = await git("cat-file", "blob", id);
  if (Buffer.byteLength(text) !== Number(size))
    throw new Unusable(`${path} is not UTF-8 text`, "save the file as UTF-8");
  return text;
}

/** Modes of git's trees. */
const OTHER_THAN_FILES: ReadonlyMap<string, string> = new Map([
  ["040000", "a folder"],
  ["120000", "a symbolic link"],
  ["160000", "a submodule"],
]);

async function requireSigned(
  { own, verify }: TemplateSite,
  { ref, commit }: Extract<FoundRef, { kind: "found" }>,
  signal: AbortSignal,
): Promise<void> {
  if (verify.mode === "off") return;
  const at = { own, signal };
  const isTag = ref.startsWith(`${OURS}/tags/`);
  if (isTag && (await hasTagSignature({ ref, commit }, verify, at))) return;
  const facts = await readCommitFacts(gitOnClone(own, signal), commit);
  try {
    await requireSignature(facts, verify, at);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    const { message } = error.failure;
    const remedy =
      "sign the tag (git tag -s) or the commit (git commit -S) with a key that agent.yaml allows";
    throw new Unusable(
      `commit ${commit.slice(0, 12)} ${message}${isTag ? ", and the tag neither" : ""}`,
      remedy,
    );
  }
}
