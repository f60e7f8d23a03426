/**
 * Does work under a signal of its own, which follows another and may be aborted earlier. Leaves nothing behind on the
 * other, which may live for months.
 */
export async function underOwnSignal<Result>(
  outer: AbortSignal | undefined,
  work: (own: AbortController) => Promise<Result>,
): Promise<Result> {
  const own = new AbortController();
  const follow = (): void => own.abort(outer?.reason);
  if (outer?.aborted === true) follow();
  outer?.addEventListener("abort", follow, { once: true });
  try {
    return await work(own);
  } finally {
    outer?.removeEventListener("abort", follow);
  }
}
