import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { redactText } from "../model/redact-text.ts";
import type { ReleaseTask } from "../model/release.ts";
import { taskIdOf } from "./release-mark.ts";
import { cleanText } from "./wording.ts";

const MOST_LINES = 20;
const LONGEST_LINE = 300;

/** What a release's task wrote last, oldest first: at most 20 lines of 300 characters, fit for a terminal and without secrets. */
export async function readLastLines(
  logs: CloudWatchLogs,
  { app, logGroup }: ReleaseTask,
  task: string,
): Promise<readonly string[]> {
  const { events = [] } = await logs.getLogEvents({
    logGroupName: logGroup,
    // The `awslogs` driver: prefix, container and task.
    logStreamName: `${app}/${app}/${taskIdOf(task)}`,
    limit: MOST_LINES,
    startFromHead: false,
  });
  return events.flatMap(({ message }) => {
    // Secrets go before anything is cut: half of one is not known for one.
    const line = cleanText(message === undefined ? undefined : redactText(message));
    if (line === undefined) return [];
    return [line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line];
  });
}
