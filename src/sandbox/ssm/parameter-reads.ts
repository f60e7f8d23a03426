import { ApiError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { isList, isObject } from "../json.ts";
import { isMissingValue } from "../missing-values.ts";
import { pageOf, textIn, textsIn } from "../protocol/json-input.ts";
import type { JsonAction, JsonCall } from "../protocol/json-service.ts";
import { ssmParameters } from "../resources/ssm/records.ts";
import { readParameter } from "../resources/ssm/store.ts";
import { partitionOf } from "../template/pseudo-parameters.ts";
import type { Region } from "../world.ts";

/** DescribeParameters: those that a filter names, every one but the missing; without a filter those that somebody stored. Pages of 10 unless asked for up to 50. */
export const describeParameters: JsonAction = (call) => {
  const filters = filtersIn(call.input);
  const named = filters.find(({ key, option }) => key === "Name" && option === "Equals");
  const names = named?.values ?? [...call.region.table(ssmParameters).values()].map(({ name }) => name);
  const found = names.filter((name) => exists(call, name) && filters.every((filter) => passes(name, filter)));
  const paging = {
    maxResults: call.input["MaxResults"] ?? 10,
    nextToken: call.input["NextToken"] ?? null,
  };
  const { items, nextToken } = pageOf(found, paging, 50);
  return {
    Parameters: items.map((name) => described(call.region, name)),
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  };
};

/** GetParameters: at most 10, by name or ARN; what is missing is listed as invalid. Values that nobody stored are made up. */
export const getParameters: JsonAction = (call) => {
  const names = textsIn(call.input, "Names", Number.POSITIVE_INFINITY);
  if (names.length === 0 || names.length > 10) throw invalid("Names must have 1 to 10 items");
  return {
    Parameters: names
      .filter((name) => exists(call, name))
      .map((name) => ({
        ...described(call.region, name),
        Value: readParameter(call.region, bareName(name), undefined)?.value ?? "made-up-by-the-sandbox",
      })),
    InvalidParameters: names.filter((name) => !exists(call, name)),
  };
};

/** A condition of a DescribeParameters request. */
interface Filter {
  readonly key: string;
  readonly option: string;
  readonly values: readonly string[];
}

function filtersIn({ ParameterFilters: given }: JsonObject): readonly Filter[] {
  if (given === undefined || given === null) return [];
  if (!isList(given)) throw invalid("ParameterFilters must be a list");
  return given.map(readFilter);
}

function readFilter(value: Json): Filter {
  const filter = isObject(value) ? value : {};
  const key = textIn(filter, "Key") ?? "";
  const option = textIn(filter, "Option") ?? "Equals";
  if (key !== "Name" || !["BeginsWith", "Contains", "Equals"].includes(option))
    throw invalid("The sandbox filters parameters by Name, with Equals, BeginsWith and Contains only");
  return { key, option, values: textsIn(filter, "Values", 50) };
}

function passes(name: string, { option, values }: Filter): boolean {
  if (option === "Equals") return values.includes(name);
  return values.some((value) => (option === "BeginsWith" ? name.startsWith(value) : name.includes(value)));
}

function exists({ world, region }: JsonCall, name: string): boolean {
  return !isMissingValue(world, "parameters", [name, bareName(name), arnOf(region, bareName(name))]);
}

/** What nobody stored is taken for a secret. */
function described(region: Region, name: string): JsonObject {
  const bare = bareName(name);
  const stored = region.table(ssmParameters).get(bare);
  return {
    Name: bare,
    ARN: arnOf(region, bare),
    Type: readParameter(region, bare, undefined)?.type ?? "SecureString",
    Version: (stored?.history?.length ?? 0) + 1,
    DataType: "text",
  };
}

function bareName(nameOrArn: string): string {
  const path = /^arn:[^:]+:ssm:[^:]*:\d+:parameter(\/.+)$/.exec(nameOrArn)?.[1];
  if (path === undefined) return nameOrArn;
  return path.indexOf("/", 1) === -1 ? path.slice(1) : path;
}

function arnOf({ account, region }: Region, name: string): string {
  const path = name.startsWith("/") ? name : `/${name}`;
  return `arn:${partitionOf(region)}:ssm:${region}:${account}:parameter${path}`;
}

function invalid(message: string): ApiError {
  return new ApiError("ValidationException", message);
}
