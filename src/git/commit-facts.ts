import type { Revision } from "../model/report.ts";
import type { Git } from "./bounded-git.ts";
import { oneLine } from "./one-line.ts";

/** What a commit says of itself. All of it comes from outside. */
export interface CommitFacts {
  readonly revision: Revision;
  /** Full ids, also of parents that were not fetched. */
  readonly parents: readonly string[];
  /** Seconds since the epoch. */
  readonly committedAt: number;
  /** By which program its signature would be checked; absent for an unsigned commit. */
  readonly signedWith?: "ssh" | "gpg" | "something else";
}

/** Reads a commit that is in the clone. */
export async function readCommitFacts(git: Git, commit: string): Promise<CommitFacts> {
  const [author = "", subject = ""] = (
    await git("log", "-1", "--no-show-signature", "--format=%an%x00%s", commit)
  ).split("\0");
  const headers = headersOf(await git("cat-file", "commit", commit));
  const signature = signatureKind(headers);
  return {
    revision: { commit, author: oneLine(author, 100), subject: oneLine(subject, 200), isDirty: false },
    parents: headers.filter((line) => line.startsWith("parent ")).map((line) => line.slice("parent ".length)),
    committedAt: timeOf(headers),
    ...(signature === undefined ? {} : { signedWith: signature }),
  };
}

/** The lines before the message. */
function headersOf(text: string): readonly string[] {
  return (text.split("\n\n", 1)[0] ?? "").split("\n");
}

function timeOf(headers: readonly string[]): number {
  const committer = headers.find((line) => line.startsWith("committer ")) ?? "";
  return Number(/ (\d{1,12}) [+-]\d+$/.exec(committer)?.[1] ?? 0);
}

function signatureKind(headers: readonly string[]): CommitFacts["signedWith"] {
  const signature = headers.find((line) => /^gpgsig(-sha256)? /.test(line));
  if (signature === undefined) return undefined;
  if (signature.includes("BEGIN SSH SIGNATURE")) return "ssh";
  return /BEGIN PGP (SIGNATURE|MESSAGE)/.test(signature) ? "gpg" : "something else";
}
