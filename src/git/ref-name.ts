/** Whether a tag or a branch may be called that. Source: git-check-ref-format(1). */
export function isRefName(name: string): boolean {
  return !/^[-/.]|[\s\p{Cc}~^:?*[\\]|\.\.|@\{|\/\/|\/\.|\.lock(\/|$)|[/.]$|^@?$/u.test(name);
}

/** Whether it is a commit's full id. */
export function isCommitId(ref: string): boolean {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(ref);
}
