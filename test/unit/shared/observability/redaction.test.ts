// Canaries: secrets and personal data that must never be seen in a log line, wherever they are put.
import { describe, expect, it, vi } from 'vitest';
import { createLog } from '../../../../shared/observability/log.ts';
import { createMeter } from '../../../../shared/observability/meter.ts';
import { redactText } from '../../../../shared/observability/redaction.ts';
import { growth, quadratic } from '../../../support/growth.ts';

const eMail = 'canary.person@mail.example.test';
const token = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.Y2FuYXJ5LXNpZ25hdHVyZQ';
const secret = 'canary-secret-value';
const canaries = [eMail, token, secret, 'canary.person', 'Y2FuYXJ5'];

function written(act: () => void): string {
  const parts: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    parts.push(String(chunk));
    return true;
  });
  const errors = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    parts.push(String(chunk));
    return true;
  });
  try {
    act();
  } finally {
    spy.mockRestore();
    errors.mockRestore();
  }
  return parts.join('');
}

describe('createLog', () => {
  it.each([
    ['a field named like a secret', { password: secret, token: secret, Authorization: secret, secret, cookie: secret }],
    [
      'personal fields',
      { requester_email: secret, requester_name: secret, request_description: secret, body: { a: secret } },
    ],
    ['a nested field', { a: [{ b: { requester_name: secret } }] }],
    ['an e-mail address in a text', { note: `mail from ${eMail}, thanks` }],
    ['a bearer token in a text', { note: `sent Bearer ${token} along`, other: `authorization: bearer ${secret}` }],
    ['a bare token', { note: token }],
    ['an error', { error: new Error(`cannot reach ${eMail} with Bearer ${token}`) }],
    ['the cause of an error', { error: new Error('outer', { cause: new Error(`inner ${eMail} ${token}`) }) }],
  ])('keeps %s out of the line', (_, fields) => {
    const log = createLog('1.2.3');

    const text = written(() => {
      log.info('request', fields);
      log.error('request', fields);
    });

    expect(text).toContain('"message":"request"');
    for (const canary of canaries) expect(text).not.toContain(canary);
  });

  it('writes one line of JSON with the version', () => {
    const text = written(() => createLog('1.2.3').warn('run', { records: 3 }));

    expect(text.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(text)).toMatchObject({ level: 'WARN', message: 'run', version: '1.2.3', records: 3 });
  });
});

describe('redactText', () => {
  it.each(['@', 'a', 'eyJ', 'bearer ', 'a@'])('takes time in proportion to the text, which repeats %j', (part) => {
    expect(growth(10_000, (size) => part.repeat(size), redactText)).toBeLessThan(quadratic);
  });

  it('cuts what is too long', () => {
    expect(redactText('x'.repeat(10_000))).toHaveLength(4097);
  });
});

describe('createMeter', () => {
  it('writes one document in the embedded metric format', () => {
    const text = written(() => createMeter().emit({ outcome: 'done' }, { RequestDuration: [12.5, 'ms'] }));

    const document = JSON.parse(text) as Record<string, unknown>;
    expect(document).toMatchObject({ outcome: 'done', RequestDuration: 12.5 });
    expect(JSON.stringify(document['_aws'])).toContain('"Namespace":"IntegrationHub"');
  });
});
