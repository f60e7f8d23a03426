import type { ObservedStack } from "../model/observed-stack.ts";
import type { Account } from "../model/repository.ts";

/** What is known of a stack and its account before anything is asked for its sake. */
export interface Scene {
  readonly account: Account;
  /** The stack as it is; absent before it is made. */
  readonly deployed?: ObservedStack | undefined;
  /** Outputs of the account's `network`; empty before it is made. */
  readonly network: Readonly<Record<string, string>>;
  /** The priority that a rule of the stack gets, by the name of its parameter. */
  readonly priorityOf: (parameter: string) => number;
}
