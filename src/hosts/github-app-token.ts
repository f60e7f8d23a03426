import type { Secret } from "../model/secret.ts";
import { newOctokit } from "./octokit.ts";

/** A GitHub App that is installed. */
export interface GithubAppOptions {
  readonly appId: number;
  readonly installationId: number;
  /** PEM. */
  readonly privateKey: Secret;
  /** `https://api.github.com`, or that of a GitHub Enterprise Server. */
  readonly apiUrl: string;
  /** Milliseconds since the epoch; the machine's clock without it. */
  readonly now?: () => number;
}

/** A token is renewed so long before it expires: what got it may work with it for a while. */
const SPARE_MS = 5 * 60_000;

const TIMEOUT_MS = 15_000;

/** Tokens of an installation, each used until shortly before it expires. Its errors say which app, and no secret. */
export function githubAppToken(app: GithubAppOptions): Secret {
  const { now = Date.now } = app;
  let last: { readonly token: string; readonly expiresAt: number } | undefined;
  let pending: Promise<string> | undefined;
  const renew = async (): Promise<string> => {
    try {
      last = await askFor(app);
      return last.token;
    } finally {
      pending = undefined;
    }
  };
  return async () => {
    if (last !== undefined && now() < last.expiresAt - SPARE_MS) return last.token;
    pending ??= renew();
    return pending;
  };
}

async function askFor(
  app: GithubAppOptions,
): Promise<{ readonly token: string; readonly expiresAt: number }> {
  const { appId, installationId, apiUrl } = app;
  const privateKey = await app.privateKey();
  const { createAppAuth } = await import("@octokit/auth-app");
  const octokit = await newOctokit({ apiUrl });
  const request = octokit.request.defaults({ request: { signal: AbortSignal.timeout(TIMEOUT_MS) } });
  try {
    const auth = createAppAuth({ appId, privateKey, installationId, request });
    const { token, expiresAt } = await auth({ type: "installation", refresh: true });
    return { token, expiresAt: Date.parse(expiresAt) };
  } catch (error) {
    // Without the cause: it holds the request, and a broken key may be quoted in its message.
    throw new Error(
      `GitHub gave no token for installation ${installationId} of app ${appId}: ${whyOf(error)}`,
    );
  }
}

function whyOf(error: unknown): string {
  const { status, response } = error as { readonly status?: number; readonly response?: object };
  if (status === undefined) return "its private key cannot be used, or there was no answer in time";
  return response === undefined ? "it could not be reached" : `it answered with status ${status}`;
}
