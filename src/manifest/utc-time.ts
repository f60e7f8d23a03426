/** Minutes of a span of time, from a first minute on; a week or a day may end in between. */
export interface Span {
  readonly start: number;
  readonly minutes: number;
}

const HOUR = 60;
/** Minutes. */
export const DAY = 24 * HOUR;
/** Minutes. */
export const WEEK = 7 * DAY;

/** Minute of the day of `02:30`; `undefined` where no clock shows that. */
export function minuteOfDay(time: string): number | undefined {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours < 24 && minutes < HOUR ? hours * HOUR + minutes : undefined;
}

/** Minute of the week of `sun:03:00`, from Monday on; `undefined` where no clock shows that. */
export function minuteOfWeek(moment: string): number | undefined {
  const day = DAYS.indexOf(moment.slice(0, 3));
  const minute = minuteOfDay(moment.slice(4));
  return day < 0 || minute === undefined ? undefined : day * DAY + minute;
}

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** From one minute to another of a day or a week that comes again and again. */
export function spanBetween(start: number, end: number, cycle: number): Span {
  return { start, minutes: (end - start + cycle) % cycle };
}

/** Whether two spans of a week have a minute in common. */
export function overlap(one: Span, other: Span): boolean {
  return isWithin(one.start, other) || isWithin(other.start, one);
}

function isWithin(minute: number, { start, minutes }: Span): boolean {
  return (minute - start + WEEK) % WEEK < minutes;
}
