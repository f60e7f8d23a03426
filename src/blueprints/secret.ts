import { join, sub, type Value } from "./template.ts";

/** A secret as ECS reads it when a task starts. */
export interface Secret {
  readonly store: "ssm" | "secretsmanager";
  /** What a task definition says. */
  readonly valueFrom: Value;
  /** The one ARN that reading it has to be allowed for. */
  readonly arn: Value;
}

/** Reads `ssm:/path` and `secretsmanager:<name or ARN>[#<JSON key>]`. */
export function parseSecret(source: string): Secret {
  const colon = source.indexOf(":");
  const where = source.slice(colon + 1);
  return source.slice(0, colon) === "ssm" ? parameter(where) : managedSecret(where);
}

function parameter(path: string): Secret {
  const arn = join("", [
    sub("arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/"),
    path.replace(/^\//, ""),
  ]);
  return { store: "ssm", valueFrom: arn, arn };
}

/** The ARN of a secret ends in six random characters; one that was given by name is looked up without them. */
function managedSecret(where: string): Secret {
  const [id = "", key] = where.split("#");
  const isFullArn = /^arn:.*-[A-Za-z0-9]{6}$/.test(id);
  const arn = id.startsWith("arn:") ? [id] : [SECRETS, id];
  return {
    store: "secretsmanager",
    valueFrom: key === undefined ? text(arn) : text([...arn, `:${key}::`]),
    arn: text(isFullArn ? arn : [...arn, "-??????"]),
  };
}

const SECRETS = sub("arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:");

function text(parts: readonly Value[]): Value {
  return parts.every((part) => typeof part === "string") ? parts.join("") : join("", parts);
}
