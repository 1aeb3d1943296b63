import { describe, expect, it } from 'vitest';
import * as core from '../../../../../shared/core/dashboard/projections.ts';
import { projections } from '../../../../../shared/table/dashboard/projections.ts';
import { sampleBody } from '../../../../support/sample-body.ts';

const sectionOf = (item: Readonly<Record<string, unknown>>) => core.sectionOf(projections, item);

const ulid = '01JD0000000000000000000000';
const at = '2026-03-01T00:00:00.000Z';

describe('sectionOf', () => {
  it('takes items of older versions as they were', () => {
    const submission = sectionOf({
      entity: 'submission',
      pk: `INTAKE#SUB-${ulid}`,
      request_description: 'x'.repeat(200),
    });
    const found = sectionOf({ entity: 'case', submission_id: `SUB-${ulid}`, version: 1, created_at: at });

    expect(submission?.section).toMatchObject({ v: 1 });
    expect(submission?.section).not.toHaveProperty('erased_at');
    expect(submission?.section['request_description']).toHaveLength(120);
    expect(found?.section).toMatchObject({ v: 1, due_at: '2026-03-04T00:00:00.000Z' });
  });

  it('follows the version of a submission and its request, so that an edit or an erasure reaches the row', () => {
    const submission = {
      entity: 'submission',
      pk: `INTAKE#SUB-${ulid}`,
      request_description: '',
      version: 4,
      erased_at: at,
    };
    const request = { entity: 'service_request', pk: `SOURCE#SR-${ulid}`, version: 2, lifecycle_status: 'withdrawn' };

    expect(sectionOf(submission)?.section).toMatchObject({ v: 4, erased_at: at });
    expect(sectionOf(request)).toMatchObject({
      submissionId: `SUB-${ulid}`,
      section: { v: 2, lifecycle_status: 'withdrawn' },
    });
  });

  it('moves on to the event that replaced another one, whatever order they come in', () => {
    const event = (id: string, version: number, status: string) =>
      sectionOf({
        entity: 'event',
        event_type: 'RequestCreated',
        subject: `SUB-${ulid}`,
        sk: id,
        version,
        event_status: status,
        created_at: at,
      });
    const inOrder = [event('EVT-a', 1, 'pending'), event('EVT-a', 2, 'completed'), event('EVT-b', 3, 'pending')];

    expect(inOrder.map((section) => section?.section.v)).toEqual([1, 2, 3]);
    expect(inOrder[2]?.section).toMatchObject({ event_id: 'EVT-b', event_status: 'pending', completed_at: null });
  });

  it('says when an event was given up, and only then', () => {
    const event = {
      entity: 'event',
      event_type: 'RequestCreated',
      subject: `SUB-${ulid}`,
      sk: 'EVT-a',
      version: 2,
      created_at: at,
    };

    const parked = sectionOf({ ...event, event_status: 'dead_lettered', dead_lettered_at: '2026-03-01T00:05:00.000Z' });
    const parkedByOlderVersion = sectionOf({ ...event, event_status: 'dead_lettered' });
    const redriven = sectionOf({ ...event, event_status: 'pending', dead_lettered_at: '2026-03-01T00:05:00.000Z' });

    expect(parked?.section).toMatchObject({ dead_lettered_at: '2026-03-01T00:05:00.000Z' });
    expect(parkedByOlderVersion?.section).toMatchObject({ dead_lettered_at: at });
    expect(redriven?.section).not.toHaveProperty('dead_lettered_at');
  });

  it('keeps a usual row with all of its sections and a full excerpt within 1 KB, which is one write unit', () => {
    const id = `SUB-${ulid}`;
    const items = [
      {
        entity: 'submission',
        pk: `INTAKE#${id}`,
        ...sampleBody,
        request_description: 'x'.repeat(300),
        submission_status: 'received',
        created_at: at,
      },
      { entity: 'service_request', pk: `SOURCE#SR-${ulid}`, lifecycle_status: 'submitted', created_at: at },
      {
        entity: 'event',
        event_type: 'RequestCreated',
        subject: id,
        sk: `EVT-${ulid}`,
        version: 2,
        event_status: 'completed',
        created_at: at,
        sync: { processed_at: at },
      },
      {
        entity: 'case',
        submission_id: id,
        version: 3,
        processing_status: 'in_progress',
        request_type: 'GENERAL_INQUIRY',
        priority: 'medium',
        assigned_team: 'OPERATIONS_TEAM',
        assignee: 'Alex Example',
        due_at: at,
        created_at: at,
        updated_at: at,
      },
      {
        entity: 'business_object',
        lineage: { submission_id: id },
        case_version: 2,
        object_type: 'service_request',
        canonical_category: 'inquiry',
        lifecycle_status: 'in_progress',
        updated_at: at,
      },
    ];

    // Names and texts in bytes, numbers in two, three for a map and one for each of its members, as DynamoDB counts.
    const sizeOf = (value: unknown): number => {
      if (typeof value === 'string') return Buffer.byteLength(value);
      if (Array.isArray(value)) return value.reduce<number>((sum, member) => sum + sizeOf(member), 3);
      if (typeof value !== 'object' || value === null) return 2;
      return Object.entries(value).reduce((sum, [name, member]) => sum + name.length + 1 + sizeOf(member), 3);
    };
    const row = items.map(sectionOf).map((part) => [part?.name, part?.section]);
    // A row keeps the batches that have counted it: accepted, synchronised, started.
    const by = ['acceptd0', 'synchrd0', 'started0'];
    const size = sizeOf({ pk: 'VIEW#RECORD#000', sk: id, entity: 'record', by, ...Object.fromEntries(row) });

    expect(size).toBeLessThanOrEqual(1024);
  });

  it('makes nothing of what no row shows', () => {
    expect(sectionOf({ entity: 'history' })).toBeUndefined();
    expect(sectionOf({ entity: 'event', event_type: 'OperationalCaseStatusChanged' })).toBeUndefined();
  });
});
