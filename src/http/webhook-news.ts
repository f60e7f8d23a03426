import type { Delivery } from "./webhook-hosts.ts";

/** What a delivery tells. `other`: nothing about the branch that is followed. */
export type News = "push" | "ping" | "other" | "malformed";

/** Of GitHub. It sends JSON, or a form with JSON in it where a person left that setting as it was. */
export function githubNews({ headers, body }: Delivery, branch: string): News {
  const event = headers.get("x-github-event");
  if (event === "ping") return "ping";
  if (event !== "push") return "other";
  const payload = body.startsWith("payload=") ? new URLSearchParams(body).get("payload") : body;
  return newsOfRef(parsed(payload ?? ""), branch);
}

/** Of GitLab. */
export function gitlabNews({ headers, body }: Delivery, branch: string): News {
  return headers.get("x-gitlab-event") === "Push Hook" ? newsOfRef(parsed(body), branch) : "other";
}

/** Of Bitbucket Cloud (`repo:push`) and Data Center (`repo:refs_changed`). */
export function bitbucketNews({ headers, body }: Delivery, branch: string): News {
  switch (headers.get("x-event-key") ?? "") {
    case "diagnostics:ping":
      return "ping";
    case "repo:push":
      return newsOfChanges(at(parsed(body), "push", "changes"), (change) => isCloudChange(change, branch));
    case "repo:refs_changed":
      return newsOfChanges(
        at(parsed(body), "changes"),
        (change) => at(change, "ref", "id") === refOf(branch),
      );
    default:
      return "other";
  }
}

/** Of anybody else: no body, or `{ "ref": "refs/heads/main" }`, or `{ "branch": "main" }`. */
export function genericNews({ body }: Delivery, branch: string): News {
  if (body.trim() === "") return "push";
  const told = parsed(body);
  const name = at(told, "branch");
  if (typeof name === "string") return name === branch ? "push" : "other";
  return newsOfRef(told, branch);
}

function newsOfRef(told: unknown, branch: string): News {
  const ref = at(told, "ref");
  if (typeof ref !== "string") return "malformed";
  return ref === refOf(branch) ? "push" : "other";
}

function newsOfChanges(changes: unknown, isAboutUs: (change: unknown) => boolean): News {
  if (!Array.isArray(changes)) return "malformed";
  return changes.some(isAboutUs) ? "push" : "other";
}

/** A branch that was deleted has no `new`. */
function isCloudChange(change: unknown, branch: string): boolean {
  const tip = at(change, "new") ?? at(change, "old");
  return at(tip, "type") === "branch" && at(tip, "name") === branch;
}

function refOf(branch: string): string {
  return `refs/heads/${branch}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a JSON value holds on that way; `undefined` where there is no such way. */
function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (found, key) =>
      typeof found === "object" && found !== null && Object.hasOwn(found, key)
        ? Reflect.get(found, key)
        : undefined,
    value,
  );
}
