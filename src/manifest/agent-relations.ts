import type { AgentFile, GitAuth, GithubApp } from "../model/generated/agent.ts";
import type { Objection } from "./spec-rule.ts";
import type { TreePath } from "./tree.ts";

/** What is wrong between the fields of agent.yaml, each of which is sound by itself. */
export function agentObjections(file: AgentFile): readonly Objection[] {
  return [
    ...objectToVerify(file.verify),
    ...objectToUrl(file.repository.url),
    ...objectToPath(file.repository.path),
    ...objectToAuth(file.repository.auth, file.repository.url),
    ...objectToApp(file.repository.auth.githubApp, ["repository", "auth"]),
    ...file.notifications.flatMap((receiver, index) => objectToReceiver(receiver, ["notifications", index])),
  ];
}

function objectToVerify({ mode, allowedSigners, gpgKeys }: AgentFile["verify"]): readonly Objection[] {
  if (mode === "off" || allowedSigners !== undefined || gpgKeys !== undefined) return [];
  const message = "verify.mode is required, and no signer is known: nothing could ever be applied";
  return [{ path: ["verify", "mode"], message, remedy: "name a file of allowedSigners or of gpgKeys" }];
}

/** What comes before the `@` of an address with a scheme. The user of ssh is no secret. */
const CREDENTIALS = /^(?:https?:\/\/[^/?#]*|[a-z][a-z0-9+.-]*:\/\/[^/?#@]*:[^/?#]*)@/i;

function objectToUrl(url: string | undefined): readonly Objection[] {
  if (url === undefined || !CREDENTIALS.test(url)) return [];
  const message = "repository.url holds a user name or a password, and an address is written into logs";
  return [
    {
      path: ["repository", "url"],
      message,
      remedy: "take it out, and name it with repository.auth.token: env:NAME",
    },
  ];
}

function objectToPath(path: string): readonly Objection[] {
  if (!path.startsWith("/") && !path.split(/[/\\]/).includes("..")) return [];
  const message = "repository.path leads out of the repository";
  return [{ path: ["repository", "path"], message, remedy: "write a folder inside it, or . for its root" }];
}

function objectToAuth(auth: GitAuth, url: string | undefined): readonly Objection[] {
  const path = ["repository", "auth"];
  const ways = (["sshKey", "token", "githubApp"] as const).filter((way) => auth[way] !== undefined);
  const [first, second] = ways;
  if (second !== undefined) {
    const message = `repository.auth has both ${first} and ${second}, and only one of them can be used`;
    return [{ path: [...path, second], message, remedy: "keep one of the two" }];
  }
  if (first === "sshKey" && auth.knownHosts === undefined) {
    const message = "repository.auth.sshKey needs knownHosts: nobody is there to say yes to a host key";
    return [
      { path: [...path, first], message, remedy: "write the output of ssh-keyscan to a file and name it" },
    ];
  }
  if (first === undefined || url === undefined) return [];
  const isHttp = /^https?:/i.test(url);
  if (isHttp === (first !== "sshKey")) return [];
  const message = `repository.auth.${first} is of no use for ${isHttp ? "an https" : "this"} address`;
  const remedy = isHttp ? "use token or githubApp, or an ssh address" : "use sshKey, or an https address";
  return [{ path: [...path, first], message, remedy }];
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
