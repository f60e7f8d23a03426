import { ApiError } from "../errors.ts";
import type { RestXmlAnswer, RestXmlCall } from "../protocol/rest-xml-service.ts";
import { normalizeName } from "./names.ts";
import { compareOrder, listRecords, orderOf } from "./store.ts";
import { pageSize, recordShape } from "./wire-shapes.ts";

/** ListResourceRecordSets: pages of 300, beginning at a name, type and identifier. */
export function listResourceRecordSets({ world, caller, labels, query }: RestXmlCall): RestXmlAnswer {
  const start = startOf(query);
  const all = listRecords(world.account(caller.account), labels["Id"] ?? "");
  const rest = start === undefined ? all : all.filter((record) => compareOrder(orderOf(record), start) >= 0);
  const size = pageSize(query, PAGE);
  const next = rest[size];
  return {
    content: {
      ResourceRecordSets: rest.slice(0, size).map(recordShape),
      IsTruncated: next !== undefined,
      NextRecordName: next?.name,
      NextRecordType: next?.type,
      NextRecordIdentifier: next?.setIdentifier,
      MaxItems: size,
    },
  };
}

const PAGE = 300;

function startOf(query: URLSearchParams): readonly string[] | undefined {
  const name = query.get("name");
  const type = query.get("type");
  const identifier = query.get("identifier");
  if (type !== null && name === null)
    throw new ApiError("InvalidInput", "The input is not valid: a start type needs a start name");
  if (identifier !== null && type === null)
    throw new ApiError(
      "InvalidInput",
      "The input is not valid: a start identifier needs a start name and type",
    );
  if (name === null) return undefined;
  return orderOf({ name: normalizeName(name), type: type ?? "", setIdentifier: identifier ?? undefined });
}
