/** A text from outside as one line of at most so many characters, without anything that moves the cursor or turns the reading direction. */
export function oneLine(text: string, atMost: number): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, " ")
    .trim()
    .slice(0, atMost);
}
