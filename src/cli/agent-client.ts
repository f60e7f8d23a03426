import { types } from "node:util";
import { oneLine } from "../report/untrusted.ts";
import { Complaint } from "./complaint.ts";
import { readEndpoint } from "./readings.ts";
import type { Shell } from "./shell.ts";

/** A running agent, as the command line reaches it. */
export interface AgentAddress {
  readonly url: string;
  /** Without it the agent takes no orders. */
  readonly token: string | undefined;
}

/** Where `moor agent` listens when nobody says otherwise. */
const USUAL_AGENT = "http://127.0.0.1:8080";

/**
 * The agent that `--agent`, the variable MOORING_AGENT or else this machine names, with the token of MOORING_API_TOKEN.
 * Throws a usage Complaint, which never quotes the token.
 */
export function agentAddress(shell: Shell, option: string | undefined): AgentAddress {
  const [name, text] =
    option === undefined ? ["MOORING_AGENT", fromEnv(shell, "MOORING_AGENT")] : ["--agent", option];
  const url = readEndpoint(name, text ?? USUAL_AGENT);
  if (new URL(url).username !== "" || new URL(url).password !== "") {
    throw new Complaint(
      "usage",
      `${name} must not hold a password`,
      "the token is read from MOORING_API_TOKEN",
    );
  }
  const token = fromEnv(shell, "MOORING_API_TOKEN")?.trim();
  if (token === undefined || /^[!-~]+$/.test(token)) return { url, token };
  throw new Complaint(
    "usage",
    "MOORING_API_TOKEN holds something that is no token",
    "set it to api.token of agent.yaml",
  );
}

/** Gives a running agent an order and returns what it says to it, one line. Throws a Complaint when it is not taken. */
export async function orderAgent(agent: AgentAddress, path: string, order: object): Promise<string> {
  const body = JSON.stringify(order);
  const response = await send(agent, path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  const { message, error, remedy } = await answerIn(response, agent);
  if (response.ok && message !== undefined) return oneLine(message);
  throw new Complaint(
    "failed",
    `the agent at ${agent.url} refused: ${oneLine(error ?? `it answered ${response.status}`)}`,
    remedy === undefined ? undefined : oneLine(remedy),
  );
}

/**
 * Asks a running agent for a document and returns its text, which may be anybody's; empty when it has more bytes than
 * that. Throws a Complaint when there is no answer.
 */
export async function askAgent(agent: AgentAddress, path: string, mostBytes: number): Promise<string> {
  const response = await send(agent, path, { method: "GET" });
  if (response.ok) return boundedText(response, agent.url, mostBytes);
  const { error } = await answerIn(response, agent);
  throw new Complaint(
    "failed",
    `the agent at ${agent.url} refused: ${oneLine(error ?? `it answered ${response.status}`)}`,
  );
}

const PATIENCE_MS = 15_000;
const MOST_BYTES = 64 * 1024;

function fromEnv({ env }: Shell, name: string): string | undefined {
  return env[name] === "" ? undefined : env[name];
}

interface AgentRequest {
  readonly method: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The token goes to the agent that was named and nowhere else: no redirection is followed. */
async function send({ url, token }: AgentAddress, path: string, request: AgentRequest): Promise<Response> {
  try {
    return await fetch(`${url}${path}`, {
      ...request,
      headers: {
        ...request.headers,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    throw unreachable(url, error, request.method);
  }
}

function unreachable(url: string, error: unknown, method: AgentRequest["method"]): Complaint {
  return new Complaint(
    "failed",
    `the agent at ${url} cannot be reached: ${oneLine(reasonOf(error))}`,
    `name it with --agent or MOORING_AGENT, or ${WITHOUT_AGENT[method]}`,
  );
}

/** What does the same where no agent can be reached: only pausing and resuming are orders. */
const WITHOUT_AGENT: Readonly<Record<AgentRequest["method"], string>> = {
  POST: "say it in the repository with --push",
  GET: "name none: then CloudFormation itself is asked",
};

/** `fetch` hides why it failed in the cause. */
function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${PATIENCE_MS / 1000} seconds`;
  return types.isNativeError(error.cause) ? error.cause.message : error.message;
}

interface AgentAnswer {
  readonly message: string | undefined;
  readonly error: string | undefined;
  readonly remedy: string | undefined;
}

/** Whoever answers may be anybody: a bounded text, in which nothing but three sentences is looked for. */
async function answerIn(response: Response, { url }: AgentAddress): Promise<AgentAnswer> {
  const fields = fieldsIn(await boundedText(response, url, MOST_BYTES));
  const sentence = (name: string): string | undefined => {
    const value = fields.get(name);
    return typeof value === "string" ? value : undefined;
  };
  return { message: sentence("message"), error: sentence("error"), remedy: sentence("remedy") };
}

async function boundedText(response: Response, url: string, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > mostBytes) return "";
      chunks.push(chunk);
    }
  } catch (error) {
    throw unreachable(url, error, "GET");
  }
  return Buffer.concat(chunks).toString("utf8");
}

function fieldsIn(text: string): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
}
