import { parseXmlInput } from "../protocol/rest-xml-input.ts";
import type { RestXmlAnswer, RestXmlCall } from "../protocol/rest-xml-service.ts";
import { zones } from "./records.ts";
import { getZone } from "./store.ts";
import { requiredText } from "./wire-shapes.ts";

/** ListTagsForResource, for hosted zones. */
export function listTagsForResource({ world, caller, labels }: RestXmlCall): RestXmlAnswer {
  const zone = getZone(world.account(caller.account), labels["Id"] ?? "");
  const tags = Object.entries(zone.tags).map(([Key, Value]) => ({ Key, Value }));
  return { content: { ResourceTagSet: { ResourceType: "hostedzone", ResourceId: zone.id, Tags: tags } } };
}

/** ChangeTagsForResource, for hosted zones. */
export function changeTagsForResource({ world, caller, labels, body }: RestXmlCall): RestXmlAnswer {
  const account = world.account(caller.account);
  const zone = getZone(account, labels["Id"] ?? "");
  const request = parseXmlInput(body, "ChangeTagsForResourceRequest");
  const added = request.child("AddTags")?.children("Tag") ?? [];
  const removed = new Set(
    request
      .child("RemoveTagKeys")
      ?.children("Key")
      .map(({ text }) => text),
  );
  const kept = Object.entries(zone.tags).filter(([key]) => !removed.has(key));
  const wanted = added.map((tag) => [requiredText(tag, "Key"), tag.child("Value")?.text ?? ""] as const);
  account.table(zones).put(zone.id, { ...zone, tags: Object.fromEntries([...kept, ...wanted]) });
  return { content: {} };
}
