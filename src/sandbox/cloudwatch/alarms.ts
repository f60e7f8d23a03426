import { partitionOf } from "../template/pseudo-parameters.ts";
import type { Region, TableKind } from "../world.ts";

/** States of an alarm. */
export const alarmStates = ["OK", "ALARM", "INSUFFICIENT_DATA"] as const;

/** The state of an alarm. */
export type AlarmState = (typeof alarmStates)[number];

/** An alarm, keyed by its ARN. Nothing is measured: its state is what somebody set. */
export interface AlarmRecord {
  readonly arn: string;
  readonly state: AlarmState;
  /** When it last went into ALARM, epoch milliseconds. */
  readonly alarmedAt?: number;
}

/** Alarms of an account and Region, those of stacks and those that the control endpoint made. */
export const alarms: TableKind<AlarmRecord> = { name: "alarms" };

/** The ARN of an alarm that is named by its name or its ARN. */
export function alarmArn({ account, region }: Region, nameOrArn: string): string {
  return nameOrArn.startsWith("arn:")
    ? nameOrArn
    : `arn:${partitionOf(region)}:cloudwatch:${region}:${account}:alarm:${nameOrArn}`;
}

/** Sets the state of an alarm, which is made if there is none. */
export function setAlarm(region: Region, nameOrArn: string, state: AlarmState, now: number): AlarmRecord {
  const arn = alarmArn(region, nameOrArn);
  const known = region.table(alarms).get(arn);
  const alarmedAt = state === "ALARM" ? now : known?.alarmedAt;
  const record = { arn, state, ...(alarmedAt === undefined ? {} : { alarmedAt }) };
  region.table(alarms).put(arn, record);
  return record;
}
