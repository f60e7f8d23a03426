import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { readAgentFile } from "../manifest/read-agent-file.ts";
import type { AgentFile } from "../model/generated/agent.ts";
import { formatPlace } from "../model/place.ts";
import { Complaint } from "./complaint.ts";
import { mooringFolder } from "./embedded-sandbox.ts";
import { readTimeSpan } from "./readings.ts";
import type { GlobalOptions } from "./shell.ts";

/** The options of `moor agent`; each comes before what the file says. */
export interface AgentOptions extends GlobalOptions {
  readonly repo?: string;
  readonly branch?: string;
  readonly path?: string;
  readonly data?: string;
  readonly interval?: string;
  readonly listen?: string;
  readonly config?: string;
}

/** What an agent is started with. */
export interface AgentSettings {
  readonly source: SourceSettings;
  /** Absolute path of the folder for the clone and the history. */
  readonly data: string;
  /** Absent: the repository is not polled. */
  readonly intervalMs: number | undefined;
  /** Absent: it listens nowhere. */
  readonly listen: Listen | undefined;
  /** agent.yaml with its defaults, for everything that no option says. */
  readonly file: AgentFile;
}

/** Where the environments repository is. */
export type SourceSettings =
  /** A folder whose working tree is applied as it stands. */
  | { readonly kind: "folder"; readonly dir: string }
  | { readonly kind: "remote"; readonly url: string; readonly branch: string; readonly path: string };

/** An address to listen at; port 0 is any free one. */
export interface Listen {
  readonly host: string;
  readonly port: number;
}

/** The largest agent.yaml that is read. */
const MOST_BYTES = 256 * 1024;

/** Reads agent.yaml and the options. Throws a usage Complaint for anything that is wrong with either. */
export function readAgentSettings(options: AgentOptions): AgentSettings {
  const file = options.config === undefined ? parse("agent.yaml", "{}") : readConfig(options.config);
  const source = readSource(options, file);
  if (source.kind === "folder" && file.verify.mode === "required") {
    throw new Complaint(
      "usage",
      "verify.mode is required, and a working tree has no signature",
      `follow its commits instead: --repo file://${source.dir}`,
    );
  }
  const interval = options.interval ?? file.repository.interval;
  return {
    source,
    data: resolve(options.data ?? file.data ?? join(mooringFolder(process.cwd()), "agent")),
    intervalMs: interval === "off" ? undefined : readTimeSpan("--interval", interval),
    listen: readListen(options.listen ?? file.listen),
    file,
  };
}

function readConfig(path: string): AgentFile {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Complaint("usage", `there is no file ${path}`, "name it with --config");
  if (!found.isFile()) throw new Complaint("usage", `${path} is not a file`, "name one with --config");
  if (found.size > MOST_BYTES) throw new Complaint("usage", `${path} is larger than ${MOST_BYTES} bytes`);
  return parse(path, readFileSync(path, "utf8"));
}

function parse(path: string, text: string): AgentFile {
  const { file, problems } = readAgentFile({ path, text });
  if (file !== undefined && problems.length === 0) return file;
  const told = problems.map(({ place, message, remedy }) => {
    const advice = remedy === undefined ? "" : `\n  ${remedy}`;
    return `${formatPlace(place)}  ${message}${advice}`;
  });
  throw new Complaint("usage", `the agent's settings are wrong\n${told.join("\n")}`);
}

function readSource(options: AgentOptions, { repository }: AgentFile): SourceSettings {
  const url = options.repo ?? repository.url;
  if (url === undefined) {
    throw new Complaint(
      "usage",
      "which repository is to be followed is not said",
      "give --repo <url or path>, or repository.url in the file of --config",
    );
  }
  const path = options.path ?? repository.path;
  if (isRemote(url)) return { kind: "remote", url, branch: options.branch ?? repository.branch, path };
  const dir = resolve(url);
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Complaint("usage", `there is no folder ${dir}`);
  if (isBare(dir)) return { kind: "remote", url: dir, branch: options.branch ?? repository.branch, path };
  if (options.branch !== undefined) {
    throw new Complaint(
      "usage",
      `${dir} is a working tree, which is applied as it stands; it has no --branch to choose`,
      `follow the commits of a branch instead: --repo file://${dir}`,
    );
  }
  return { kind: "folder", dir: resolve(dir, path) };
}

/** `https://…`, `ssh://…`, `file://…`, or `git@host:path`. */
function isRemote(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) || /^[\w.-]+@[\w.-]+:/.test(url);
}

function isBare(dir: string): boolean {
  return existsSync(join(dir, "HEAD")) && existsSync(join(dir, "objects"));
}

/** An address as the schema allows it, or `off`. */
function readListen(text: string): Listen | undefined {
  if (text === "off") return undefined;
  const [, host = "", digits = ""] = /^(\[[0-9a-fA-F:]+\]|[0-9.]+|localhost):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (host === "" || port > 65_535) {
    throw new Complaint("usage", `--listen must be an address and a port such as 127.0.0.1:8080, or off`);
  }
  return { host: host.replace(/^\[|\]$/g, ""), port };
}
