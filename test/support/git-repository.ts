import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A real repository in a folder, to which a test commits as a person would. */
export interface GitRepository {
  readonly dir: string;
  git(...args: readonly string[]): string;
  /** Writes files (`undefined` removes one), commits everything and gives the commit's id. */
  commit(files: Readonly<Record<string, string | undefined>>, subject?: string): string;
}

/** Makes a repository with the branch main and nothing in it. */
export function newRepository(dir: string, initOptions: readonly string[] = []): GitRepository {
  mkdirSync(dir, { recursive: true });
  const env = { ...process.env, HOME: dir, GIT_CONFIG_NOSYSTEM: "1" };
  const git = (...args: readonly string[]): string =>
    execFileSync("git", args, { cwd: dir, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  git("init", "-q", "-b", "main", ...initOptions);
  git("config", "user.name", "Alice Example");
  git("config", "user.email", "alice@acme.example");
  return {
    dir,
    git,
    commit(files, subject = "storefront: 2.7.2") {
      for (const [path, text] of Object.entries(files)) change(join(dir, path), text);
      git("add", "-A");
      git("commit", "-q", "--allow-empty", "-m", subject);
      return git("rev-parse", "HEAD");
    },
  };
}

function change(file: string, text: string | undefined): void {
  mkdirSync(dirname(file), { recursive: true });
  if (text === undefined) rmSync(file, { recursive: true });
  else writeFileSync(file, text);
}
