import type { Adapters } from "./adapters.ts";
import { SourceError } from "../model/source.ts";
import { Complaint, sentenceOf } from "./complaint.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";

/** The process a command runs in: its streams, its adapters, and how it ends. */
export interface Shell {
  readonly adapters: Adapters;
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Leaves the process at once. */
  leave(code: ExitCode): void;
  /** Calls back on SIGINT and SIGTERM. Returns what stops it. */
  onInterrupt(hear: () => void): () => void;
  /** Calls back on SIGHUP. Returns what stops it. */
  onHangUp(hear: () => void): () => void;
}

/** An output stream, and what it is connected to. */
export type Stream = NodeJS.WriteStream;

/** What every command may be told. */
export interface GlobalOptions {
  /** `--no-color` makes it false. */
  readonly color: boolean;
  readonly verbose?: boolean;
  readonly sandbox?: boolean;
  readonly sandboxState?: string;
  readonly sandboxDurations?: string;
  readonly endpoint?: string;
  readonly profile?: string;
  /** Of commands that only read: go through `roles.reader`. */
  readonly reader?: boolean;
}

/** Whether text on a stream may carry colour: a terminal, and nobody asked for none. */
export function mayColour(shell: Shell, stream: Stream, options: Pick<GlobalOptions, "color">): boolean {
  const isAsked = options.color && (shell.env["NO_COLOR"] ?? "") === "" && shell.env["TERM"] !== "dumb";
  return isAsked && stream.isTTY;
}

/** Runs a command to its exit code; whatever goes wrong becomes a sentence on standard error. */
export async function runCommand(shell: Shell, command: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await command();
  } catch (error) {
    complain(shell, error);
    return isUsage(error) ? exitCodes.usage : exitCodes.failed;
  }
}

/** Whether the command line, or a file that it names, is wrong. */
function isUsage(error: unknown): boolean {
  return error instanceof SourceError || (error instanceof Complaint && error.kind === "usage");
}

/** Tells an error in a sentence; its stack only with MOORING_DEBUG. */
export function complain(shell: Shell, error: unknown): void {
  const { message, remedy } = sentenceOf(error);
  const advice = remedy === undefined ? "" : `\n  ${visible(remedy)}`;
  shell.stderr.write(`moor: ${visible(message)}${advice}\n`);
  if (shell.env["MOORING_DEBUG"] === "1" && error instanceof Error) {
    shell.stderr.write(`${error.stack ?? ""}\n`);
  }
}

/** An error may quote a file or an answer: nothing in it may steer the terminal. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (unseen) =>
    unseen === "\n" ? unseen : `\\u{${(unseen.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
