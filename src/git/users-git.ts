import type { Git } from "./bounded-git.ts";
import { underOwnSignal } from "./own-signal.ts";
import { runGit } from "./run-git.ts";

/** What is different from a command that the user types. */
export interface UsersGitSetup {
  /** On top of their own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** `key=value`, each given with `-c`. */
  readonly config?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * Git as the user of this machine has set it up, with their identity, hooks, signing and credentials: as if they typed the
 * command. Only for their own checkout, and to reach what they may reach. Throws a `GitError`.
 */
export function usersGit(dir: string, setup: UsersGitSetup = {}): Git {
  const env = { ...process.env, ...setup.env };
  const config = [...(setup.config ?? [])];
  const options = { baseDir: dir, config, unsafe: THEIRS, allowEnvironment: Object.keys(env) };
  return (...args) =>
    underOwnSignal(setup.signal, (own) => runGit({ args, env, options, own, lateMs: 1000 }));
}

/** What the user's own environment may say. */
const THEIRS = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeEditor: true,
  allowUnsafeExec: true,
  allowUnsafeGitProxy: true,
  allowUnsafePager: true,
  allowUnsafeSshCommand: true,
  allowUnsafeTemplateDir: true,
};
