/**
 * Text from a repository or from AWS, made harmless for a terminal: one line, and everything that a terminal would act
 * on or that hides text (control and format characters, line separators, lone surrogates) shown as an escape.
 */
export function oneLine(text: string, maxLength = 1000): string {
  return bounded(text, maxLength).replace(UNSEEN, escapeUnseen);
}

/** The same for text of several lines; line breaks and tabs stay. */
export function severalLines(text: string, maxLength = 20_000): string {
  return bounded(text.replace(/\r\n/g, "\n"), maxLength).replace(UNSEEN, (unseen) =>
    unseen === "\n" || unseen === "\t" ? unseen : escapeUnseen(unseen),
  );
}

/** JSON for people and programs: indented, and pure ASCII, so that no terminal acts on what is in it. */
export function harmlessJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, undefined, indent).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escapeUnseen(unseen: string): string {
  return SHORT_ESCAPES[unseen] ?? `\\u{${(unseen.codePointAt(0) ?? 0).toString(16)}}`;
}

function bounded(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength)}… (${text.length - maxLength} more characters)`;
}
