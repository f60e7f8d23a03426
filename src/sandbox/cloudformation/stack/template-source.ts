import { validationError } from "../../errors.ts";
import { readAddress } from "../../s3/address.ts";
import { findBucket, findObject } from "../../s3/store.ts";
import { checkBodySize } from "../../template/parse.ts";
import type { World } from "../../world.ts";
import type { Input } from "../api.ts";
import { text } from "../input.ts";

/** A template from S3 may be this large. (User guide, quotas.) */
const maxUrlBytes = 1_000_000;

const moreAboutS3 =
  "\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";

/** The template that a request sends in `TemplateBody` or names in `TemplateURL`; `undefined` for neither. Throws ValidationError. */
export function givenTemplate(world: World, input: Input): string | undefined {
  const body = text(input, "TemplateBody");
  const url = text(input, "TemplateURL");
  if (body !== undefined && url !== undefined)
    throw validationError(
      "You must provide either Template URL, Template Body or UsePreviousTemplate, but not more than one.",
    );
  if (body !== undefined) checkBodySize(body);
  return url === undefined ? body : readTemplateUrl(world, url);
}

/** The template that lies under a URL in the sandbox's S3, whatever the account and Region. Throws ValidationError. */
export function readTemplateUrl(world: World, url: string): string {
  if (url.length > 5120)
    throw validationError(
      "1 validation error detected: Value at 'templateURL' failed to satisfy constraint: Member must have length less than or equal to 5120",
    );
  const { bucket, key } = addressIn(url);
  if (findBucket(world, bucket) === undefined)
    throw validationError(`S3 error: The specified bucket does not exist${moreAboutS3}`);
  const object = findObject(world, bucket, key);
  if (object === undefined)
    throw validationError(`S3 error: The specified key does not exist.${moreAboutS3}`);
  if (object.size > maxUrlBytes)
    throw validationError(`Template may not exceed ${maxUrlBytes} bytes in size.`);
  return object.text;
}

function addressIn(url: string): { readonly bucket: string; readonly key: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
    throw validationError("TemplateURL must be a supported URL.");
  if (parsed.search !== "")
    throw validationError("TemplateURL with a query, such as versionId, is not supported by the sandbox.");
  const isOurs = /^(?:127\.0\.0\.1|\[::1\]|(?:.+\.)?localhost)$/.test(parsed.hostname);
  const address =
    isOurs || parsed.protocol === "https:" ? readAddress(parsed.hostname, parsed.pathname) : undefined;
  if (address?.key === undefined || address.bucket === "")
    throw validationError(
      "TemplateURL must be an Amazon S3 URL of an object; static website endpoints and Systems Manager documents are not supported.",
    );
  return { bucket: address.bucket, key: address.key };
}
