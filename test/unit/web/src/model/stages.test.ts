// The stages of a submission: states, times between them, and settled submissions.
import { describe, expect, it } from 'vitest';
import type { LifecycleRecord } from '../../../../../shared/contracts/dashboard.ts';
import { acceptToCaseMs, isSettled, rowFromAccepted, stagesOf } from '../../../../../web/src/model/stages.ts';
import { progressOf } from '../../../../../web/src/model/submitted.ts';

const at = (offsetMs: number) => new Date(Date.UTC(2026, 0, 31, 8, 15, 30) + offsetMs).toISOString();
const ulid = '01JD0000000000000000000000';

const body = {
  intake_method: 'manual_form',
  requester_name: 'Maren Holt',
  requester_email: 'maren@example.test',
  request_description: 'x'.repeat(200),
  request_type: 'GENERAL_INQUIRY',
  priority: 'medium',
  assigned_team: 'OPERATIONS_TEAM',
} as const;

const accepted = rowFromAccepted(
  {
    submission_id: `SUB-${ulid}`,
    submission_status: 'received',
    request_number: `SR-${ulid}`,
    event_id: `EVT-${ulid}`,
    correlation_id: `COR-${ulid}`,
    created_at: at(0),
    links: { self: '', service_request: '', record: '' },
  },
  body,
);

const synced: LifecycleRecord = {
  ...accepted,
  event: { ...accepted.event, event_status: 'completed', completed_at: at(730) },
  operation_case: {
    operation_case_id: `CASE-${ulid}`,
    processing_status: 'open',
    request_type: 'GENERAL_INQUIRY',
    priority: 'medium',
    assigned_team: 'OPERATIONS_TEAM',
    assignee: null,
    due_at: at(72 * 3_600_000),
    breached: false,
    reopened_as_case_id: null,
    version: 1,
    created_at: at(720),
    updated_at: at(720),
  },
  business_object: {
    business_object_id: `OBJ-${ulid}`,
    object_type: 'service_request',
    canonical_category: 'inquiry',
    lifecycle_status: 'active',
    case_version: 1,
    updated_at: at(720),
  },
};

const states = (row: LifecycleRecord) => stagesOf(row).map((stage) => stage.state);

describe('stagesOf', () => {
  it('shows a submission that was just accepted as under way at its event', () => {
    expect(states(accepted)).toEqual(['done', 'done', 'active', 'waiting', 'waiting']);
  });

  it('shows every stage of a synchronised submission as done', () => {
    expect(states(synced)).toEqual(['done', 'done', 'done', 'done', 'done']);
  });

  it('says how long each stage took after the one before it', () => {
    expect(stagesOf(synced).map((stage) => stage.sincePreviousMs)).toEqual([null, 0, 0, 720, 10]);
  });

  it('prefers the time the canonical object was made when it is known', () => {
    expect(stagesOf(synced, { objectCreatedAt: at(725) }).at(-1)?.sincePreviousMs).toBe(5);
  });

  it('leaves the time out while a stage has none', () => {
    expect(stagesOf(accepted).map((stage) => stage.sincePreviousMs)).toEqual([null, 0, 0, null, null]);
  });

  it('says since when case and object have a status that they did not begin with', () => {
    const moved: LifecycleRecord = {
      ...synced,
      operation_case: synced.operation_case && {
        ...synced.operation_case,
        processing_status: 'in_progress',
        version: 2,
        updated_at: at(9000),
      },
      business_object: synced.business_object && {
        ...synced.business_object,
        lifecycle_status: 'in_progress',
        case_version: 2,
        updated_at: at(9100),
      },
    };
    const reassigned = {
      ...moved,
      operation_case: moved.operation_case && { ...moved.operation_case, version: 3, updated_at: at(20_000) },
    };

    expect(stagesOf(synced).map((stage) => stage.since)).toEqual([null, null, null, null, null]);
    expect(stagesOf(moved).map((stage) => stage.since)).toEqual([null, null, null, at(9000), at(9100)]);
    expect(stagesOf(moved).map((stage) => stage.at)).toEqual(stagesOf(synced).map((stage) => stage.at));
    expect(stagesOf(reassigned).map((stage) => stage.since)).toEqual([null, null, null, at(9100), at(9100)]);
  });

  it('stops at a parked event and says that the rest was not made', () => {
    const parked = { ...accepted, event: { ...accepted.event, event_status: 'dead_lettered' as const } };

    const stages = stagesOf(parked);

    expect(stages.map((stage) => stage.state)).toEqual(['done', 'done', 'failed', 'waiting', 'waiting']);
    expect(stages.at(-1)?.note).toContain('parked');
  });
});

