import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { Complaint } from "./complaint.ts";

/** A local AWS for one command. Its state stays when it ends. */
export interface EmbeddedSandbox {
  readonly url: string;
  /** Another command had the state open already: its sandbox is used, and ours takes its place when that one ends first. */
  readonly isShared: boolean;
  stop(): Promise<void>;
}

/** How it is started. */
export interface EmbeddedSandboxOptions {
  /** Where its state is kept. */
  readonly stateDir: string;
  /** `instant` or a factor of plausible times. */
  readonly durations: string;
}

/** The sandbox's own program; spoken to over HTTP only and never imported. */
export const sandboxProgram = fileURLToPath(new URL("../sandbox/main.js", import.meta.url));

/** How long it takes at most to answer, or to end. */
const READY_WITHIN_MS = 15_000;
const END_WITHIN_MS = 5000;

/** Folder of a repository for what Mooring leaves there; git never sees it. */
export function mooringFolder(repositoryDir: string): string {
  const dir = join(repositoryDir, ".mooring");
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, ".gitignore"), "*\n");
  return dir;
}

/**
 * Starts the sandbox as a process that ends with this one, however this one ends. It leads a process group of its own,
 * so that Ctrl-C in a terminal reaches only the command, which still needs it to finish its write.
 * Throws a Complaint when it does not come up.
 */
export async function startEmbeddedSandbox(options: EmbeddedSandboxOptions): Promise<EmbeddedSandbox> {
  if (!existsSync(sandboxProgram)) throw notUp("it is not built", "npm run build makes dist/");
  const child = spawn(
    process.execPath,
    [
      sandboxProgram,
      "--port",
      "0",
      "--state",
      options.stateDir,
      "--durations",
      options.durations,
      "--parent-watch",
    ],
    { stdio: ["pipe", "pipe", "pipe"], detached: true },
  );
  child.stdin.on("error", () => undefined);
  const complaints = lastWords(child.stderr);
  try {
    const line = await firstLine(child, complaints);
    const { url, shared } = readReadiness(line);
    if (url === undefined) throw notUp(`it answered "${line.slice(0, 200)}"`);
    return { url, isShared: shared, stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** What it last wrote to standard error, bounded. */
function lastWords(stream: Readable): () => string {
  let words = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    words = `${words}${chunk}`.slice(-2000);
  });
  return () => words.trim();
}

function firstLine(child: Child, complaints: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(
      () => reject(notUp(`it said nothing for ${READY_WITHIN_MS / 1000} seconds`)),
      READY_WITHIN_MS,
    );
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      act();
    };
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (chunk: string) => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end >= 0) settle(() => resolve(text.slice(0, end)));
    });
    child.on("error", (error) => settle(() => reject(notUp(error.message))));
    child.on("close", (code) =>
      settle(() => reject(notUp(complaints().replace(/^sandbox: /, "") || `it ended with ${String(code)}`))),
    );
  });
}

function readReadiness(line: string): { readonly url: string | undefined; readonly shared: boolean } {
  try {
    const answer: unknown = JSON.parse(line);
    if (typeof answer !== "object" || answer === null || !("url" in answer))
      return { url: undefined, shared: false };
    const url = typeof answer.url === "string" ? answer.url : undefined;
    return { url, shared: "shared" in answer && answer.shared === true };
  } catch {
    return { url: undefined, shared: false };
  }
}

function notUp(why: string, remedy?: string): Complaint {
  return new Complaint("failed", `the embedded sandbox did not start: ${why}`, remedy);
}

/** Ends it by closing its input, so that it can give its state free; a sandbox that does not listen is killed. */
async function stop(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.stdin.end();
  const timer = setTimeout(() => child.kill("SIGKILL"), END_WITHIN_MS);
  await once(child, "close");
  clearTimeout(timer);
}
