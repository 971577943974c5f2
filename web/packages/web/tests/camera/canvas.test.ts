import { describe, expect, it, vi } from 'vitest';
import { drawsTruly } from '../../src/camera/canvas';

/** A canvas that gives back what `read` makes of the colour it was filled with. */
function canvasThat(read: (value: number, at: number) => number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const brush = {
    fillStyle: '',
    fillRect: () => undefined,
    getImageData: (_x: number, _y: number, width: number, height: number) => {
      const colour = [...(brush.fillStyle.match(/\d+/g) ?? []).map(Number), 255];
      const pixels = Array.from({ length: width * height * 4 }, (_, at) => read(colour[at % 4] ?? 0, at));
      return { data: Uint8ClampedArray.from(pixels) };
    },
  };
  const mock: unknown = brush;
  vi.spyOn(canvas, 'getContext').mockReturnValue(mock as null);
  return canvas;
}

describe('drawsTruly', () => {
  it.each<[string, (value: number, at: number) => number, boolean]>([
    ['what was drawn', (value) => value, true],
    ['that but for its last bits, as some protect people', (value, at) => value + ((at * 7) % 5) - 2, true],
    ['noise', (_, at) => (at * 197 + (at >> 3) * 31) % 256, false],
    ['white', () => 255, false],
    ['black', () => 0, false],
  ])('says of a canvas that gives back %s: %#', (_, read, expected) => {
    expect(drawsTruly(canvasThat(read))).toBe(expected);
  });

  it('says nothing against a browser that has nothing to draw with', () => {
    const canvas = document.createElement('canvas');
    vi.spyOn(canvas, 'getContext').mockReturnValue(null);
    expect(drawsTruly(canvas)).toBe(true);
  });
});
