import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Whether a program is on the path. */
export function isInstalled(program: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => isProgram(join(folder, program)));
}

/** A title that says why its tests are skipped, where a program that they need is missing. */
export function needing(program: string, title: string): string {
  return isInstalled(program) ? title : `${title} (skipped: ${program} is not installed)`;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
