// The shapes of items: audit entries. An entry is put once, in the transaction of the action that it tells of.
import type { Key } from '../engine/keys.ts';

export interface AuditEntryItem extends Key {
  readonly entity: 'audit_entry';
  readonly actor_name: string;
  readonly actor_id: string;
  /** Kind of the subject and the action on it, for example `dead_letter.redriven`. */
  readonly action: string;
  /** Id of what was acted on. */
  readonly subject: string;
  readonly reason: string;
  readonly at: string;
  readonly trace_id: string;
}
