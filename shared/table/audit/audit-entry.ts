// The audit entry of an operator's action, as a write of the action's own transaction. Nothing updates or removes an entry.
import type { Actor } from '../../contracts/actor.ts';
import { putNew, type Write } from '../engine/hub-table.ts';
import type { AuditEntryItem } from './items.ts';
import { auditKey } from './keys.ts';

export interface AuditEntry {
  readonly entryId: string;
  readonly actor: Actor;
  readonly action: string;
  readonly subject: string;
  readonly reason: string;
  readonly at: string;
  readonly traceId: string;
}

export function auditWrite({ entryId, actor, action, subject, reason, at, traceId }: AuditEntry): Write {
  const item: AuditEntryItem = {
    ...auditKey(entryId, at),
    entity: 'audit_entry',
    actor_name: actor.name,
    actor_id: actor.subject,
    action,
    subject,
    reason,
    at,
    trace_id: traceId,
  };
  return putNew(item);
}
