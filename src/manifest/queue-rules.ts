import type { QueueSpec } from "../model/repository.ts";
import type { Objection, SpecRule } from "./spec-rule.ts";

/** What holds for queues ("Amazon SQS dead-letter queues", "FIFO queues"). */
export const QUEUE_RULES: readonly SpecRule<QueueSpec>[] = [
  onlyFifoDeduplicates,
  deadLettersLast,
  alarmCanRaise,
];

function onlyFifoDeduplicates({ fifo, deduplicate }: QueueSpec): readonly Objection[] {
  if (fifo || !deduplicate) return [];
  const message = "deduplicate is for FIFO queues, and this is none";
  return [{ path: ["deduplicate"], message, remedy: "add fifo: true, or leave deduplicate out" }];
}

/** A message is as old among the dead letters as it was before: SQS counts from when it was sent. */
function deadLettersLast({ retentionDays, deadLetters }: QueueSpec): readonly Objection[] {
  if (deadLetters.retentionDays >= retentionDays) return [];
  const message = `deadLetters.retentionDays is ${deadLetters.retentionDays}, less than retentionDays, which is ${retentionDays}: a message could be gone before it is a dead letter`;
  const remedy = `make it at least ${retentionDays}`;
  return [{ path: ["deadLetters", "retentionDays"], message, remedy }];
}

const SECONDS_PER_DAY = 86_400;

function alarmCanRaise({ alarms, retentionDays }: QueueSpec): readonly Objection[] {
  if (alarms === false || alarms.oldestSeconds === undefined) return [];
  if (alarms.oldestSeconds < retentionDays * SECONDS_PER_DAY) return [];
  const message = `alarms.oldestSeconds is ${alarms.oldestSeconds}, but no message is kept longer than ${retentionDays} days`;
  const remedy = `make it less than ${retentionDays * SECONDS_PER_DAY}`;
  return [{ path: ["alarms", "oldestSeconds"], message, remedy }];
}
