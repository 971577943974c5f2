/** What stands in a session's evidence, whose names and values may change with a version: nothing is taken on trust. */
import type { Schemas } from '../../client';
import { isFields, isFinite } from '../../../socket/narrow';

/** The threshold of the passive score that this session was judged by; null where it is not told. */
export function thresholdOf({ evidence }: Schemas['Session']): number | null {
  const { passive } = evidence;
  return isFields(passive) && isFinite(passive.threshold) ? passive.threshold : null;
}

/** A value of the evidence in words. */
export function written(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : value.toFixed(4).replace(/0+$/, '');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(written).join(value.some(isFields) ? '; ' : ', ') || '–';
  if (!isFields(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, one]) => `${name} ${written(one)}`);
  return members.join(', ') || '–';
}
