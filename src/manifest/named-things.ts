import type { TreePath } from "./tree.ts";

/** A name of something in AWS, as a value spells it out. */
export interface NamedThing {
  /** As it stands in the value. */
  readonly name: string;
  /** How names of accounts stand in such a name: as any word of it, or only as a part between slashes. */
  readonly by: "word" | "part" | "part or ending";
}

/** What a value names: buckets, secrets, images, and whatever an ARN ends in. */
export function namedThings(text: string, path: TreePath): readonly NamedThing[] {
  if (text.startsWith("arn:") || text.includes("arn:aws")) return ofArns(text);
  const [field] = path;
  if (field === "secrets") return ofSecret(text);
  if (field === "image") return ofImage(text);
  const byUrl = [...text.matchAll(BUCKET_URL)].map((found) => found[1] ?? found[2] ?? "");
  const isBucket = /bucket/i.test(String(path.at(-1))) && BUCKET_NAME.test(text);
  return [...byUrl, ...(isBucket ? [text] : [])].map((name) => ({ name, by: "word" }));
}

/** One ARN in a value; the account may still be a variable. */
export const ARN = /arn:(aws[a-z-]*):[a-z0-9-]+:([a-z0-9-]*):([^:\s"']*):([^\s"',]+)/g;

/** What people named in an ARN: not the type of the resource, not a key in a bucket, and nothing of AWS's own. */
function ofArns(text: string): readonly NamedThing[] {
  return [...text.matchAll(ARN)].flatMap(([arn, , , account, resource = ""]): readonly NamedThing[] => {
    if (account === "aws") return [];
    const name = arn.includes(":s3:") ? resource.replace(/\/.*$/, "") : resource.replace(/^[a-z-]+[/:]/, "");
    return [{ name: arn.includes(":secretsmanager:") ? name.replace(AWS_SUFFIX, "") : name, by: "word" }];
  });
}

/** A secret's ARN ends in six characters of AWS's own, which may spell anything. */
const AWS_SUFFIX = /-[A-Za-z0-9]{6}(?=#|:|$)/;

/** A part of a name begins where a word does, and what follows has a limit: so a value is looked through only once. */
const BUCKET_URL = /s3:\/\/([a-z0-9.-]+)|(?<![a-z0-9-])([a-z0-9-]+)\.s3[.-][a-z0-9.-]{0,63}amazonaws\.com/g;
const BUCKET_NAME = /^[a-z0-9.-]{3,63}$/;

/** `ssm:/production/key`: words inside a part say what it is for. */
function ofSecret(text: string): readonly NamedThing[] {
  const name = text.slice(text.indexOf(":") + 1).replace(/#.*$/, "");
  return [{ name, by: name.replace(/^\//, "").includes("/") ? "part" : "part or ending" }];
}

/** Without the registry's own name. */
function ofImage(text: string): readonly NamedThing[] {
  const [first = "", ...rest] = text.split("/");
  const isRegistry = rest.length > 0 && /[.:]/.test(first);
  return [{ name: isRegistry ? rest.join("/") : text, by: "part or ending" }];
}
