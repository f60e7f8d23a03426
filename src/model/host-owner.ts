import type { ServiceSpec } from "./repository.ts";

/**
 * Whether a service's stack makes the DNS records of one of its hosts. A service that answers to every path of a host
 * does; one with `paths` only when the host is its own name, since otherwise it shares the host of another.
 */
export function ownsHost(app: string, { paths }: Pick<ServiceSpec, "paths">, host: string): boolean {
  return paths.length === 0 || host === app;
}
