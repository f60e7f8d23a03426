import { join } from "node:path";

/**
 * Where the tests' own build of the package lies: `dist/` beside `schema/` and `package.json`, as if it were installed.
 * Made by `build.js` before the first test.
 */
export const builtPackage = process.env["MOORING_TEST_BUILD"] ?? "";

/** The program that tests start as a process. */
export const moorProgram = join(builtPackage, "dist/main.js");
