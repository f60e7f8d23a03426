/**
 * Reads a secret when it is needed, so that one that was rotated is used without a restart and none stays in memory.
 * Throws an `Error` whose message names the place and never the content.
 */
export type Secret = () => Promise<string>;
