/** A change of a few files in a person's own checkout, as one commit. */
export interface CommitChange {
  /** Absolute path of the environments repository; a folder of the checkout, or its root. */
  readonly dir: string;
  /** New text by path inside `dir`, with forward slashes. The files are there already. */
  readonly files: ReadonlyMap<string, string>;
  readonly message: string;
  /** Pushes the branch that is checked out to where it comes from. */
  readonly push: boolean;
}

/** What became of it. Nothing here holds a credential. */
export type CommitResult =
  | {
      readonly kind: "committed";
      /** Full commit id. */
      readonly commit: string;
      readonly branch: string;
      readonly isPushed: boolean;
    }
  /** Nothing was changed; or, with `commit`, the commit was made and could not be pushed. */
  | {
      readonly kind: "failed";
      /** One sentence without a full stop. */
      readonly message: string;
      readonly remedy?: string;
      /** Full commit id. */
      readonly commit?: string;
    };
