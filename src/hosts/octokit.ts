import type { Octokit } from "@octokit/rest";

const ignore = (): void => undefined;

/** A client that logs nothing, follows no redirect, and tries once. Loads the library when it is first needed. */
export async function newOctokit({
  apiUrl,
  token,
}: {
  readonly apiUrl: string;
  readonly token?: string;
}): Promise<Octokit> {
  const { Octokit } = await import("@octokit/rest");
  return new Octokit({
    baseUrl: apiUrl.replace(/\/+$/, ""),
    userAgent: "Mooring",
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    request: { redirect: "manual" },
    ...(token === undefined ? {} : { auth: token }),
  });
}
