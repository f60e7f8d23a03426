import type { CloudFormation } from "@aws-sdk/client-cloudformation";
import type { STS } from "@aws-sdk/client-sts";
import type { Log } from "../model/ports.ts";
import type { CallKind, Pacer } from "./pacer.ts";

/** Counts, paces and logs every attempt of a client's calls, and remembers which operation an error came from. */
export interface CallWatch {
  /** Attempts so far, by operation. */
  readonly counts: Readonly<Record<string, number>>;
  /** Adds itself to a client. */
  watch(client: CloudFormation | STS, pacer: Pacer): void;
  /** The operation that threw this. */
  operationOf(error: unknown): string | undefined;
}

/** A watch over the calls to one account. */
export function createCallWatch(log: Log | undefined, account: string): CallWatch {
  const counts: Record<string, number> = {};
  const operations = new WeakMap<object, string>();
  const attempt = async <T>(operation: string, call: () => Promise<T>): Promise<T> => {
    counts[operation] = (counts[operation] ?? 0) + 1;
    log?.debug("aws call", { account, operation });
    try {
      return await call();
    } catch (error) {
      if (typeof error === "object" && error !== null) operations.set(error, operation);
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
    watch(client, pacer) {
      const middleware: Middleware = (next, context) => {
        const operation = (context.commandName ?? "Unknown").replace(/Command$/, "");
        return (args) => pacer.pace(kindOf(operation), () => attempt(operation, () => next(args)));
      };
      // What a service's inputs and outputs are does not matter here, and the types of middleware are not the SDK's own.
      const stack = client.middlewareStack as CloudFormation["middlewareStack"];
      stack.addRelativeTo(middleware as never, INSIDE_RETRIES);
    },
    operationOf: (error) => (typeof error === "object" && error !== null ? operations.get(error) : undefined),
  };
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
