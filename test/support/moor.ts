import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { moorProgram } from "./built.ts";

/** What a command came to. */
export interface Ended {
  /** Exit code; `null` when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when a stream has said something that matches. Rejects when the command ends before. */
  until(stream: "stdout" | "stderr", pattern: RegExp): Promise<void>;
}

/** Where and with which environment a command runs; nothing of this machine's AWS settings reaches it. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the built `moor` as a process. */
export function startMoor(args: readonly string[], options: RunOptions = {}): Running {
  const child = spawn(process.execPath, [moorProgram, ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: "/nonexistent",
      AWS_EC2_METADATA_DISABLED: "true",
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8");
    child[name].on("data", (chunk: string) => (said[name] += chunk));
  }
  const ended = once(child, "close").then(([code]) => ({ code, ...said }));
  return {
    process: child,
    ended,
    until: (stream, pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(said[stream])) resolve();
        };
        child[stream].on("data", look);
        look();
        void ended.then((end) =>
          reject(new Error(`ended without ${String(pattern)}: ${JSON.stringify(end)}`)),
        );
      }),
  };
}

/** Runs the built `moor` to its end. */
export function runMoor(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return startMoor(args, options).ended;
}

/** A folder for one test, and what removes it. */
export interface Scratch {
  readonly dir: string;
  /** Writes files below the folder. */
  write(files: Readonly<Record<string, string>>): void;
  remove(): void;
}

/** Makes an empty folder, with files in it when they are given. */
export function scratch(files: Readonly<Record<string, string>> = {}): Scratch {
  const dir = mkdtempSync(join(tmpdir(), "mooring-test-"));
  const write = (more: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(more)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
  };
  write(files);
  return { dir, write, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
