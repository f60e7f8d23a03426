import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startMoor, type Ended } from "./moor.ts";

/** One line of the agent's log. */
export type LogLine = Readonly<Record<string, unknown>> & {
  readonly message: string;
  readonly level: string;
};

/** The agent as a real process. */
export interface AgentProcess {
  /** Every line so far. */
  lines(): readonly LogLine[];
  /** The first line after the `from`th that fits. Rejects when the agent ends before. */
  until(fits: (line: LogLine) => boolean, from?: number): Promise<LogLine>;
  /** Where it listens. */
  url(): Promise<string>;
  /** Asks it, as an operator would, to look at the repository and at every account. */
  nudge(): void;
  /** What it says of itself. */
  status(): Promise<AgentStatusDocument>;
  /** Resolves when the agent works from that commit and has nothing to do any more; gives what it says then. */
  atRest(commit: string): Promise<AgentStatusDocument>;
  /** The same, with every account in sync. Throws when one is not. */
  settled(commit: string): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<Ended>;
  readonly ended: Promise<Ended>;
}

/** What tests read of `/api/v1/status`. */
export interface AgentStatusDocument {
  readonly source: {
    readonly revision?: { readonly commit: string };
    readonly failure?: { readonly message: string };
  };
  readonly accounts: readonly AccountDocument[];
  readonly queue: { readonly depth: number; readonly running: readonly string[] };
  readonly unready: readonly string[];
}

/** One account of it. */
export interface AccountDocument {
  readonly name: string;
  readonly standing?: "settled" | "moving" | "blocked";
  readonly failure?: { readonly message: string };
}

/** How it is started. */
export interface AgentOptions {
  readonly repo: string;
  readonly endpoint: string;
  /** A folder for its clone; kept when it is killed. */
  readonly data: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts `moor agent`. Its log is JSON, its address a free one, its credentials those of account 000000000000. */
export function startAgent({ repo, endpoint, data, args = [], env = {} }: AgentOptions): AgentProcess {
  const running = startMoor(
    ["agent", "--repo", repo, "--endpoint", endpoint, "--data", data, "--listen", "127.0.0.1:0", ...args],
    {
      cwd: join(data, ".."),
      env: {
        AWS_ACCESS_KEY_ID: "000000000000",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_REGION: "eu-west-1",
        ...env,
      },
    },
  );
  const { stderr } = running.process;
  const lines: LogLine[] = [];
  let rest = "";
  stderr?.on("data", (chunk: string) => {
    const parts = `${rest}${chunk}`.split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts.flatMap((part) => (part.startsWith("{") ? [JSON.parse(part) as LogLine] : [])));
  });
  const until: AgentProcess["until"] = (fits, from = 0) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.slice(from).find(fits);
        if (found === undefined) return;
        stderr?.off("data", look);
        resolve(found);
      };
      stderr?.on("data", look);
      look();
      void running.ended.then((end) => reject(new Error(`the agent ended: ${JSON.stringify(end)}`)));
    });
  const url = async (): Promise<string> => {
    const { listening } = await until(({ message }) => message === "agent started");
    return String(listening);
  };
  const status = async (): Promise<AgentStatusDocument> => {
    const answer = await fetch(`${await url()}/api/v1/status`);
    return (await answer.json()) as AgentStatusDocument;
  };
  const atRest: AgentProcess["atRest"] = async (commit) => {
    for (;;) {
      const now = await status();
      const { depth, running: busy } = now.queue;
      const isIdle = depth === 0 && busy.length === 0;
      const hasLooked = now.accounts.every(({ standing }) => standing !== undefined && standing !== "moving");
      if (now.source.revision?.commit === commit && isIdle && hasLooked) return now;
      await delay(50);
    }
  };
  return {
    lines: () => lines,
    until,
    url,
    nudge: () => void running.process.kill("SIGHUP"),
    status,
    atRest,
    async settled(commit) {
      const { accounts } = await atRest(commit);
      const wrong = accounts.filter(({ standing }) => standing !== "settled");
      if (accounts.length === 0 || wrong.length > 0)
        throw new Error(`not in sync: ${JSON.stringify(wrong, undefined, 2)}`);
    },
    async kill(signal) {
      running.process.kill(signal);
      return running.ended;
    },
    ended: running.ended,
  };
}
