import type { ImageAnswer } from "../model/cloud-images.ts";
import type { ObservedStack } from "../model/observed-stack.ts";
import type { StackDetails } from "../model/stack-details.ts";

/**
 * What was read about stacks, remembered over the passes of one process. It may be lost at any time; what it holds of a
 * stack is valid as long as the sweep shows the stack unchanged.
 */
export interface Memory {
  /** What is still known of a stack. */
  recall(stack: ObservedStack): StackDetails;
  remember(stack: ObservedStack, details: StackDetails): void;
  /** After a write: what was read before it is no longer true. */
  forget(stackId: string): void;
  /** Why AWS would not take a write; it will not take the same one again in the same state. */
  rejection(key: string): string | undefined;
  reject(key: string, message: string): void;
  /** What a registry said of an image a moment ago; `undefined` when nobody asked lately. */
  image(key: string, now: number): ImageAnswer | undefined;
  rememberImage(key: string, answer: ImageAnswer, now: number): void;
  /** Lets what AWS would not take be asked for once more: a permission that was missing may be there by now. */
  forgetRejections(): void;
  /** Forgets every stack but these. */
  retain(stackIds: ReadonlySet<string>): void;
  /** How much is remembered. */
  size(): number;
}

interface Entry {
  readonly state: string;
  readonly details: StackDetails;
}

/** An empty memory, for one account. */
export function newMemory(): Memory {
  const entries = new Map<string, Entry>();
  const rejections = new Map<string, string>();
  const images = new Map<string, { readonly answer: ImageAnswer; readonly until: number }>();
  return {
    recall(stack) {
      const entry = entries.get(stack.id);
      return entry?.state === stateOf(stack) ? entry.details : {};
    },
    remember(stack, details) {
      entries.set(stack.id, { state: stateOf(stack), details: lasting(details) });
    },
    forget: (stackId) => void entries.delete(stackId),
    rejection: (key) => rejections.get(key),
    reject: (key, message) => void rejections.set(key, message),
    image(key, now) {
      for (const [known, { until }] of images) if (until <= now) images.delete(known);
      return images.get(key)?.answer;
    },
    rememberImage: (key, answer, now) => void images.set(key, { answer, until: now + IMAGES_FOR_MS }),
    forgetRejections: () => rejections.clear(),
    retain(stackIds) {
      for (const id of entries.keys()) if (!stackIds.has(id)) entries.delete(id);
    },
    size: () => entries.size + rejections.size + images.size,
  };
}

function stateOf({ updatedAt, phase, lastChangeSet }: ObservedStack): string {
  return `${updatedAt ?? ""} ${phase} ${lastChangeSet ?? ""}`;
}

/** A rollout asks for the same tags in pass after pass; one that is moved meanwhile is taken a minute later. */
const IMAGES_FOR_MS = 60_000;

/** A stack that is healed in vain gets an empty change set with every survey. */
const MOST_EMPTY = 10;

/**
 * Operations and template belong to the stack's state. Change sets come and go without it, and are asked anew; only an
 * empty one stays what it is: the same content compared with the same stack.
 */
function lasting({ operations, template, changeSets }: StackDetails): StackDetails {
  const empty = [...(changeSets ?? [])].filter(([, changeSet]) => changeSet?.state === "empty");
  const latest = empty.slice(-MOST_EMPTY);
  return {
    ...(operations === undefined ? {} : { operations }),
    ...(template === undefined ? {} : { template }),
    ...(latest.length === 0 ? {} : { changeSets: new Map(latest) }),
  };
}
