import { isIPv4, isIPv6 } from "node:net";
import type { RecordInput } from "./records.ts";

/** The record types that Route 53 has. Source: Route 53 API reference, ResourceRecordSet. */
export const RECORD_TYPES: readonly string[] =
  "SOA A TXT NS CNAME MX NAPTR PTR SRV SPF AAAA CAA DS TLSA SSHFP SVCB HTTPS".split(" ");

/** What is wrong with the values of a record set, in AWS's words; nothing when they may be stored. Checked are addresses, texts, mail exchangers, certificate authorities and doubles. */
export function problemsOfValues(record: RecordInput): readonly string[] {
  const values = record.values ?? [];
  const doubled = values.find((value, index) => values.indexOf(value) !== index);
  if (doubled !== undefined) return [`Duplicate Resource Record: '${doubled}'`];
  const check = CHECKS[record.type];
  return values.flatMap((value) => {
    const problem = value === "" ? EMPTY : check?.(value);
    return problem === undefined
      ? []
      : [`Invalid Resource Record: 'FATAL problem: ${problem} encountered with '${value}''`];
  });
}

const EMPTY = "InvalidResourceRecord (Value is empty)";

const CHECKS: Readonly<Record<string, (value: string) => string | undefined>> = {
  A: (value) => (isIPv4(value) ? undefined : "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)"),
  AAAA: (value) =>
    isIPv6(value) ? undefined : "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)",
  CAA: (value) =>
    /^(?:[0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])\s+[a-zA-Z0-9]{1,15}\s+"[^"]*"$/.test(value)
      ? undefined
      : "CAARRDATANotThreeFields (CAA record doesn't have flags, tag and quoted value)",
  TXT: textProblem,
  SPF: textProblem,
  MX: (value) =>
    /^[0-9]{1,5}\s+\S+$/.test(value) ? undefined : "MXRRDATANotTwoFields (MX record doesn't have 2 fields)",
};

function textProblem(value: string): string | undefined {
  if (!value.startsWith('"') || !value.endsWith('"') || value.length < 2)
    return "InvalidCharacterString (Value should be enclosed in quotation marks)";
  const strings = value.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  return strings.some((text) => text.length > 257) ? "CharacterStringTooLong (Value is too long)" : undefined;
}
