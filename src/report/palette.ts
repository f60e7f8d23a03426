import pc from "picocolors";

/** What a piece of text is about; how it looks is decided here and nowhere else. */
export type Tone =
  "plain" | "create" | "update" | "replace" | "delete" | "danger" | "wait" | "quiet" | "good" | "strong";

/** Paints text for a terminal. */
export type Paint = (tone: Tone, text: string) => string;

/** A painter; without colour it returns the text as it is. */
export function palette(colour: boolean): Paint {
  const colours = pc.createColors(colour);
  const tones: Readonly<Record<Tone, (text: string) => string>> = {
    plain: (text) => text,
    create: colours.green,
    update: colours.yellow,
    replace: colours.magenta,
    delete: colours.red,
    danger: (text) => colours.bold(colours.red(text)),
    wait: colours.cyan,
    quiet: colours.dim,
    good: colours.green,
    strong: colours.bold,
  };
  return (tone, text) => tones[tone](text);
}
