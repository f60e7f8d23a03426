import { stepMs } from "../../clock.ts";
import { alarms } from "../../cloudwatch/alarms.ts";
import type { Region } from "../../world.ts";
import { stacks } from "../records.ts";
import { operations } from "./records.ts";
import type { Run } from "./run.ts";
import { operationOf, patchOperation, stackOf } from "./run.ts";

/**
 * Why a rollback trigger ends the operation: an alarm is missing, is in ALARM, or was since the operation began.
 *
 * An alarm without data ends nothing. (User guide, using-cfn-rollback-triggers; the words are not verified.)
 */
export function triggerRefusal(run: Run): string | undefined {
  const triggers = stackOf(run).content.rollbackConfiguration?.triggers ?? [];
  const { startedAt } = operationOf(run);
  const watched = triggers.map(({ arn }) => ({ arn, alarm: run.region.table(alarms).get(arn) }));
  const missing = watched.filter(({ alarm }) => alarm === undefined);
  if (missing.length > 0) return `The following rollback trigger(s) do not exist: [${listOf(missing)}]. `;
  const breached = watched.filter(
    ({ alarm }) => alarm?.state === "ALARM" || (alarm?.alarmedAt ?? Number.NEGATIVE_INFINITY) >= startedAt,
  );
  return breached.length === 0
    ? undefined
    : `The following rollback trigger(s) went to ALARM state: [${listOf(breached)}]. `;
}

/** Whether everything is deployed and the monitoring time is still running; the first question starts it. */
export function isMonitoring(run: Run): boolean {
  const minutes = stackOf(run).content.rollbackConfiguration?.monitoringTimeInMinutes ?? 0;
  const until = operationOf(run).monitoredUntil ?? run.at + stepMs(run.world, minutes * 60);
  if (run.at >= until) return false;
  patchOperation(run, { monitoredUntil: until, dueAt: until });
  return true;
}

/** An alarm changed its state: operations that it is a trigger of look at it now, not when their next step is due. */
export function wakeWatchers(region: Region, arn: string, now: number): void {
  const table = region.table(operations);
  for (const operation of table.values()) {
    const { rollbackConfiguration } = region.table(stacks).get(operation.stackId)?.content ?? {};
    const isWatching = rollbackConfiguration?.triggers.some((trigger) => trigger.arn === arn) === true;
    if (operation.phase === "deploy" && isWatching && operation.dueAt > now)
      table.put(operation.stackId, { ...operation, dueAt: now });
  }
}

function listOf(triggers: readonly { readonly arn: string }[]): string {
  return triggers.map(({ arn }) => arn).join(", ");
}
