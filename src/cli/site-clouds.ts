import type { CloudOf } from "../model/cloud.ts";
import type { Log } from "../model/ports.ts";
import type { Repository } from "../model/repository.ts";
import type { AwsSite } from "./aws-site.ts";
import type { GlobalOptions, Shell } from "./shell.ts";
import { stockSandbox } from "./stock-sandbox.ts";

/**
 * The clouds of a repository's accounts at a site; those of one repository are made once, so that their clients, rate limits
 * and role sessions are shared. An embedded sandbox gets what the repository takes for granted.
 */
export function siteClouds(
  { adapters }: Shell,
  site: Pick<AwsSite, "endpoint" | "isSandbox">,
  { profile, log }: Pick<GlobalOptions, "profile"> & { readonly log: Log | undefined },
): (repository: Repository) => Promise<CloudOf> {
  const { endpoint, isSandbox } = site;
  const made = new Map<string, Promise<CloudOf>>();
  return async (repository) => {
    if (isSandbox && endpoint !== undefined) await stockSandbox(endpoint, repository);
    const { name } = repository;
    const clouds = made.get(name) ?? adapters.clouds({ repository: name, endpoint, profile, isSandbox, log });
    made.set(name, clouds);
    return clouds;
  };
}
