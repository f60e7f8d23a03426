/** Every exit code of `moor`. */
export const exitCodes = {
  /** Done, and everything is as it should be. */
  done: 0,
  /** Something failed, was refused, is held, or is wrong in the repository; or the command was stopped. */
  failed: 1,
  /** `moor plan --exit-code`: something is pending; `moor drift`: something has drifted. */
  pending: 2,
  /** The command line is wrong; nothing was done. */
  usage: 64,
} as const;

/** One of them. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