describe('the stage of documents', () => {
  const document = { document_id: 'DOC-1', status: 'available', created_at: at(90_000), rejection: null } as const;
  const stage = (documents: readonly (typeof document | { readonly status: 'rejected' | 'deleted' | 'pending' })[]) =>
    stagesOf(synced, {
      documents: documents.map((each, index) => ({ ...document, ...each, document_id: `DOC-${index}` })),
    })[2];

  it('is left out while documents are not known, and says when there are none', () => {
    expect(stagesOf(synced)).toHaveLength(5);
    expect(stage([])).toMatchObject({ key: 'document_repo', state: 'skipped', note: 'None attached' });
  });

  it.each([
    ['pending', 'active'],
    ['rejected', 'failed'],
    ['deleted', 'skipped'],
  ] as const)('shows a document that is %s as %s', (status, state) => {
    expect(stage([{ status }])).toMatchObject({ state, status });
  });

  it('stands for the newest that is not deleted and says how many there are', () => {
    expect(stage([document, { status: 'deleted' }])).toMatchObject({ id: 'DOC-0', status: 'available' });
    expect(stage([document, document])?.note).toBe('The newest of 2');
  });

  it('is no measure for the stages after it', () => {
    const gaps = stagesOf(synced, { documents: [document] }).map((each) => each.sincePreviousMs);

    expect(gaps).toEqual([null, 0, 90_000, 0, 720, 10]);
  });
});

describe('a request that was withdrawn', () => {
  const withdrawn: LifecycleRecord = {
    ...accepted,
    submission: { ...accepted.submission, submission_status: 'withdrawn' },
    event: { ...accepted.event, event_status: 'completed', completed_at: at(400) },
  };

  it('ends at its event, has no further stages and is settled', () => {
    const stages = stagesOf(withdrawn);

    expect(stages.map((each) => each.state)).toEqual(['done', 'done', 'done', 'skipped', 'skipped']);
    expect(stages.at(-1)?.note).toContain('withdrawn');
    expect(isSettled(withdrawn)).toBe(true);
  });
});

describe('the stage of the case', () => {
  const note = (change: Partial<NonNullable<LifecycleRecord['operation_case']>>) =>
    stagesOf({ ...synced, operation_case: synced.operation_case && { ...synced.operation_case, ...change } })[3]?.note;

  it('says that the case was reopened, or not completed in time', () => {
    expect(note({ reopened_as_case_id: `CASE-${ulid}` })).toBe('Reopened as a new case');
    expect(note({ breached: true })).toBe('Not completed in time');
    expect(note({})).toBe('');
  });
});

describe('isSettled', () => {
  const ahead: LifecycleRecord = {
    ...synced,
    operation_case: synced.operation_case && { ...synced.operation_case, processing_status: 'in_progress', version: 2 },
  };
  const handled: LifecycleRecord = {
    ...synced,
    operation_case: synced.operation_case && { ...synced.operation_case, version: 2, updated_at: at(9000) },
  };

  it('is false while the event is pending', () => expect(isSettled(accepted)).toBe(false));
  it('is true when the canonical object shows the case', () => expect(isSettled(synced)).toBe(true));
  it('is true when the event is parked, as nothing more happens by itself', () => {
    expect(isSettled({ ...accepted, event: { ...accepted.event, event_status: 'dead_lettered' } })).toBe(true);
  });
  it('is false while the canonical object is behind the case', () => {
    expect(isSettled(ahead)).toBe(false);
    expect(stagesOf(ahead).at(-1)?.note).toBe('Catching up with the case');
  });
  it('is true when the case was only handed on, which the canonical object has nothing to follow of', () => {
    expect(isSettled(handled)).toBe(true);
    expect(stagesOf(handled).at(-1)).toMatchObject({ state: 'done', note: '' });
    expect(stagesOf(handled).map((stage) => stage.since)).toEqual([null, null, null, null, null]);
  });
});

describe('rowFromAccepted', () => {
  it('keeps as much of the description as the read model does', () => {
    expect(accepted.submission.request_description).toHaveLength(120);
  });

  it('has no case yet', () => expect(acceptToCaseMs(accepted)).toBeNull());
});

describe('acceptToCaseMs', () => {
  it('counts from acceptance to the case', () => expect(acceptToCaseMs(synced)).toBe(720));
});

describe('progressOf', () => {
  const withdrawn: LifecycleRecord = {
    ...accepted,
    submission: { ...accepted.submission, submission_status: 'withdrawn' },
  };
  const ended = {
    ...withdrawn,
    event: { ...accepted.event, event_status: 'completed', completed_at: at(500) },
  } as const;
  const parked: LifecycleRecord = { ...accepted, event: { ...accepted.event, event_status: 'dead_lettered' } };

  it.each([
    ['just accepted', accepted, 'The request was accepted', 'Waiting for its case and its canonical object.'],
    ['without its object', { ...synced, business_object: null }, 'has its case', 'Waiting for its canonical object.'],
    ['synchronised', synced, 'The request has its case', 'The hub created its case 720 ms after'],
    ['whose event is parked', parked, 'The request has no case yet', 'Its event was parked'],
    ['withdrawn a moment ago', withdrawn, 'The request was withdrawn', 'before it had a case'],
    ['withdrawn, its event ended', ended, 'The request was withdrawn', 'before it had a case'],
  ] as const)('says what is true of a request %s', (_, row, title, lead) => {
    const said = progressOf(row);

    expect(said.title).toContain(title);
    expect(said.lead).toContain(lead);
  });
});
