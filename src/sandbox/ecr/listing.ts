import type { JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import { pageOf, textIn } from "../protocol/json-input.ts";
import type { JsonAction, JsonCall } from "../protocol/json-service.ts";
import type { FoundImage } from "./find-image.ts";
import { found } from "./find-image.ts";
import { imageExists } from "./images.ts";
import type { Repository } from "./repository.ts";
import { repositoryOf, shownId } from "./repository.ts";
import type { ImageRecord } from "./store.ts";
import { imagesIn } from "./store.ts";

/** ListImages: an id for every known tag, and for what has none; pages of 100 unless asked for up to 1,000. */
export const listImages: JsonAction = (call) => {
  const ids = known(call, repositoryOf(call)).flatMap(({ digest, tags }) =>
    tags.length === 0 ? [shownId({ tag: undefined, digest })] : tags.map((tag) => shownId({ tag, digest })),
  );
  const { items, ...next } = pageOf(ids, { maxResults: PAGE, ...call.input }, MAX_PAGE);
  return { imageIds: items, ...next };
};

/** The known images of a repository, one page of them. */
export function listedImages(
  call: JsonCall,
  repository: Repository,
): { readonly items: readonly (FoundImage & { readonly kind: "found" })[]; readonly nextToken?: string } {
  return pageOf(
    known(call, repository).map((image) => found(image)),
    { maxResults: PAGE, ...call.input },
    MAX_PAGE,
  );
}

const PAGE = 100;
const MAX_PAGE = 1000;

/** What has been asked for or pushed, without what is missing. */
function known({ world, input }: JsonCall, { full }: Repository): readonly ImageRecord[] {
  const status = tagStatusOf(input);
  return imagesIn(world, full)
    .filter(({ digest }) => imageExists(world, `${full}@${digest}`))
    .map((image) => ({ ...image, tags: image.tags.filter((tag) => imageExists(world, `${full}:${tag}`)) }))
    .filter(({ tags }) => status === "ANY" || (status === "TAGGED") === tags.length > 0);
}

function tagStatusOf(input: JsonObject): string {
  const filter = input["filter"];
  return (isObject(filter) ? textIn(filter, "tagStatus") : undefined) ?? "ANY";
}
