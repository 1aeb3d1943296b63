// Shape of the rows of alarms: the metric, when it goes off, and the section of docs/runbook.md that says what to do.

/** Sections of docs/runbook.md that alarms link. */
export const runbookSections = [
  'messages-are-parked',
  'dead-letters-wait',
  'events-are-owed-too-long',
  'cases-are-overdue',
  'dead-letter-queue-not-empty',
  'stream-failure-queue-not-empty',
  'stream-reader-falls-behind',
  'work-queue-falls-behind',
  'sync-fails',
  'background-function-fails',
  'api-server-errors',
] as const;
export type RunbookSection = (typeof runbookSections)[number];

interface AlarmRule {
  /** Name in the template. */
  readonly name: string;
  readonly section: RunbookSection;
  /** One sentence: what it means for people. */
  readonly meaning: string;
  /** In alarm from this value on; with silence as the fault, below it. */
  readonly threshold: number;
  /** @default 5 */
  readonly periodMinutes?: number;
  /** Periods in a row. @default 1 */
  readonly periods?: number;
  /**
   * Meaning of missing data: nothing is wrong; nothing is known and the alarm keeps its state; or this is the fault.
   * @default fine
   */
  readonly silence?: 'fine' | 'unknown' | 'fault';
}

/** A metric of Lambda, or the name of a metric that the function emits. */
export type FunctionMeasure = 'errors' | 'invocations' | 'iterator-age' | { readonly emitted: string };

/** An alarm of one function. */
export interface FunctionAlarm extends AlarmRule {
  readonly measure: FunctionMeasure;
}

/** An alarm with the resource that it watches. */
export interface AlarmSpec extends AlarmRule {
  readonly watches:
    | { readonly kind: 'function'; readonly name: string; readonly measure: FunctionMeasure }
    | { readonly kind: 'queue'; readonly name: string; readonly measure: 'messages' | 'oldest-age' }
    | { readonly kind: 'api'; readonly measure: 'server-errors' };
}
