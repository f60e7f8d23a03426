/** The files of an environments repository that matter, as they were read. */
export interface RepositoryFiles {
  /** By path inside the repository, with forward slashes. Bytes are decoded as UTF-8. */
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  /** Files and folders that were not read, and why. */
  readonly refused: readonly RefusedFile[];
}

/** Something in the repository that is not read. */
export interface RefusedFile {
  readonly path: string;
  /** One sentence without a full stop and without the path: "is a symbolic link". */
  readonly why: string;
  readonly remedy: string;
}
