import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { builtPackage } from "./built.ts";

/** The sandbox as a real process of its own. */
export interface SandboxProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it said first on standard output. */
  readonly announcement: { readonly url: string; readonly shared?: true };
  /** Ends it, as hard as the signal is, and waits until it is gone. */
  end(signal: "SIGKILL" | "SIGTERM" | "SIGINT"): Promise<{ code: number | null; signal: string | null }>;
}

/** How a process that did not stay ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const program = join(builtPackage, "dist/sandbox/main.js");

/** Starts the sandbox on a free port and waits until it has announced itself. Throws when it does not. */
export async function startSandboxProcess(...args: string[]): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [program, "--port", "0", ...args], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  const stderr = text(child.stderr);
  const [line] = (await Promise.race([once(child.stdout, "data"), once(child, "exit").then(() => [""])])) as [
    Buffer | string,
  ];
  if (line.toString() === "") throw new Error(`the sandbox did not start: ${await stderr}`);
  return {
    child,
    pid: child.pid ?? 0,
    announcement: JSON.parse(line.toString()) as SandboxProcess["announcement"],
    async end(signal) {
      const gone = exitOf(child);
      child.kill(signal);
      return gone;
    },
  };
}

/** Runs the sandbox's program to its end; it has nothing to read. */
export async function runSandboxProcess(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, { code }] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    exitOf(child),
  ]);
  return { code, stdout, stderr };
}

/** How a process ends, or has ended. */
export async function exitOf(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return { code: child.exitCode, signal: child.signalCode };
}
