import type { StackContent } from "./attachments.ts";
import { declaredRecords, type Zone } from "./declared-records.ts";
import { recordName } from "./record-names.ts";
import type { KnownRecord } from "./stray-records.ts";

/** Every record that some stack of the account declares, and the stacks that keep the names of theirs to themselves. */
export function knownRecords(
  contents: readonly StackContent[],
  zone: Zone,
): { readonly known: readonly KnownRecord[]; readonly unreadable: readonly string[] } {
  const read = contents.map((content) => ({ stack: content.stack, ...recordsOf(content, zone) }));
  return {
    known: read.flatMap(({ known }) => known),
    unreadable: read.filter(({ isComplete }) => !isComplete).map(({ stack }) => stack),
  };
}

/** The physical id of a record set is its name, that of a group says nothing. */
function recordsOf(
  { resources, deployed }: StackContent,
  zone: Zone,
): { readonly known: readonly KnownRecord[]; readonly isComplete: boolean } {
  const declared = deployed === undefined ? [] : declaredRecords(deployed, zone);
  const named = declared.flatMap(({ name, recordType }): readonly KnownRecord[] =>
    name === undefined ? [] : [{ name, ...(recordType === undefined ? {} : { type: recordType }) }],
  );
  const single = resources.flatMap(({ type, physicalId, logicalId }): readonly KnownRecord[] => {
    const isSingle = type === "AWS::Route53::RecordSet" && physicalId !== undefined;
    const isRead = declared.some(({ resource, name }) => resource === logicalId && name !== undefined);
    return isSingle && !isRead ? [{ name: recordName(physicalId) }] : [];
  });
  const groups = resources.filter(({ type }) => type === "AWS::Route53::RecordSetGroup");
  const isComplete = groups.every(({ logicalId }) => {
    const records = declared.filter(({ resource }) => resource === logicalId);
    return (
      records.length > 0 && records.every(({ name, isInZone }) => name !== undefined || isInZone === false)
    );
  });
  return { known: [...named, ...single], isComplete };
}
