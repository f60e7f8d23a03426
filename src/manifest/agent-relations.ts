import type { AgentFile, GitAuth, GithubApp, TemplateHost } from "../model/generated/agent.ts";
import type { Objection } from "./spec-rule.ts";
import type { TreePath } from "./tree.ts";

/** What is wrong between the fields of agent.yaml, each of which is sound by itself. */
export function agentObjections(file: AgentFile): readonly Objection[] {
  const { repository } = file;
  return [
    ...objectToVerify(file.verify, ["verify"]),
    ...objectToUrl(repository.url, ["repository"]),
    ...objectToPath(repository.path),
    ...objectToAuth(repository, ["repository"]),
    ...file.templates.flatMap((host, index) => objectToHost(host, ["templates", index])),
    ...file.notifications.flatMap((receiver, index) => objectToReceiver(receiver, ["notifications", index])),
  ];
}

function objectToHost(host: TemplateHost, path: TreePath): readonly Objection[] {
  return [
    ...(host.verify === undefined ? [] : objectToVerify(host.verify, [...path, "verify"])),
    ...objectToUrl(host.url, path),
    ...objectToAuth(host, path),
  ];
}

function objectToVerify(
  { mode, allowedSigners, gpgKeys }: AgentFile["verify"],
  path: TreePath,
): readonly Objection[] {
  if (mode === "off" || allowedSigners !== undefined || gpgKeys !== undefined) return [];
  const message = `${nameOf(path)}.mode is required, and no signer is known: nothing could ever be applied`;
  return [{ path: [...path, "mode"], message, remedy: "name a file of allowedSigners or of gpgKeys" }];
}

/** A field as a person would name it: `templates[0].auth`. */
function nameOf(path: TreePath): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}

/** What comes before the `@` of an address with a scheme. The user of ssh is no secret. */
const CREDENTIALS = /^(?:https?:\/\/[^/?#]*|[a-z][a-z0-9+.-]*:\/\/[^/?#@]*:[^/?#]*)@/i;

function objectToUrl(url: string | undefined, path: TreePath): readonly Objection[] {
  if (url === undefined || !CREDENTIALS.test(url)) return [];
  const message = `${nameOf(path)}.url holds a user name or a password, and an address is written into logs`;
  const remedy = `take it out, and name it with ${nameOf(path)}.auth.token: env:NAME`;
  return [{ path: [...path, "url"], message, remedy }];
}

function objectToPath(path: string): readonly Objection[] {
  if (!path.startsWith("/") && !path.split(/[/\\]/).includes("..")) return [];
  const message = "repository.path leads out of the repository";
  return [{ path: ["repository", "path"], message, remedy: "write a folder inside it, or . for its root" }];
}

/** Where something is cloned from, and how. */
type Cloned = { readonly url?: string; readonly auth: GitAuth };

function objectToAuth({ auth, url }: Cloned, of: TreePath): readonly Objection[] {
  const path = [...of, "auth"];
  const name = nameOf(path);
  const ways = (["sshKey", "token", "githubApp"] as const).filter((way) => auth[way] !== undefined);
  const [first, second] = ways;
  if (second !== undefined) {
    const message = `${name} has both ${first} and ${second}, and only one of them can be used`;
    return [{ path: [...path, second], message, remedy: "keep one of the two" }];
  }
  if (first === "sshKey" && auth.knownHosts === undefined) {
    const message = `${name}.sshKey needs knownHosts: nobody is there to say yes to a host key`;
    const remedy = "write the output of ssh-keyscan to a file and name it";
    return [{ path: [...path, first], message, remedy }];
  }
  return [...objectToUse(first, url, path), ...objectToApp(auth.githubApp, path)];
}

function objectToUse(
  way: "sshKey" | "token" | "githubApp" | undefined,
  url: string | undefined,
  path: TreePath,
): readonly Objection[] {
  if (way === undefined || url === undefined) return [];
  const isHttp = /^https?:/i.test(url);
  if (isHttp === (way !== "sshKey")) return [];
  const message = `${nameOf(path)}.${way} is of no use for ${isHttp ? "an https" : "this"} address`;
  const remedy = isHttp ? "use token or githubApp, or an ssh address" : "use sshKey, or an https address";
  return [{ path: [...path, way], message, remedy }];
}

function objectToReceiver(
  receiver: AgentFile["notifications"][number],
  path: TreePath,
): readonly Objection[] {
  switch (receiver.kind) {
    case "slack":
      return [];
    case "webhook":
    case "gitlab":
      return objectToPlainHttp(receiver.url, [...path, "url"]);
    case "github":
      return [
        ...objectToPlainHttp(receiver.apiUrl, [...path, "apiUrl"]),
        ...objectToApp(receiver.githubApp, path),
        ...((receiver.token === undefined) === (receiver.githubApp === undefined)
          ? [
              {
                path,
                message: "a github receiver needs a token or a githubApp, and not both",
                remedy: "give one of the two",
              },
            ]
          : []),
      ];
  }
}

function objectToApp(app: GithubApp | undefined, path: TreePath): readonly Objection[] {
  return app === undefined ? [] : objectToPlainHttp(app.apiUrl, [...path, "githubApp", "apiUrl"]);
}

const HERE = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** A signature or a token on a line that others can read is worth nothing. */
function objectToPlainHttp(address: string, path: TreePath): readonly Objection[] {
  const host = /^http:\/\/(\[[^\]]*\]|[^:/?#]*)/i.exec(address)?.[1];
  if (host === undefined || HERE.has(host.toLowerCase())) return [];
  const message = `${String(path.at(-1))} is not encrypted, and what is sent there is secret`;
  return [{ path, message, remedy: "write https://, or an address of this machine" }];
}
