import type { Region } from "../../world.ts";
import type { StackOutput, StackRecord } from "../records.ts";
import { exportsTable, stacks } from "../records.ts";

/** Why a stack may not have these outputs: an export is taken by another stack, or one in use would change or go. */
export function exportConflict(
  region: Region,
  stackId: string,
  outputs: readonly StackOutput[],
): string | undefined {
  const wanted = new Map(
    outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [[exportName, value]])),
  );
  const table = region.table(exportsTable);
  for (const name of wanted.keys()) {
    const holder = table.get(name);
    if (holder !== undefined && holder.stackId !== stackId)
      return `Export with name ${name} is already exported by stack ${stackNameOf(region, holder.stackId)}.`;
  }
  for (const { name, value } of table.inGroup(stackId)) {
    const next = wanted.get(name);
    const [importer] = next === value ? [] : importersOf(region, name);
    if (importer === undefined) continue;
    return next === undefined
      ? `Export ${name} cannot be deleted as it is in use by ${importer.name}`
      : `Export ${name} cannot be updated as it is in use by ${importer.name}`;
  }
  return undefined;
}

/** The stacks that import an export. */
export function importersOf(region: Region, exportName: string): readonly StackRecord[] {
  return [...region.table(stacks).values()].filter(
    (stack) => stack.status !== "DELETE_COMPLETE" && stack.imports.includes(exportName),
  );
}

/** Makes the exports in force those of these outputs. */
export function putExports(region: Region, stackId: string, outputs: readonly StackOutput[]): void {
  const table = region.table(exportsTable);
  const names = new Set(outputs.map(({ exportName }) => exportName));
  for (const { name } of table.inGroup(stackId)) if (!names.has(name)) table.delete(name);
  for (const { exportName, value } of outputs)
    if (exportName !== undefined && table.get(exportName)?.value !== value)
      table.put(exportName, { name: exportName, value, stackId });
}

function stackNameOf(region: Region, stackId: string): string {
  return region.table(stacks).get(stackId)?.name ?? stackId;
}
