import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cluesOfMessage, readMessage } from '../../../../shared/contracts/read-message.ts';

const ulid = '01JD0000000000000000000000';
const event = {
  specversion: '1.0',
  id: `EVT-${ulid}`,
  type: 'hub.request.created.v1',
  source: '/integration-hub/intake',
  subject: `SUB-${ulid}`,
  time: '2026-01-01T00:00:00.000Z',
  datacontenttype: 'application/json',
  dataschema: 'urn:integration-hub:schema:hub.request.created.v1',
  correlationid: `COR-${ulid}`,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  data: {
    submission_id: `SUB-${ulid}`,
    request_number: `SR-${ulid}`,
    request_type: 'COMPLAINT',
    priority: 'low',
    assigned_team: 'X',
  },
};

describe('readMessage', () => {
  it('reads an event', () => {
    const read = readMessage(JSON.stringify(event));

    expect(read).toEqual({ kind: 'event', event, eventType: 'RequestCreated' });
  });

  it.each([
    ['{', 'MESSAGE.NOT_JSON'],
    ['', 'MESSAGE.NOT_JSON'],
    ['null', 'MESSAGE.NOT_AN_EVENT'],
    ['[]', 'MESSAGE.NOT_AN_EVENT'],
    ['"text"', 'MESSAGE.NOT_AN_EVENT'],
    [JSON.stringify({ ...event, id: undefined }), 'MESSAGE.NOT_AN_EVENT'],
    [JSON.stringify({ ...event, data: { ...event.data, submission_id: 'x' } }), 'MESSAGE.NOT_AN_EVENT'],
    [JSON.stringify({ ...event, type: 'hub.request.created.v2' }), 'MESSAGE.UNKNOWN_TYPE'],
  ])('says why %j is none', (body, code) => {
    expect(readMessage(body)).toMatchObject({ kind: 'unreadable', code, reason: expect.any(String) });
  });

  it('keeps the clues of an event of an unknown version, so that it is found again', () => {
    const read = readMessage(JSON.stringify({ ...event, type: 'hub.request.created.v9' }));

    expect(cluesOfMessage(read)).toEqual({
      eventId: event.id,
      correlationId: event.correlationid,
      eventType: 'hub.request.created.v9',
      traceId: '0af7651916cd43dd8448eb211c80319c',
    });
  });

  it('never throws, whatever the message is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(['event', 'unreadable']).toContain(readMessage(body).kind);
      }),
    );
  });
});
