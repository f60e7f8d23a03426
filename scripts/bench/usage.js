// Loaded with --import into a measured process: writes what it used to the file named by BENCH_USAGE when it ends.
import { writeFileSync } from "node:fs";

const started = performance.now();

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  const usage = {
    wallMs: Math.round(performance.now() - started),
    cpuMs: Math.round((user + system) / 1000),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  writeFileSync(process.env.BENCH_USAGE ?? "/dev/null", JSON.stringify(usage));
});
