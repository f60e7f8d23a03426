// Starts the built programs: the sandbox, and commands whose usage is measured.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { newFolder } from "./scratch.js";

/** The account of the embedded sandbox's base credentials. */
export const AWS_ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: "000000000000",
  AWS_SECRET_ACCESS_KEY: "sandbox",
  AWS_DEFAULT_REGION: "eu-west-1",
};

const usageFile = join(newFolder(), "usage.json");

/**
 * Runs a command with the usage hook to its end; fails loudly when the command does.
 * @param {string} command @param {readonly string[]} args @param {Readonly<Record<string, string>>} env
 */
export function measured(command, args, env = {}) {
  const result = spawnSync(command, ["--import", new URL("usage.js", import.meta.url).href, ...args], {
    env: { ...process.env, ...env, BENCH_USAGE: usageFile },
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (result.status !== 0) throw new Error(`${args.join(" ")} ended with ${result.status}\n${result.stderr}`);
  return { stdout: result.stdout, usage: JSON.parse(readFileSync(usageFile, "utf8")) };
}

/**
 * `moor <verb> <dir>` against a sandbox, measured.
 * @param {string} verb @param {string} dir @param {string} url
 */
export function moor(verb, dir, url) {
  return measured("node", ["dist/main.js", verb, dir, "--endpoint", url], AWS_ENVIRONMENT);
}

/**
 * Starts a sandbox in which everything happens at once, and ends it after the work.
 * @template T @param {(url: string) => Promise<T>} work
 */
export async function withSandbox(work) {
  const child = spawn(process.execPath, ["dist/sandbox/main.js", "--port", "0", "--durations", "instant"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    const [line] = await new Promise((resolve) =>
      child.stdout.once("data", (text) => resolve(String(text).split("\n"))),
    );
    return await work(JSON.parse(line).url);
  } finally {
    child.kill();
    await ended;
  }
}

/**
 * Calls and writes of a sandbox since it started, or since it was last asked with `reset`.
 * @param {string} url @param {{ reset?: boolean }} options
 */
export async function callsOf(url, { reset = false } = {}) {
  const answer = await fetch(`${url}/_sandbox/calls?writes${reset ? "&reset" : ""}`);
  return answer.json();
}
