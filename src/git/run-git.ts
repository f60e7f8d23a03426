import { Readable } from "node:stream";
import type { SimpleGitOptions } from "simple-git";
import { GitError, TooMuchOutput } from "./git-error.ts";

/** One command of git. */
export interface GitCommand {
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly options: Partial<SimpleGitOptions>;
  /** Its signal ends git; aborted by us when git prints too much. */
  readonly own: AbortController;
  /** How long a program that git has left behind may hold its output open; otherwise until the signal. */
  readonly lateMs?: number;
}

/**
 * Runs one command and gives what it printed. Throws the signal's reason, or a `GitError` for every exit code but 0.
 *
 * simple-git waits for git to exit and we for its output: simple-git would either cut it off after a time, or keep
 * something in memory for every command.
 */
export async function runGit({ args, env, options, own, lateMs }: GitCommand): Promise<string> {
  const { simpleGit } = await import("simple-git");
  own.signal.throwIfAborted();
  const ended: { said?: string } = {};
  let printed: Printed | undefined;
  const git = simpleGit({
    ...options,
    abort: own.signal,
    completion: { onClose: true, onExit: true },
    errors: (error, { exitCode, stdErr }) => {
      if (exitCode === 0) return undefined;
      if (exitCode !== NEVER_STARTED) ended.said = Buffer.concat(stdErr).toString();
      return error ?? new Error("git failed");
    },
  });
  try {
    await git
      .env({ ...env })
      .outputHandler((_command, stdout, stderr) => (printed = listen(stdout, stderr, own)))
      .raw([...args]);
    const all = await printed?.all(lateMs);
    own.signal.throwIfAborted();
    return all?.stdout ?? "";
  } catch (error) {
    if (own.signal.aborted) throw own.signal.reason;
    if (ended.said === undefined) throw error;
    const said = (await printed?.all(lateMs))?.stderr ?? "";
    throw new GitError(said === "" ? ended.said : said);
  }
}

/** simple-git's own exit code for a command that it does not run. */
const NEVER_STARTED = 9901;

const OUTPUT_BYTES = 16 * 1024 * 1024;

/** What a command prints. */
interface Printed {
  all(lateMs: number | undefined): Promise<{ readonly stdout: string; readonly stderr: string }>;
}

function listen(stdout: NodeJS.ReadableStream, stderr: NodeJS.ReadableStream, own: AbortController): Printed {
  const letGo = (): void => {
    for (const stream of [stdout, stderr]) if (stream instanceof Readable) stream.destroy();
  };
  own.signal.addEventListener("abort", letGo, { once: true });
  const texts = [stdout, stderr].map((stream) => collect(stream, own));
  return {
    async all(lateMs) {
      const timer = lateMs === undefined ? undefined : setTimeout(letGo, lateMs);
      const [out = "", err = ""] = await Promise.all(texts);
      clearTimeout(timer);
      return { stdout: out, stderr: err };
    },
  };
}

/** Everything until the end of a stream, within bounds. */
function collect(stream: NodeJS.ReadableStream, own: AbortController): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > OUTPUT_BYTES) own.abort(new TooMuchOutput(`more than ${OUTPUT_BYTES} bytes`));
  });
  return new Promise((resolve) => stream.on("close", () => resolve(Buffer.concat(chunks).toString())));
}
