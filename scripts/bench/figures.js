// How figures are printed and summed up.

/** @param {string} text */
export function title(text) {
  console.log(`\n${text}`);
}

/** @param {string} text */
export function say(text) {
  console.log(`  ${text}`);
}

/** @param {readonly number[]} values Not empty. */
export function median(values) {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]);
}

/**
 * Adds up records of counts, key by key.
 * @param {readonly Readonly<Record<string, number>>[]} records
 * @returns {Record<string, number>}
 */
export function sumOf(records) {
  const sum = {};
  for (const record of records) {
    for (const [name, count] of Object.entries(record)) sum[name] = (sum[name] ?? 0) + count;
  }
  return sum;
}

/**
 * What a measured process used, as `usage.js` writes it.
 * @param {{ wallMs: number, cpuMs: number, peakMb: number }} usage
 */
export function inWords({ wallMs, cpuMs, peakMb }) {
  return `${wallMs} ms, ${cpuMs} ms of CPU, ${peakMb} MB at its peak`;
}
