/** Memory sizes in MiB that Fargate offers with some CPU units. */
interface FargateSize {
  readonly cpu: number;
  readonly memory: readonly number[];
}

/**
 * Fargate's task sizes.
 * Source: Amazon ECS developer guide, "Task size" (Fargate, Linux), with the 32 vCPU size of 2026.
 */
export const FARGATE_SIZES: readonly FargateSize[] = [
  { cpu: 256, memory: [512, 1024, 2048] },
  { cpu: 512, memory: steps(1024, 4096, 1024) },
  { cpu: 1024, memory: steps(2048, 8192, 1024) },
  { cpu: 2048, memory: steps(4096, 16384, 1024) },
  { cpu: 4096, memory: steps(8192, 30720, 1024) },
  { cpu: 8192, memory: steps(16384, 61440, 4096) },
  { cpu: 16384, memory: steps(32768, 122880, 8192) },
  { cpu: 32768, memory: [61440, 122880, 249856] },
];

function steps(first: number, last: number, step: number): readonly number[] {
  return Array.from({ length: (last - first) / step + 1 }, (_, index) => first + index * step);
}
