/** When an account may be changed, or may not: from every match of a cron expression on, for a while. */
export interface ChangeWindow {
  /** Any `deny` that is open forbids; where there are `allow` windows, one of them has to be open. */
  readonly effect: "allow" | "deny";
  /** Five fields. */
  readonly cron: string;
  readonly durationMs: number;
  /** IANA name. */
  readonly timezone: string;
  /** Why it is there, as a person wrote it. */
  readonly reason?: string;
}
