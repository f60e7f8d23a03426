import { runGit } from "./run-git.ts";

/**
 * Git as the user of this machine has set it up, with their identity, hooks, signing and credentials: as if they typed the
 * command. Only for their own checkout. Throws a `GitError`.
 */
export function usersGit(dir: string): (...args: readonly string[]) => Promise<string> {
  const { env } = process;
  const options = { baseDir: dir, unsafe: THEIRS, allowEnvironment: Object.keys(env) };
  return (...args) => runGit({ args, env, options, own: new AbortController(), lateMs: 1000 });
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
