import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../infra/local/mappings/event-filter.ts';
import type { Json } from '../../infra/local/template/intrinsics.ts';

const event: Json = {
  eventName: 'INSERT',
  tags: ['red', 'green'],
  count: 7,
  gone: null,
  image: { kind: { S: 'case' }, note: { S: 'Urgent call' } },
};

describe('compileFilter', () => {
  it.each<[boolean, Json]>([
    [true, { eventName: ['INSERT', 'MODIFY'] }],
    [false, { eventName: ['REMOVE'] }],
    [true, { image: { kind: { S: ['case'] } } }],
    [false, { image: { kind: { S: ['event'] } } }],
    [false, { eventName: ['INSERT'], count: [8] }],
    [true, { tags: ['green'] }],
    [true, { gone: [null] }],
    [true, { image: { note: { S: [{ prefix: 'Urgent' }] } } }],
    [true, { image: { note: { S: [{ prefix: { 'equals-ignore-case': 'URGENT' } }] } } }],
    [true, { image: { note: { S: [{ suffix: 'call' }] } } }],
    [true, { image: { note: { S: [{ wildcard: 'Ur*call' }] } } }],
    [true, { image: { note: { S: [{ 'equals-ignore-case': 'urgent CALL' }] } } }],
    [true, { eventName: [{ 'anything-but': ['REMOVE'] }] }],
    [false, { eventName: [{ 'anything-but': 'INSERT' }] }],
    [false, { eventName: [{ 'anything-but': { prefix: 'INS' } }] }],
    [true, { image: { kind: { S: [{ exists: true }] } } }],
    [false, { image: { kind: { S: [{ exists: false }] } } }],
    [true, { missing: [{ exists: false }] }],
    [true, { count: [{ numeric: ['>', 5, '<=', 7] }] }],
    [false, { count: [{ numeric: ['=', 5] }] }],
    [true, { $or: [{ count: [1] }, { eventName: ['INSERT'] }] }],
    [false, { $or: [{ count: [1] }, { eventName: ['REMOVE'] }] }],
  ])('answers %s for %j', (expected, pattern) => {
    expect(compileFilter([JSON.stringify(pattern)])(event)).toBe(expected);
  });

  it('passes what any of several patterns matches, and everything without a pattern', () => {
    expect(compileFilter(['{"count":[1]}', '{"count":[7]}'])(event)).toBe(true);
    expect(compileFilter([])(event)).toBe(true);
  });

  it('refuses an operator that it does not know', () => {
    expect(() => compileFilter(['{"ip":[{"cidr":"10.0.0.0/8"}]}'])).toThrow(/ip uses .*cidr/);
  });
});
