import { CloudError, type Cloud } from "../model/cloud.ts";
import type { ResourceEvent } from "../model/observed-stack.ts";
import type { Log } from "../model/ports.ts";
import type { PassReport, Progress } from "../model/report.ts";

/** Stacks whose events are read after one pass: progress is for people and must not use up an account's calls. */
const MOST_WATCHED = 8;

/** Tells progress the resource events of stacks in flight, each event once. */
export interface Watch {
  look(report: PassReport): Promise<void>;
}

/** A watch over one account. A read that fails is left out and logged: the pass itself tells when AWS cannot be asked. */
export function newWatch(cloud: Cloud, progress: Progress, log: Log | undefined): Watch {
  const lastEvents = new Map<string, { readonly app: string; readonly event: string | undefined }>();
  const tell = async (account: string, stackId: string, app: string): Promise<void> => {
    const after = lastEvents.get(stackId)?.event;
    const events = await eventsAfter(cloud, stackId, after, (error) =>
      log?.debug("events not readable", { account, app, why: error.message }),
    );
    if (events.length > 0) progress.moved(account, app, events);
    lastEvents.set(stackId, { app, event: events.at(-1)?.id ?? after });
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

async function eventsAfter(
  cloud: Cloud,
  stackId: string,
  after: string | undefined,
  tell: (error: CloudError) => void,
): Promise<readonly ResourceEvent[]> {
  try {
    return await cloud.events(stackId, after);
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    tell(error);
    return [];
  }
}
