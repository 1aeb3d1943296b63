// Due dates of cases, and overdue cases. Time is an argument; target hours come from the reference catalogue.
import type { CaseStatus } from '../../contracts/operations.ts';
import { allowedStatuses } from './case-transitions.ts';

/** Target hours of unknown priorities, and of events and cases of older versions. */
export const defaultTargetHours = 72;

const hourMs = 3_600_000;

/** @param targetHours Hours from creation until due. @returns an instant, ISO 8601 in UTC with milliseconds */
export function dueAfter(createdAt: string, targetHours: number = defaultTargetHours): string {
  return new Date(Date.parse(createdAt) + targetHours * hourMs).toISOString();
}

/** The part of the reference catalogue that due dates need. */
export interface TargetHours {
  readonly priorities: readonly { readonly code: string; readonly target_hours?: number | null | undefined }[];
}

/** Due date of a case of this priority; a priority without target hours has the default. */
export function dueAt(createdAt: string, priority: string, catalogue: TargetHours): string {
  const value = catalogue.priorities.find(({ code }) => code === priority);
  return dueAfter(createdAt, value?.target_hours ?? defaultTargetHours);
}

/** Fields that decide overdue. Instants are ISO 8601 in UTC with milliseconds, so text order is time order. */
export interface DueFields {
  readonly processing_status: CaseStatus;
  readonly due_at: string;
  /** Instant at which it became terminal. Cases closed by older versions lack it; they have not changed since. */
  readonly closed_at?: string | null | undefined;
  readonly updated_at: string;
}

/** True for an open case past its due date, and for a case that was closed after it; false at the instant itself. */
export function breached(fields: DueFields, nowIso: string): boolean {
  const { processing_status, due_at, closed_at, updated_at } = fields;
  const isTerminal = allowedStatuses(processing_status).length === 0;
  return (isTerminal ? (closed_at ?? updated_at) : nowIso) > due_at;
}
