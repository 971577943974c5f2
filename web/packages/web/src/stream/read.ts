/** From what came over the socket to a message of the server's, by the shapes drawn from its schema. */
import type { Shape } from '../api/shape';
import type { ServerMessage } from '../api/stream';
import { MESSAGES } from '../api/stream-shapes';

/**
 * Null for what is no message of the server's.
 *
 * A newer server may know more words than we do: those that stand in a list are left out, and one that may be missing is
 * taken for missing, since a hint less is better than a check that stands still. Anything else unknown is refused.
 */
export function readMessage(data: unknown): ServerMessage | null {
  if (typeof data !== 'string') return null;
  const message = known(parsed(data));
  return isMessage(message) ? message : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isMessage(value: unknown): value is ServerMessage {
  const shape = shapeOf(value);
  return shape !== null && fits(shape, value);
}

function known(value: unknown): unknown {
  const shape = shapeOf(value);
  return shape === null ? null : pruned(shape, value);
}

function shapeOf(value: unknown): Shape | null {
  const type = isFields(value) ? value.type : null;
  return typeof type === 'string' && Object.hasOwn(MESSAGES, type) ? (MESSAGES[type] ?? null) : null;
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWords = (shape: Shape): boolean => typeof shape === 'object' && 'words' in shape;

/** A copy without unknown words where they can be done without, and without unknown fields. */
function pruned(shape: Shape, value: unknown): unknown {
  if (typeof shape === 'string' || 'words' in shape) return value;
  if ('list' in shape) {
    if (!Array.isArray(value)) return value;
    const items: unknown[] = value;
    return isWords(shape.list) ? items.filter((item) => fits(shape.list, item)) : items;
  }
  if ('maybe' in shape) {
    if (value === undefined) return null;
    return isWords(shape.maybe) && !fits(shape.maybe, value) ? null : pruned(shape.maybe, value);
  }
  if (!isFields(value)) return value;
  const all = Object.entries(shape.fields).map(([name, field]) => [name, pruned(field, value[name])]);
  return Object.fromEntries(all);
}

function fits(shape: Shape, value: unknown): boolean {
  if (shape === 'text') return typeof value === 'string';
  if (shape === 'whole') return Number.isSafeInteger(value);
  if (shape === 'number') return Number.isFinite(value);
  if (shape === 'flag') return typeof value === 'boolean';
  if ('words' in shape) return shape.words.some((word) => word === value);
  if ('maybe' in shape) return value === null || fits(shape.maybe, value);
  if ('list' in shape) {
    const { list, of } = shape;
    return (
      Array.isArray(value) && value.length === (of ?? value.length) && value.every((item) => fits(list, item))
    );
  }
  return isFields(value) && Object.entries(shape.fields).every(([name, field]) => fits(field, value[name]));
}
