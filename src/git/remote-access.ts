import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { types } from "node:util";
import type { Secret } from "../model/secret.ts";
import type { Remote } from "./remote-url.ts";
import { Unreadable } from "./trouble.ts";

/** How we prove who we are to the Git host. */
export interface RemoteAuth {
  /** For https. */
  readonly token?: { readonly user: string; readonly token: Secret };
  /** For ssh: a private key without a passphrase, and the path of a file of host keys. Without it ssh does as for its user. */
  readonly ssh?: { readonly key: Secret; readonly knownHosts: string | undefined };
}

/** What git gets in order to reach one remote. */
export interface Access {
  readonly env: Readonly<Record<string, string>>;
  readonly config: readonly string[];
  /** What must not be in any message. */
  readonly secrets: readonly string[];
}

/**
 * Reads the credential and lends it to some work. A token goes to git in its environment only, a key in a file that
 * nobody else can read and that is gone when the work has ended.
 */
export async function withAccess<Result>(
  remote: Remote,
  auth: RemoteAuth,
  folder: string,
  work: (access: Access) => Promise<Result>,
): Promise<Result> {
  if (remote.protocol === "file")
    return work({ env: { GIT_ALLOW_PROTOCOL: "file" }, config: [], secrets: [] });
  if (remote.protocol !== "ssh") return work(await webAccess(remote, auth.token));
  if (auth.ssh === undefined) return work(sshAccess([], usersAgent()));
  const keys = await mkdtemp(join(folder, "key-"));
  try {
    return await work(sshAccess(await writeKey(auth.ssh, keys), {}));
  } finally {
    await rm(keys, { recursive: true, force: true });
  }
}

async function webAccess(remote: Remote, auth: RemoteAuth["token"]): Promise<Access> {
  const env = { GIT_ALLOW_PROTOCOL: remote.protocol };
  // The empty helper takes away those before it.
  if (auth === undefined) return { env, config: ["credential.helper="], secrets: [] };
  const token = (await readSecret(auth.token)).trim();
  if (/\p{Cc}/u.test(token))
    throw new Unreadable("the token for the Git host holds a line break", "see auth.token");
  const scope = `${remote.protocol}://${remote.host ?? ""}`;
  return {
    env: { ...env, MOORING_GIT_USER: auth.user, MOORING_GIT_TOKEN: token },
    config: ["credential.helper=", `credential.${scope}.helper=${HELPER}`],
    secrets: [token, Buffer.from(`${auth.user}:${token}`).toString("base64")],
  };
}

/** Asked by git for this host only. `printf` is part of the shell, so the token is in no argument list. */
const HELPER = `!f() { test "$1" = get && printf 'username=%s\\npassword=%s\\n' "$MOORING_GIT_USER" "$MOORING_GIT_TOKEN"; }; f`;

function sshAccess(options: readonly string[], env: Readonly<Record<string, string>>): Access {
  return {
    env: {
      ...env,
      GIT_ALLOW_PROTOCOL: "ssh",
      GIT_SSH_VARIANT: "ssh",
      GIT_SSH_COMMAND: ["ssh", ...ALWAYS, ...options].map(shellWord).join(" "),
    },
    config: [],
    secrets: [],
  };
}

/** Nobody is there to answer a question, and a host that hangs is left. */
const ALWAYS = [
  "-oBatchMode=yes",
  "-oStrictHostKeyChecking=yes",
  "-oConnectTimeout=20",
  "-oServerAliveInterval=15",
  "-oControlMaster=no",
];

function usersAgent(): Readonly<Record<string, string>> {
  const { SSH_AUTH_SOCK } = process.env;
  return SSH_AUTH_SOCK === undefined ? {} : { SSH_AUTH_SOCK };
}

async function writeKey(ssh: NonNullable<RemoteAuth["ssh"]>, folder: string): Promise<readonly string[]> {
  const file = join(folder, "key");
  const key = (await readSecret(ssh.key)).replaceAll("\r\n", "\n").trim();
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  const hosts = ssh.knownHosts === undefined ? [] : knownHosts(ssh.knownHosts);
  return ["-F", "/dev/null", "-i", sshPath(file), "-oIdentitiesOnly=yes", "-oIdentityAgent=none", ...hosts];
}

function knownHosts(file: string): readonly string[] {
  return [`-oUserKnownHostsFile="${sshPath(resolve(file))}"`, "-oGlobalKnownHostsFile=/dev/null"];
}

/** ssh replaces `%` in paths. */
function sshPath(path: string): string {
  return path.replaceAll("%", "%%");
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

async function readSecret(secret: Secret): Promise<string> {
  try {
    return await secret();
  } catch (error) {
    throw new Unreadable(
      types.isNativeError(error) ? error.message : "the credential for the Git host cannot be read",
      "the place of the credential is in auth of agent.yaml",
    );
  }
}
