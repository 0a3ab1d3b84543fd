import { describe, expect, it } from 'vitest';
import { pointInTime } from '../../../infra/cli/point-in-time.ts';

const NOW = Date.parse('2026-11-20T08:15:00Z');
const read = (text: string, day: 'begins' | 'ends' = 'begins') =>
  new Date(pointInTime(text, { name: '--from', day }, NOW)).toISOString();

describe('a point in time', () => {
  it.each([
    ['2h', '2026-11-20T06:15:00.000Z'],
    ['30min', '2026-11-20T07:45:00.000Z'],
    ['7 d', '2026-11-13T08:15:00.000Z'],
    ['2026-11-20', '2026-11-19T23:00:00.000Z'],
    ['2026-06-20', '2026-06-19T22:00:00.000Z'],
    ['2026-11-20 09:15', '2026-11-20T08:15:00.000Z'],
    ['2026-06-20 09:15', '2026-06-20T07:15:00.000Z'],
    ['2026-06-20T09:15:30', '2026-06-20T07:15:30.000Z'],
    ['2026-10-25 03:00', '2026-10-25T02:00:00.000Z'],
    ['2026-11-20T08:15:00Z', '2026-11-20T08:15:00.000Z'],
    ['2026-11-20T09:15+01:00', '2026-11-20T08:15:00.000Z'],
    ['2026-11-20T08:15:00.250Z', '2026-11-20T08:15:00.250Z'],
  ])('%s is %s', (text, iso) => {
    expect(read(text)).toBe(iso);
  });

  it('of a day at the end is its last moment, also where it has 23 or 25 hours', () => {
    expect(read('2026-11-20', 'ends')).toBe('2026-11-20T23:00:00.000Z');
    expect(read('2026-03-29', 'ends')).toBe('2026-03-29T22:00:00.000Z');
    expect(read('2026-10-25', 'ends')).toBe('2026-10-25T23:00:00.000Z');
  });

  it('of an hour that comes twice takes both: its first begins, its second ends', () => {
    expect(read('2026-10-25 02:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(read('2026-10-25 02:30', 'ends')).toBe('2026-10-25T01:30:00.000Z');
  });

  it.each([
    'yesterday',
    '09:15',
    '20.11.2026',
    '2026-02-30',
    '2026-13-01',
    '2026-03-29 02:30',
    '2026-11-20 25:00',
    '2026-11-20T09:15:00+1',
    '0h',
    '2w',
    '',
  ])('is not %j', (text) => {
    expect(() => read(text)).toThrow(/--from takes 2026-11-20T09:15:00\+01:00, .* or 2h/);
  });
});
