import { describe, expect, it } from 'vitest';
import { paint, type Brush, type Look } from '../../src/view/paint';

const PAINTS = { veil: 'veil', line: 'line', good: 'good', unsure: 'unsure' };
const LOOK: Look = {
  oval: { x: 100, y: 100, rx: 60, ry: 80 },
  tone: 'plain',
  head: null,
  outline: 0,
  act: null,
  side: null,
  filled: 0,
  nudge: 0.5,
  turning: null,
};

interface Stroke {
  readonly colour: string;
  /** Of the last ellipse before it: where it begins and ends, in radians. */
  readonly arc: readonly [number, number] | null;
}

/** What was stroked, in order; a brush that paints on nothing. */
function strokes(look: Partial<Look>): Stroke[] {
  const made: Stroke[] = [];
  let arc: Stroke['arc'] = null;
  const brush: unknown = new Proxy(
    { strokeStyle: '' },
    {
      get(target, name) {
        if (name === 'stroke') return () => made.push({ colour: target.strokeStyle, arc });
        if (name === 'beginPath') return () => void (arc = null);
        if (name === 'ellipse') {
          return (...numbers: number[]) => void (arc = [numbers[5] ?? 0, numbers[6] ?? 0]);
        }
        return () => undefined;
      },
      set: (target, name, value: unknown) => Reflect.set(target, name, value),
    },
  );
  paint(brush as Brush, { width: 200, height: 200 }, PAINTS, { ...LOOK, ...look });
  return made;
}

const arcs = (made: Stroke[], colour: string) =>
  made.filter((stroke) => stroke.colour === colour).map(({ arc }) => arc);

describe('the drawing over the picture', () => {
  it.each([
    ['good', 'good'],
    ['unsure', 'unsure'],
    ['plain', 'line'],
  ] as const)('has an oval whose colour says what the words say: %s', (tone, colour) => {
    expect(strokes({ tone }).map((stroke) => stroke.colour)).toEqual([colour]);
  });

  it('fills the ring as a clock goes for an act without a direction', () => {
    const [arc] = arcs(strokes({ act: 'smile', filled: 0.25 }), 'good');
    expect(arc?.[0]).toBeCloseTo(-Math.PI / 2);
    expect(arc?.[1]).toBeCloseTo(0);
  });

  it('fills it from the side to which the act goes, both ways at once', () => {
    const [arc] = arcs(strokes({ act: 'turn_left', side: 'left', filled: 0.5 }), 'good');
    expect(arc?.[0]).toBeCloseTo(Math.PI / 2);
    expect(arc?.[1]).toBeCloseTo((3 * Math.PI) / 2);
  });

  it('leaves it empty before anything was done', () => {
    expect(arcs(strokes({ act: 'smile', filled: 0 }), 'good')).toEqual([]);
  });

  it('shows an arrow only for an act that goes somewhere', () => {
    const arrows = (look: Partial<Look>) => arcs(strokes(look), 'unsure').length;
    expect(arrows({ act: 'smile' })).toBe(0);
    expect(arrows({ act: 'look_up', side: 'up' })).toBe(1);
    expect(arrows({ act: 'tilt_left', side: 'left' })).toBe(2);
    expect(arrows({ act: 'come_closer' })).toBe(4);
  });

  it('shows the head as long as it is not where it belongs', () => {
    const head = { x: 50, y: 60, rx: 20, ry: 30 };
    expect(strokes({ head, outline: 0 })).toHaveLength(1);
    expect(strokes({ head, outline: 1 })).toHaveLength(2);
  });

  it('turns an arc while something is waited for', () => {
    const [, turning] = strokes({ turning: 1 });
    expect(turning?.arc?.[0]).toBe(1);
  });

  it('draws nothing where there is no room', () => {
    expect(strokes({ oval: { x: 0, y: 0, rx: 0, ry: 0 } })).toEqual([]);
  });
});
