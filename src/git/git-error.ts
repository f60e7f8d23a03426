import type { SimpleGitOptions } from "simple-git";

/** Git ended with an error. */
export class GitError extends Error {
  override readonly name = "GitError";
  /** What it said; comes from outside and may hold a credential. */
  readonly said: string;

  constructor(said: string) {
    super("git failed");
    this.said = said;
  }
}

/** Keeps what git said when it failed, which simple-git would fold into a message of its own. */
export interface Hearing {
  readonly errors: NonNullable<SimpleGitOptions["errors"]>;
  /** The error to throw for one that simple-git threw. */
  explain(error: unknown): unknown;
}

/** Hears one command. Every exit code but 0 is a failure, also where nothing was printed. */
export function hearGit(): Hearing {
  let said: string | undefined;
  return {
    errors(error, { exitCode, stdErr }) {
      if (exitCode === 0) return undefined;
      if (exitCode !== NEVER_STARTED) said = Buffer.concat(stdErr).toString();
      return error ?? new Error("git failed");
    },
    explain: (error) => (said === undefined ? error : new GitError(said)),
  };
}

/** simple-git's own exit code for a command that it does not run. */
const NEVER_STARTED = 9901;
