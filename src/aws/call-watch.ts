import type { CloudFormation } from "@aws-sdk/client-cloudformation";
import type { Log } from "../model/ports.ts";
import type { Clients } from "./clients.ts";
import { isThrottle } from "./failure.ts";
import type { CallKind, Pacer } from "./pacer.ts";

/** Counts, paces and logs every attempt of a client's calls, and remembers which operation an error came from. */
export interface CallWatch {
  /** Attempts so far, by operation. */
  readonly counts: Readonly<Record<string, number>>;
  /** Attempts that were throttled, by operation. */
  readonly throttles: Readonly<Record<string, number>>;
  /** Adds itself to a client. */
  watch(client: Clients[keyof Clients], service: keyof Clients, pacer: Pacer): void;
  /** The call that threw this; nothing when it was none. */
  originOf(error: unknown): Partial<Origin>;
}

/** Which call it was. */
export interface Origin {
  /** `cloudformation`, as in permissions. */
  readonly service: keyof Clients;
  /** `DescribeStacks`. */
  readonly operation: string;
}

/** A watch over the calls to one account. */
export function createCallWatch(log: Log | undefined, account: string): CallWatch {
  const counts: Record<string, number> = {};
  const throttles: Record<string, number> = {};
  const origins = new WeakMap<object, Origin>();
  const attempt = async <T>(origin: Origin, call: () => Promise<T>): Promise<T> => {
    const { operation } = origin;
    countIn(counts, operation);
    log?.debug("aws call", { account, operation });
    try {
      return await call();
    } catch (error) {
      if (typeof error === "object" && error !== null) origins.set(error, origin);
      if (isThrottle(error)) countIn(throttles, operation);
      log?.debug("aws call failed", {
        account,
        operation,
        error: error instanceof Error ? error.name : "unknown",
      });
      throw error;
    }
  };
  return {
    counts,
    throttles,
    watch(client, service, pacer) {
      const middleware: Middleware = (next, context) => {
        const operation = (context.commandName ?? "Unknown").replace(/Command$/, "");
        return (args) =>
          pacer.pace(kindOf(operation), () => attempt({ service, operation }, () => next(args)));
      };
      // What a service's inputs and outputs are does not matter here, and the types of middleware are not the SDK's own.
      const stack = client.middlewareStack as CloudFormation["middlewareStack"];
      stack.addRelativeTo(middleware as never, INSIDE_RETRIES);
    },
    originOf: (error) => (typeof error === "object" && error !== null ? origins.get(error) : undefined) ?? {},
  };
}

function countIn(counts: Record<string, number>, operation: string): void {
  counts[operation] = (counts[operation] ?? 0) + 1;
}

type Next = (args: unknown) => Promise<unknown>;
type Middleware = (next: Next, context: { readonly commandName?: string }) => Next;

/** Every attempt passes here, before it is signed. */
const INSIDE_RETRIES = {
  name: "mooringCallWatch",
  relation: "after",
  toMiddleware: "retryMiddleware",
  override: true,
} as const;

function kindOf(operation: string): CallKind {
  return /^(Describe|Get|List)/.test(operation) ? "read" : "write";
}
