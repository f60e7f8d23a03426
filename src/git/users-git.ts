import { hearGit } from "./git-error.ts";

/**
 * Git as the user of this machine has set it up, with their identity, hooks, signing and credentials: as if they typed the
 * command. Only for their own checkout. Throws a `GitError`.
 */
export async function usersGit(dir: string): Promise<(...args: readonly string[]) => Promise<string>> {
  const { simpleGit } = await import("simple-git");
  return async (...args) => {
    const heard = hearGit();
    try {
      return await simpleGit({
        baseDir: dir,
        errors: heard.errors,
        completion: { onClose: true, onExit: false },
        unsafe: THEIRS,
        allowEnvironment: Object.keys(process.env),
      })
        .env({ ...process.env })
        .raw([...args]);
    } catch (error) {
      throw heard.explain(error);
    }
  };
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
