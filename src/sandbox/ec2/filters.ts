import type { Input } from "../cloudformation/api.ts";
import { ApiError } from "../errors.ts";
import { fitsPattern } from "../faults.ts";

/** What a filter can ask about something: values by the filter's name. */
export type Filterable = Readonly<Record<string, readonly string[]>>;

/** Whether something passes all filters of a request; `*` in a value stands for anything. Throws for a filter that is none here. */
export function passesFilters(
  input: Input,
  subject: Filterable,
  tags: Readonly<Record<string, string>>,
): boolean {
  return filtersOf(input).every(({ name, wanted }) => {
    const tag = /^tag:(.+)$/.exec(name)?.[1];
    const values = tag === undefined ? subject[name] : tag in tags ? [tags[tag] ?? ""] : [];
    if (values === undefined) throw new ApiError("InvalidParameterValue", `The filter '${name}' is invalid`);
    return wanted.some((pattern) => values.some((value) => fitsPattern(pattern, value)));
  });
}

/** The texts of a list in a request. */
export function textsOf(value: Input[string] | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function filtersOf(input: Input): readonly { readonly name: string; readonly wanted: readonly string[] }[] {
  const filters = input["Filter"];
  if (!Array.isArray(filters)) return [];
  return filters.flatMap((filter: Input | string) =>
    typeof filter === "string"
      ? []
      : [
          {
            name: typeof filter["Name"] === "string" ? filter["Name"] : "",
            wanted: textsOf(filter["Value"]),
          },
        ],
  );
}
