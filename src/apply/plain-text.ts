/**
 * Text as CloudFormation keeps it: printable ASCII and line ends, of at most so many bytes. Marks are taken off letters;
 * whatever has no plain form becomes `?`, which is what CloudFormation would return for it.
 */
export function plainText(text: string, maxBytes: number): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{Mark}/gu, "")
    .replaceAll(/[^\n\u0020-\u007e]/gu, "?")
    .slice(0, maxBytes)
    .trim();
}
