// Starts agents: `moor agent` as everybody does, and one whose schedules ring when they are told to.
import { fork, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { AWS_ENVIRONMENT } from "./programs.js";
import { newFolder } from "./scratch.js";

const SECRET = "a secret of the bench";

/**
 * Runs `moor agent` on a repository, unpolled, and ends it after the work.
 * @template T @param {{ repo: string, endpoint: string, path?: string }} setup
 * @param {(agent: RunningAgent) => Promise<T>} work
 */
export async function withAgent({ repo, endpoint, path = process.env.PATH ?? "" }, work) {
  const dir = newFolder();
  writeFileSync(join(dir, "agent.yaml"), "webhooks: { generic: { secret: env:WEBHOOK } }\n");
  const args = ["--repo", repo, "--endpoint", endpoint, "--data", join(dir, "data")];
  const more = ["--interval", "off", "--listen", "127.0.0.1:0", "--config", join(dir, "agent.yaml")];
  const child = spawn(process.execPath, ["dist/main.js", "agent", ...args, ...more], {
    env: { ...process.env, ...AWS_ENVIRONMENT, PATH: path, WEBHOOK: SECRET },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(child, "exit");
  const agent = new RunningAgent(child);
  try {
    return await work(agent);
  } finally {
    child.kill();
    await ended;
  }
}

/** `moor agent`, and what it logs. */
class RunningAgent {
  #lines = [];
  #ended;

  constructor(child) {
    this.#ended = once(child, "exit").then(() => Promise.reject(new Error("the agent ended")));
    this.#ended.catch(() => undefined);
    createInterface({ input: child.stderr }).on("line", (text) => {
      if (text.startsWith("{")) this.#lines.push(JSON.parse(text));
    });
  }

  /** The first line that fits, as soon as there is one. */
  async line(fits) {
    for (;;) {
      const found = this.#lines.find(fits);
      if (found !== undefined) return found;
      await Promise.race([delay(5), this.#ended]);
    }
  }

  /** Tells it of a push, as a Git host does. */
  async push(commit) {
    const body = JSON.stringify({ ref: "refs/heads/main", after: commit });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", SECRET).update(`${timestamp}.${body}`).digest("hex");
    const answer = await fetch(`${await this.#url()}/webhooks/generic`, {
      method: "POST",
      body,
      headers: { "x-mooring-timestamp": timestamp, "x-mooring-signature": signature },
    });
    if (!answer.ok) throw new Error(`the webhook was answered ${answer.status}: ${await answer.text()}`);
  }

  /** Resolves when all accounts are in sync with that commit. */
  async settled(commit) {
    for (;;) {
      const { source, accounts, queue } = await this.#get("/api/v1/status", (answer) => answer.json());
      const isIdle = queue.depth === 0 && queue.running.length === 0;
      const isDone = accounts.every(({ standing }) => standing === "settled");
      if (source.revision?.commit === commit && isIdle && isDone) return;
      await Promise.race([delay(100), this.#ended]);
    }
  }

  /** Seconds that looks at the repository took which brought a new commit, all together. */
  async fetchSeconds() {
    const text = await this.#get("/metrics", (answer) => answer.text());
    return Number(
      /^mooring_fetch_duration_seconds_sum\{[^}]*result="new"[^}]*\} (.+)$/m.exec(text)?.[1] ?? 0,
    );
  }

  async #get(path, read) {
    return read(await fetch(`${await this.#url()}${path}`));
  }

  async #url() {
    const { listening } = await this.line(({ message }) => message === "agent started");
    return listening;
  }
}

/**
 * Runs an agent whose schedules ring when they are told to, and ends it after the work.
 * @template T @param {{ repo: string, endpoint: string, path?: string }} setup
 * @param {(ring: (what: "start" | "look" | "sync" | "drift") => Promise<Rung>) => Promise<T>} work
 * @typedef {{ wallMs: number, cpuMs: number, rssMb: number, peakMb: number, calls: Record<string, number>, stacks: number }} Rung
 */
export async function withRungAgent({ repo, endpoint, path = process.env.PATH ?? "" }, work) {
  const child = fork(new URL("rung-agent.js", import.meta.url), [repo, endpoint, newFolder()], {
    env: { ...process.env, ...AWS_ENVIRONMENT, PATH: path },
  });
  const ended = once(child, "exit").then(() => Promise.reject(new Error("the agent ended")));
  ended.catch(() => undefined);
  const ring = async (what) => {
    child.send(what);
    const [rung] = await Promise.race([once(child, "message"), ended]);
    return rung;
  };
  try {
    return await work(ring);
  } finally {
    child.disconnect();
    await ended.catch(() => undefined);
  }
}
