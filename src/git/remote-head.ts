import type { Git } from "./bounded-git.ts";
import { oneLine } from "./one-line.ts";
import type { Remote } from "./remote-url.ts";
import { Unreadable } from "./trouble.ts";

/** Asks the remote for the full commit id of a branch. Throws `Unreadable` when there is no such branch. */
export async function askHead(git: Git, remote: Remote, branch: string): Promise<string> {
  const ref = `refs/heads/${branch}`;
  const head = refsOf(await git("ls-remote", "--quiet", "--", remote.url, ref)).get(ref);
  if (head !== undefined) return head;
  throw noBranch(branch, refsOf(await git("ls-remote", "--quiet", "--heads", "--", remote.url)));
}

function refsOf(listing: string): ReadonlyMap<string, string> {
  const lines = listing.split("\n").map((line) => /^([0-9a-f]{40}(?:[0-9a-f]{24})?)\t(.+)$/.exec(line));
  return new Map(lines.flatMap((line) => (line?.[1] && line[2] ? [[line[2], line[1]]] : [])));
}

function noBranch(branch: string, others: ReadonlyMap<string, string>): Unreadable {
  const names = [...others.keys()].map((ref) => oneLine(ref.replace("refs/heads/", ""), 60));
  if (names.length === 0)
    return new Unreadable("the repository is empty", `push a first commit to its branch ${branch}`);
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return new Unreadable(
    `the repository has no branch ${branch}`,
    `push it again, or name one of ${names.slice(0, 5).join(", ")}${more} with --branch`,
  );
}
