import { CloudError } from "../model/cloud.ts";

/** One page of an AWS answer. */
export interface Page {
  readonly NextToken?: string | undefined;
}

/**
 * Reads pages to the end; an empty page with a token is not the end.
 *
 * Throws `CloudError` when there are more than `atMost` pages or when a token comes back twice: an answer that would
 * have to be cut is not used, because a stack that is missing from it would look deleted.
 */
export async function* pagesOf<P extends Page>(
  read: (token: string | undefined) => Promise<P>,
  atMost: number,
): AsyncGenerator<P, void, undefined> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    if (seen.size >= atMost) throw endless(`more than ${String(atMost)} pages`);
    const page = await read(token);
    yield page;
    token = page.NextToken === "" ? undefined : page.NextToken;
    if (token !== undefined && seen.has(token)) throw endless("the same page token twice");
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
}

function endless(what: string): CloudError {
  return new CloudError("unexpected", `AWS's answer does not end: ${what}`);
}
