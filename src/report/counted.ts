/** A number with its noun: `1 stack`, `2 stacks`, `0 stacks`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
