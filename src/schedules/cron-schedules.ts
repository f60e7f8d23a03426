import { schedule, validate, type Logger } from "node-cron";
import { isTimezone } from "../model/cron.ts";
import type { Log } from "../model/ports.ts";
import type { Schedules } from "../model/schedules.ts";

/**
 * Schedules on node-cron, each in its own time zone. Times that passed while the machine slept or was too busy call back
 * once together. A schedule keeps no process alive.
 */
export function cronSchedules(log: Log): Schedules {
  return {
    every({ cron, timezone }, hear) {
      if (!validate(cron) || cron.trim().split(/\s+/).length !== 5)
        throw new RangeError(`${cron} is no cron expression of five fields`);
      if (!isTimezone(timezone)) throw new RangeError(`${timezone} is no time zone`);
      const folded = foldRepeats(hear);
      const task = schedule(cron, folded.hear, {
        timezone,
        noOverlap: true,
        suppressMissedWarning: true,
        unref: true,
        logger: toLogger(log),
      });
      task.on("execution:missed", folded.hear);
      return () => {
        folded.stop();
        void task.destroy();
      };
    },
  };
}

/** Everything that is heard in one moment is heard once; after `stop` nothing is. */
function foldRepeats(hear: () => void): { readonly hear: () => void; readonly stop: () => void } {
  let pending: NodeJS.Immediate | undefined;
  let isStopped = false;
  return {
    hear() {
      if (isStopped) return;
      pending ??= setImmediate(() => {
        pending = undefined;
        hear();
      });
    },
    stop() {
      isStopped = true;
      clearImmediate(pending);
    },
  };
}

function toLogger(log: Log): Logger {
  const line = (level: keyof Log) => (message: string | Error) =>
    log[level]("schedule", { why: message instanceof Error ? message.message : message });
  return { debug: line("debug"), info: line("debug"), warn: line("warn"), error: line("error") };
}
