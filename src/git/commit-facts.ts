import type { Revision } from "../model/report.ts";
import type { Git } from "./bounded-git.ts";
import { oneLine } from "./one-line.ts";

/** What a commit says of itself. All of it comes from outside. */
export interface CommitFacts {
  readonly revision: Revision;
  /** Object id of its root folder. */
  readonly tree: string;
  /** Full ids, also of parents that were not fetched. */
  readonly parents: readonly string[];
  /** Seconds since the epoch. */
  readonly committedAt: number;
  /** By which program its signature would be checked; absent for an unsigned commit. */
  readonly signedWith?: "ssh" | "gpg" | "something else";
}

/** Reads a commit that is in the clone. */
export async function readCommitFacts(git: Git, commit: string): Promise<CommitFacts> {
  const [head = "", ...rest] = (await git("cat-file", "commit", commit)).split("\n\n");
  const headers = head.split("\n");
  const author = valueOf(headers, "author").replace(/ <[^>]*> -?\d+ [+-]\d+$/, "");
  const signature = signatureKind(headers);
  return {
    revision: {
      commit,
      author: oneLine(author, 100),
      subject: oneLine(rest.find((paragraph) => paragraph.trim() !== "") ?? "", 200),
      isDirty: false,
    },
    tree: valueOf(headers, "tree"),
    parents: headers.filter((line) => line.startsWith("parent ")).map((line) => line.slice("parent ".length)),
    committedAt: timeOf(headers),
    ...(signature === undefined ? {} : { signedWith: signature }),
  };
}

function valueOf(headers: readonly string[], name: string): string {
  return headers.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? "";
}

function timeOf(headers: readonly string[]): number {
  return Number(/ (\d{1,12}) [+-]\d+$/.exec(valueOf(headers, "committer"))?.[1] ?? 0);
}

function signatureKind(headers: readonly string[]): CommitFacts["signedWith"] {
  const signature = headers.find((line) => /^gpgsig(-sha256)? /.test(line));
  if (signature === undefined) return undefined;
  if (signature.includes("BEGIN SSH SIGNATURE")) return "ssh";
  return /BEGIN PGP (SIGNATURE|MESSAGE)/.test(signature) ? "gpg" : "something else";
}
