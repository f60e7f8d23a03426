import { CloudError, type Cloud } from "../model/cloud.ts";
import type { PassReport, Progress } from "../model/report.ts";

/** Stacks whose events are read after one pass: progress is for people and must not use up an account's calls. */
const MOST_WATCHED = 8;

/** Tells progress the resource events of stacks in flight, each event once. */
export interface Watch {
  look(report: PassReport): Promise<void>;
}

/** A watch over one account. A read that fails is left out: the pass itself tells when AWS cannot be asked. */
export function newWatch(cloud: Cloud, progress: Progress): Watch {
  const lastEvents = new Map<string, { readonly app: string; readonly event: string | undefined }>();
  const tell = async (account: string, stackId: string, app: string): Promise<void> => {
    const events = await readable(() => cloud.events(stackId, lastEvents.get(stackId)?.event));
    if (events.length > 0) progress.moved(account, app, events);
    lastEvents.set(stackId, { app, event: events.at(-1)?.id ?? lastEvents.get(stackId)?.event });
  };
  return {
    async look(report) {
      const busy = busyStacks(report).slice(0, MOST_WATCHED);
      const ended = [...lastEvents.keys()].filter(
        (stackId) => !busy.some((stack) => stack.stackId === stackId),
      );
      for (const { app, stackId } of busy) await tell(report.account, stackId, app);
      for (const stackId of ended) {
        await tell(report.account, stackId, lastEvents.get(stackId)?.app ?? "");
        lastEvents.delete(stackId);
      }
    },
  };
}

function busyStacks({ steps }: PassReport): readonly { readonly app: string; readonly stackId: string }[] {
  return steps.flatMap(({ step }) =>
    step.kind === "wait" && step.from?.phase === "busy" ? [{ app: step.app, stackId: step.from.id }] : [],
  );
}

async function readable<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CloudError) return [];
    throw error;
  }
}
