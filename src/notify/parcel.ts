import { createHash } from "node:crypto";
import type { LogFields } from "../model/ports.ts";
import type { Notice } from "../model/receiver.ts";

/** A notice on its way. */
export interface Parcel {
  readonly notice: Notice;
  /** What it is about: the event's id, or the account and commit of a verdict. */
  readonly key: string;
  /** What it says about that: only a verdict may say something new. */
  readonly content: string;
  readonly isEvent: boolean;
  /** When it was told, in milliseconds since the epoch. */
  readonly at: number;
  /** For log lines. */
  readonly fields: LogFields;
}

/** Wraps a notice that was told at that time. */
export function parcelOf(notice: Notice, at: number): Parcel {
  switch (notice.kind) {
    case "event": {
      const { id, kind, account, app } = notice.event;
      return { notice, key: id, content: "", isEvent: true, at, fields: { event: kind, id, account, app } };
    }
    case "verdict": {
      const { repository, account, revision, state, description } = notice.verdict;
      const { commit } = revision;
      return {
        notice,
        key: shortHash([repository, account, commit]),
        content: shortHash([state, description]),
        isEvent: false,
        at,
        fields: { verdict: state, account, commit },
      };
    }
  }
}

function shortHash(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
