import type { Revision } from "./report.ts";

/**
 * The environments repository as it changes. An adapter keeps the last good commit: whatever goes wrong while fetching
 * leaves it in place.
 */
export interface RepositorySource {
  /** What is followed, without any credential: `https://github.com/acme/environments (main)`. */
  readonly description: string;
  /**
   * Looks whether there is something new and fetches it. Costs one question when there is nothing new. What may happen in
   * ordinary use (no network, a refused signature, a full disk) is a value.
   */
  refresh(signal?: AbortSignal): Promise<Refreshed>;
  /** Calls back when the source itself notices that something changed; a remote repository never does. */
  onChange(hear: () => void): void;
  /** Ends watching and leaves nothing running. */
  close(): Promise<void>;
}

/** What a look at the repository came to. */
export type Refreshed =
  /** Nothing new since the last refresh of this process. */
  | { readonly kind: "same"; readonly snapshot: Snapshot }
  /** `isRewritten`: the new commit does not descend from the last one (a forced push). */
  | { readonly kind: "new"; readonly snapshot: Snapshot; readonly isRewritten: boolean }
  /** It could not be read; the last good snapshot of this process stays, where there is one. */
  | { readonly kind: "failed"; readonly why: SourceFailure; readonly last?: Snapshot }
  /** It could be read and may not be used: unsigned, signed by somebody unknown, too large, a symbolic link. */
  | {
      readonly kind: "refused";
      /** Full commit id. */
      readonly commit: string;
      readonly why: SourceFailure;
      readonly last?: Snapshot;
    };

/** Why, for a person. Never holds a credential. */
export interface SourceFailure {
  /** One sentence without a full stop. */
  readonly message: string;
  readonly remedy?: string;
  /** The same for the same cause, when the message quotes what differs each time; otherwise the message is. */
  readonly cause?: string;
}

/** One state of the repository. */
export interface Snapshot {
  /** The folder with `mooring.yaml`; its files do not change until the next `refresh`. */
  readonly dir: string;
  /** Absent for a folder that is not under Git. */
  readonly revision: Revision | undefined;
}

/** A repository that cannot be followed as it was asked for: its address, branch, folder or settings. Thrown when the source is made. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  /** What to do about it. */
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.remedy = remedy;
  }
}
