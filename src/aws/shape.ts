import { CloudError } from "../model/cloud.ts";

/** A member that AWS's API always gives although its type says it may be missing. Throws `CloudError`. */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined || value === "") {
    throw new CloudError("unexpected", `AWS's answer has no ${what}`);
  }
  return value;
}

/** An object without its members that are `undefined`: what is absent is left out. */
export function compact<T extends object>(members: T): Compact<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Compact<T>;
}

type OptionalKeys<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];
type Compact<T> = Omit<T, OptionalKeys<T>> & { [K in OptionalKeys<T>]?: Exclude<T[K], undefined> };
