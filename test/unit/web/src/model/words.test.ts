// Small rules of the console: durations, ids in short, addresses, growing lists, tokens, configuration.
import { describe, expect, it } from 'vitest';
import { withheldText as sentWhenWithheld } from '../../../../../shared/core/personal-data/mask-personal-data.ts';
import { hrefOf, parseRoute } from '../../../../../web/src/app/router.ts';
import { actorOf, claimsOf, nameOf, roleOf } from '../../../../../web/src/auth/token.ts';
import {
  codeLabel,
  formatCount,
  humanise,
  shortId,
  statusLabel,
  statusTone,
  withheldText,
} from '../../../../../web/src/model/labels.ts';
import { appendOlder, mergeNewest } from '../../../../../web/src/model/pages.ts';
import {
  betweenMs,
  formatAgo,
  formatDuration,
  formatExactly,
  formatUntil,
  timeZone,
} from '../../../../../web/src/model/time.ts';
import { parseConfig } from '../../../../../web/src/state/config.ts';
import { testIssuer } from '../../../../support/tokens.ts';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [720, '720 ms'],
    [2400, '2.4 s'],
    [42_000, '42 s'],
    [65_000, '1 min 5 s'],
    [3_600_000, '1 h'],
    [11_520_000, '3 h 12 min'],
    [187_200_000, '2 d 4 h'],
  ])('writes %i ms as %s', (durationMs, words) => expect(formatDuration(durationMs)).toBe(words));
});

describe('betweenMs', () => {
  it('is never negative, as two clocks may differ', () => {
    expect(betweenMs('2026-01-01T00:00:01.000Z', '2026-01-01T00:00:00.900Z')).toBe(0);
  });
});

describe('formatUntil', () => {
  const now = Date.parse('2026-01-31T12:00:00.000Z');

  it.each([
    ['2026-01-31T12:00:20.000Z', 'in 1 min'],
    ['2026-01-31T15:30:00.000Z', 'in 3 h'],
    ['2026-02-04T12:00:00.000Z', 'in 4 d'],
    ['2026-01-31T11:15:00.000Z', '45 min late'],
    ['2026-01-30T12:00:00.000Z', '24 h late'],
  ])('writes %s as %s', (iso, words) => expect(formatUntil(iso, now)).toBe(words));
});

describe('formatAgo', () => {
  const now = Date.parse('2026-01-31T12:00:00.000Z');

  it.each([
    ['2026-01-31T11:59:58.000Z', 'just now'],
    ['2026-01-31T11:59:48.000Z', '12 s ago'],
    ['2026-01-31T11:55:00.000Z', '5 min ago'],
    ['2026-01-31T09:00:00.000Z', '3 h ago'],
    ['2026-01-29T11:00:00.000Z', '2 d ago'],
    ['2026-01-31T12:00:09.000Z', 'just now'],
  ])('says of %s: %s', (iso, words) => expect(formatAgo(iso, now)).toBe(words));
});

describe('formatExactly', () => {
  it('names the time zone', () => {
    expect(formatExactly('2026-01-31T12:00:00.000Z').endsWith(`, ${timeZone()}`)).toBe(true);
  });
});

describe('labels', () => {
  it('shortens long ids and keeps their prefix', () => {
    expect(shortId('SUB-01JD0000000000000000ABCDEF')).toBe('SUB-01JD…ABCDEF');
    expect(shortId('4bf92f3577b34da6a3ce929d0e0e4736')).toBe('4bf9…0e4736');
    expect(shortId('SR-12')).toBe('SR-12');
  });

  it('knows what the API sends in place of withheld text', () => expect(withheldText).toBe(sentWhenWithheld));

  it('groups the digits of counts', () => expect(formatCount(4000)).toBe('4,000'));

  it('keeps unknown statuses and codes readable', () => {
    expect([statusLabel('on_hold'), statusTone('on_hold'), humanise('GENERAL_INQUIRY')]).toEqual([
      'On hold',
      'neutral',
      'General inquiry',
    ]);
    expect(codeLabel([{ code: 'api', label: 'API' }], 'api')).toBe('API');
    expect(codeLabel(undefined, 'manual_form')).toBe('Manual form');
  });

  it('speaks the reader’s language where the label does', () => {
    const values = [{ code: 'phone', label: 'Telephone', labels: { en: 'Telephone', de: 'Telefon' } }];

    expect(codeLabel(values, 'phone', 'de-AT')).toBe('Telefon');
    expect(codeLabel(values, 'phone', 'pt-BR')).toBe('Telephone');
  });
});

