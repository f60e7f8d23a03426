import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Durations } from "./clock.ts";
import type { RunningSandbox } from "./server.ts";
import { startSandbox } from "./server.ts";
import { StateInUse } from "./state-lock.ts";
import { hasCode } from "./system-error.ts";

/**
 * The sandbox as a process of its own.
 *
 *     node dist/sandbox/main.js [--port 4570] [--state DIR] [--durations instant|SCALE] [--parent-watch]
 *
 * When it is up it writes one line to standard output, `{"url":"http://127.0.0.1:4570"}`. When another one is up on the same folder it writes that one's
 * address and `"shared":true`, and ends with 0, or with `--parent-watch` takes the other's place when that one ends. Anything that keeps it from starting is a sentence on standard error, and exit code 1 (64 for wrong arguments).
 * With `--parent-watch` it ends when its standard input does, so that it never outlives the process that started it.
 */
async function main(): Promise<void> {
  const settings = readArguments();
  if (settings === undefined) return;
  try {
    const sandbox = await startSandbox(settings);
    serve(sandbox, settings);
    announce({ url: sandbox.url });
  } catch (error) {
    if (!(error instanceof StateInUse)) return fail(1, sentenceOf(error, settings.port));
    announce({ url: error.url, shared: true });
    if (settings.watchesParent) await standBy(settings, error.url);
  }
}

function serve(sandbox: RunningSandbox, settings: Settings): void {
  const end = ending(sandbox);
  endOnSignals(end);
  if (settings.watchesParent) endWithParent(end);
}

const STANDBY_MS = 200;

/** Takes the other sandbox's place, on its port, when it ends: whoever shares it goes on speaking to one address. */
async function standBy(settings: Settings, url: string): Promise<void> {
  const parent = new AbortController();
  const leave = (): void => parent.abort();
  endOnSignals(leave);
  endWithParent(leave);
  const port = Number(new URL(url).port);
  while (!parent.signal.aborted) {
    const sandbox = await startIfFree({ ...settings, port });
    if (sandbox !== undefined) return serve(sandbox, settings);
    await delay(STANDBY_MS, undefined, { signal: parent.signal }).catch(leave);
  }
  process.exit(0);
}

async function startIfFree(settings: Settings): Promise<RunningSandbox | undefined> {
  try {
    return await startSandbox(settings);
  } catch (error) {
    if (error instanceof StateInUse || hasCode(error, "EADDRINUSE")) return undefined;
    throw error;
  }
}

interface Settings {
  readonly port: number;
  readonly stateDir?: string;
  readonly durations?: Durations;
  readonly watchesParent: boolean;
}

const USAGE = "usage: main.js [--port PORT] [--state DIR] [--durations instant|SCALE] [--parent-watch]";
const DEFAULT_PORT = "4570";
const MAX_SCALE = 100;

function readArguments(): Settings | undefined {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string", default: DEFAULT_PORT },
        state: { type: "string" },
        durations: { type: "string" },
        "parent-watch": { type: "boolean", default: false },
      },
    });
    return {
      port: readPort(values.port),
      ...(values.state !== undefined && { stateDir: values.state }),
      ...(values.durations !== undefined && { durations: readDurations(values.durations) }),
      watchesParent: values["parent-watch"],
    };
  } catch (error) {
    fail(64, `${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return undefined;
  }
}

function readPort(text: string): number {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Error(`--port must be a number from 0 to 65535, not "${text}"`);
}

function readDurations(text: string): Durations {
  if (text === "instant") return text;
  const scale = /^[0-9]*\.?[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (scale > 0 && scale <= MAX_SCALE) return { scale };
  throw new Error(
    `--durations must be "instant" or a number above 0 and up to ${String(MAX_SCALE)}, not "${text}"`,
  );
}

function announce(line: { readonly url: string; readonly shared?: true }): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function endOnSignals(end: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, end);
}

/** A pipe closes, a file only ends. */
function endWithParent(end: () => void): void {
  process.stdin.on("error", end).on("end", end).on("close", end).resume();
}

/** Ends the process the first time it is asked to; later ones change nothing. */
function ending(sandbox: RunningSandbox): () => void {
  let isEnding = false;
  return () => {
    if (isEnding) return;
    isEnding = true;
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => {
        fail(1, sentenceOf(error, 0));
        process.exit();
      },
    );
  };
}

function sentenceOf(error: unknown, port: number): string {
  if (!(error instanceof Error)) return String(error);
  return hasCode(error, "EADDRINUSE")
    ? `Port ${String(port)} is taken by another program; choose one with --port, or 0 for any.`
    : error.message;
}

function fail(code: number, sentence: string): void {
  process.stderr.write(`sandbox: ${sentence}\n`);
  process.exitCode = code;
}

await main();
