/** Whether something thrown carries that code, as the errors of the operating system do, or that name. It need not be an Error of this realm. */
export function hasCode(error: unknown, code: string): boolean {
  if (typeof error !== "object" || error === null) return false;
  return ("code" in error && error.code === code) || ("name" in error && error.name === code);
}
