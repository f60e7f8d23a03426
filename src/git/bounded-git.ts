import { underOwnSignal } from "./own-signal.ts";
import { runGit } from "./run-git.ts";

/** Runs one git command and gives what it printed. Throws a `GitError`, or the reason of the signal that ended it. */
export type Git = (...args: readonly string[]) => Promise<string>;

/** How git is run. */
export interface GitSetup {
  /** Where it runs; has to exist. */
  readonly dir: string;
  /** Folder without anything in it that git, curl or gpg would read. */
  readonly home: string;
  /** Besides what git needs to start. */
  readonly env?: Readonly<Record<string, string>>;
  /** `key=value`, each given with `-c`, so never a secret. */
  readonly config?: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Git that runs nothing but itself: no hook, filter, pager, file system monitor or prompt, no configuration of the
 * machine or its user, and no more output than fits.
 */
export function boundedGit(setup: GitSetup): Git {
  const env = { ...inherited(), ...QUIET, HOME: setup.home, ...setup.env };
  const options = {
    baseDir: setup.dir,
    config: [...HARMLESS, ...(setup.config ?? [])],
    unsafe: OURS,
    allowEnvironment: Object.keys(env),
  };
  return (...args) => underOwnSignal(setup.signal, (own) => runGit({ args, env, options, own }));
}

/** Everything with which git could be made to run a program, turned off; fetched objects are packs, whose size can be watched. */
const HARMLESS = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.symlinks=false",
  "core.autocrlf=false",
  "fetch.unpackLimit=1",
  "gc.auto=0",
  "http.lowSpeedLimit=1000",
  "http.lowSpeedTime=30",
  "log.showSignature=false",
  "safe.bareRepository=explicit",
];

/** Every value that is given is ours; `GIT_ALLOW_PROTOCOL` is `none` unless the setup says otherwise. */
const QUIET = {
  LC_ALL: "C",
  GIT_ALLOW_PROTOCOL: "none",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_LFS_SKIP_SMUDGE: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
};

const OURS = {
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafeSshCommand: true,
  allowUnsafeTemplateDir: true,
};

/** Of our own environment: where programs are and how the network is reached. */
function inherited(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => INHERITED.test(name));
  return Object.fromEntries(kept.map(([name, value = ""]) => [name, value]));
}

const INHERITED = /^(PATH|TMPDIR|((https?|all|no)_proxy)|(SSL_CERT_(FILE|DIR))|GIT_SSL_CA(INFO|PATH))$/i;
