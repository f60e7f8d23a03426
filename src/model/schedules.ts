/** Calls back by cron expression. */
export interface Schedules {
  /**
   * Begins calling back; returns what stops it. A time that passed while the machine slept calls back once at most.
   * Throws a `RangeError` for an expression or a zone that it does not understand.
   */
  every(schedule: Schedule, hear: () => void): () => void;
}

/** When. */
export interface Schedule {
  /** Five fields. */
  readonly cron: string;
  /** IANA name. */
  readonly timezone: string;
}
