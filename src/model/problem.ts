import type { Place } from "./place.ts";

/** Something in the environments repository that a person has to change. Never thrown: all of them are collected. */
export interface Problem {
  readonly place: Place;
  /** What is wrong and why, one sentence without a full stop. */
  readonly message: string;
  /** What to write instead; absent only when the message leaves no choice. */
  readonly remedy?: string;
  /** The lines around the place with a marker under it, without colour; absent when the file could not be read. */
  readonly frame?: string;
  /** What the problem holds: everything, one account, one app in one or in several accounts, or nothing that is there. */
  readonly holds: Held;
}

/** How far a problem reaches: one bad thing stops one thing. */
export type Held =
  | { readonly kind: "repository" }
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "app"; readonly account: string; readonly app: string }
  | { readonly kind: "app-everywhere"; readonly app: string }
  /** A file that nothing uses. */
  | { readonly kind: "nothing" };