describe('routes', () => {
  it.each([
    ['', { page: 'overview' }],
    ['#/', { page: 'overview' }],
    ['#/records', { page: 'records' }],
    ['#/records/', { page: 'records' }],
    ['#/records/SUB-1', { page: 'record', submissionId: 'SUB-1' }],
    ['#/records/%E0%A4%A', { page: 'record', submissionId: '%E0%A4%A' }],
    ['#/records/a/b', { page: 'not-found', path: 'records/a/b' }],
    ['#/nowhere', { page: 'not-found', path: 'nowhere' }],
  ] as const)('reads %j', (hash, route) => expect(parseRoute(hash)).toEqual(route));

  it('leads back to where it came from', () => {
    const route = { page: 'record', submissionId: 'SUB-a/b' } as const;

    expect(parseRoute(hrefOf(route))).toEqual(route);
  });
});

describe('growing lists', () => {
  const keyOf = (item: { id: number }) => String(item.id);
  const items = (...ids: number[]) => ids.map((id) => ({ id }));

  it('puts what is new first and keeps what slid off', () => {
    expect(mergeNewest(items(3, 2, 1), items(5, 4, 3), keyOf)).toEqual(items(5, 4, 3, 2, 1));
  });

  it('appends older ones once', () => {
    expect(appendOlder(items(3, 2), items(2, 1), keyOf)).toEqual(items(3, 2, 1));
  });
});

describe('tokens', () => {
  const issuer = testIssuer();
  const token = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;

  it('reads names beyond ASCII', () => {
    expect(nameOf(claimsOf(token({ name: 'Zoë Ångström' })) ?? {})).toBe('Zoë Ångström');
  });

  it('takes the highest role of a list, and viewer when there is none', () => {
    expect(roleOf({ 'cognito:groups': ['viewer', 'approver'] }, 'cognito:groups')).toBe('approver');
    expect(roleOf({ sub: 'x' }, 'role')).toBe('viewer');
  });

  it.each([
    ['a name', { name: ' Pat Example ' }],
    ['no name', { name: undefined }],
    ['a name of two lines', { name: 'Pat\nExample' }],
    ['a name that is too long', { name: 'x'.repeat(101) }],
    ['a name that is no text', { name: ['Pat'] }],
  ])('names the bearer as the API does: %s', async (_, claims) => {
    const accessToken = issuer.token(claims);

    expect(actorOf(claimsOf(accessToken) ?? {})).toBe((await issuer.verify(accessToken)).name);
  });

  it('says null of what is no token', () => expect([claimsOf('x'), claimsOf('a.b.c')]).toEqual([null, null]));
});

describe('parseConfig', () => {
  it('reads a development site and drops the trailing slash', () => {
    const config = parseConfig({ apiUrl: 'http://127.0.0.1:8000/', stage: 'dev', auth: { kind: 'development' } });

    const auth = { kind: 'development' };
    expect(config).toEqual({
      apiUrl: 'http://127.0.0.1:8000',
      stage: 'dev',
      auth,
      documentLimitBytes: 10 * 1024 * 1024,
    });
  });

  it('reads what the deployment decided: the largest document and the claim with the role', () => {
    const auth = { kind: 'oidc', authority: 'https://id.test/', clientId: 'hub', scope: 'openid', roleClaim: 'groups' };
    const config = parseConfig({ apiUrl: 'x', stage: 'prod', documentLimitBytes: 1024, auth });

    expect(config).toMatchObject({ documentLimitBytes: 1024, auth: { roleClaim: 'groups' } });
  });

  it('names the member at fault', () => {
    expect(() => parseConfig({ apiUrl: 'x', stage: 'prod', auth: { kind: 'oidc', authority: 'y' } })).toThrow(
      'clientId',
    );
    expect(() => parseConfig({ apiUrl: 'x', stage: 'prod', auth: { kind: 'basic' } })).toThrow('"basic"');
  });
});
