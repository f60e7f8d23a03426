// Environments repositories under Git, and a git that counts how often it is started.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { newFolder } from "./scratch.js";

const IDENTITY = {
  GIT_AUTHOR_NAME: "Ada Example",
  GIT_AUTHOR_EMAIL: "ada@acme.example",
  GIT_COMMITTER_NAME: "Ada Example",
  GIT_COMMITTER_EMAIL: "ada@acme.example",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
};

/**
 * Puts a folder under Git; what is in it becomes the first commit, on `main`.
 * @param {string} dir
 */
export function newRepository(dir) {
  const git = (...args) =>
    execFileSync("git", ["-C", dir, ...args], {
      env: { ...process.env, ...IDENTITY },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    }).trim();
  const commit = (message) => {
    git("add", "--all");
    git("commit", "--quiet", "-m", message);
    return head();
  };
  const head = () => git("rev-parse", "HEAD");
  git("init", "--quiet", "--initial-branch=main");
  commit("everything there is");
  return { dir, url: pathToFileURL(dir).href, commit, head };
}

/** A search path on which a git comes first that writes down how it was started. What git itself starts is not counted. */
export function countingGit() {
  const dir = newFolder();
  const list = join(dir, "started");
  const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
  writeFileSync(join(dir, "git"), `#!/bin/sh\necho "$*" >> '${list}'\nexec '${real}' "$@"\n`);
  chmodSync(join(dir, "git"), 0o755);
  return {
    path: `${dir}${delimiter}${process.env.PATH}`,
    /** The subcommands since the last time. */
    take() {
      if (!existsSync(list)) return [];
      const lines = readFileSync(list, "utf8").trim().split("\n");
      rmSync(list);
      return lines.map(subcommandOf);
    },
  };
}

function subcommandOf(line) {
  return line.replace(/^(-c \S+ |-C \S+ )*/, "").split(" ")[0];
}
