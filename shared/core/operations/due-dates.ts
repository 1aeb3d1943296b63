// When a case is due and whether it was late. Time is an argument; target hours come from the reference catalogue.
import type { CaseStatus } from '../../contracts/operations.ts';
import { allowedStatuses } from './case-transitions.ts';

/** Hours until a case is due when nothing says otherwise: events and cases of older versions, unknown priorities. */
export const defaultTargetHours = 72;

const hourMs = 3_600_000;

/** @param targetHours Hours from creation until due. @returns an instant, ISO 8601 in UTC with milliseconds */
export function dueAfter(createdAt: string, targetHours: number = defaultTargetHours): string {
  return new Date(Date.parse(createdAt) + targetHours * hourMs).toISOString();
}

/** As much of a reference catalogue as due dates need. */
export interface TargetHours {
  readonly priorities: readonly { readonly code: string; readonly target_hours?: number | null | undefined }[];
}

/** When a case of this priority is due; a priority without target hours has the default. */
export function dueAt(createdAt: string, priority: string, catalogue: TargetHours): string {
  const value = catalogue.priorities.find(({ code }) => code === priority);
  return dueAfter(createdAt, value?.target_hours ?? defaultTargetHours);
}

/** What decides whether a case is or was late; instants are ISO 8601 in UTC with milliseconds, so text order is time order. */
export interface DueFields {
  readonly processing_status: CaseStatus;
  readonly due_at: string;
  /** When it became terminal; cases closed by older versions do not have it, and nothing changed them since. */
  readonly closed_at?: string | null | undefined;
  readonly updated_at: string;
}

/** An open case past its due date, or one that was closed after it. Due is until the instant itself. */
export function breached(fields: DueFields, nowIso: string): boolean {
  const { processing_status, due_at, closed_at, updated_at } = fields;
  const isTerminal = allowedStatuses(processing_status).length === 0;
  return (isTerminal ? (closed_at ?? updated_at) : nowIso) > due_at;
}
