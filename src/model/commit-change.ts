import type { SourceFailure } from "./source.ts";

/** A change of some files in a person's own checkout that becomes one commit. */
export interface CommitChange {
  /** The environments repository: a folder of the checkout, or its root. */
  readonly dir: string;
  /** Whole files, by path below `dir`. */
  readonly files: ReadonlyMap<string, string>;
  readonly message: string;
  /** Whether the current branch is pushed, too. */
  readonly push: boolean;
}

/** What became of it. Nothing here holds a credential. */
export type CommitResult =
  | {
      readonly kind: "committed";
      /** Full commit id. */
      readonly commit: string;
      /** `origin main`. */
      readonly pushedTo?: string;
    }
  /** The commit was made and stays; the remote did not take it. */
  | { readonly kind: "not-pushed"; readonly commit: string; readonly why: SourceFailure }
  /** Everything is as it was. */
  | { readonly kind: "refused"; readonly why: SourceFailure };
