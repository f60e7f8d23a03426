import { types } from "node:util";

/** Why a command cannot go on, in a sentence for the person who typed it. Ends the command with `exitCode`. */
export class Complaint extends Error {
  override readonly name = "Complaint";
  readonly kind: "usage" | "failed";
  /** What to do about it. */
  readonly remedy: string | undefined;

  constructor(kind: "usage" | "failed", message: string, remedy?: string) {
    super(message);
    this.kind = kind;
    this.remedy = remedy;
  }
}

/** What a person reads about an error: what happened, and what to do where that is known. */
export interface Sentence {
  readonly message: string;
  readonly remedy: string | undefined;
}

/** Errors whose message is a sentence already. */
const SENTENCES: ReadonlySet<string> = new Set(["Complaint", "CloudError", "ListenError", "SourceError"]);

const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EPERM: "the system does not permit it",
  ENOTDIR: "a part of the path is not a folder",
  EISDIR: "it is a folder",
  EEXIST: "something else is in its place",
  ENOSPC: "the disk is full",
  EROFS: "the file system is read-only",
  EMFILE: "too many files are open",
};

/** The sentence for any error; never a stack. */
export function sentenceOf(error: unknown): Sentence {
  if (!types.isNativeError(error)) return { message: `unexpected: ${String(error)}`, remedy: REPORT };
  const remedy = "remedy" in error && typeof error.remedy === "string" ? error.remedy : undefined;
  if (SENTENCES.has(error.name)) return { message: error.message, remedy };
  const words = "code" in error && typeof error.code === "string" ? SYSTEM_WORDS[error.code] : undefined;
  if (words !== undefined && "path" in error) return { message: `${String(error.path)}: ${words}`, remedy };
  return { message: `unexpected: ${error.message}`, remedy: remedy ?? REPORT };
}

const REPORT = "this is a defect of Mooring; MOORING_DEBUG=1 shows where it happened";
