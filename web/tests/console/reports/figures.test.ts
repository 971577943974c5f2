import { describe, expect, it } from 'vitest';
import { heightOf, sharesOf, summed } from '../../../src/console/pages/reports/bins';
import { SCALES, spotsOf } from '../../../src/console/pages/reports/curves';
import { deviate } from '../../../src/console/pages/reports/deviate';
import { readSummary } from '../../../src/console/pages/reports/summary';
import { model, summary } from './summary';

describe('the scale of a DET plot', () => {
  it('is that of normal deviates: tabled values, and the same far on either side', () => {
    const tabled = [
      [0.5, 0],
      [0.8413447, 1],
      [0.975, 1.959964],
      [0.999, 3.090232],
    ] as const;
    for (const [share, deviates] of tabled) {
      expect(Math.abs(deviate(share) - deviates)).toBeLessThan(0.00045);
      expect(deviate(1 - share)).toBeCloseTo(-deviate(share), 6);
    }
    expect([deviate(0), deviate(1)]).toEqual([-Infinity, Infinity]);
  });

  it('draws rates that have no place on it at its edges', () => {
    const { place } = SCALES.det;
    expect(place({ apcer: 0, bpcer: 1 })).toEqual([0, 1]);
    expect(place({ apcer: 0.0004, bpcer: 0.96 })).toEqual([0, 1]);
  });

  it('has its ticks where rates of that size lie', () => {
    const { ticks, place } = SCALES.det;
    for (const { at, label } of ticks) {
      expect(at).toBeCloseTo(place({ apcer: Number(label) / 100, bpcer: 0.5 })[0], 9);
    }
  });
});

describe('curves', () => {
  it('leave out points that lie where the one before does', () => {
    expect(spotsOf('roc', model('a').det.worst)).toEqual([
      [1, 1],
      [0.25, 0.75],
      [0, 0],
    ]);
  });
});

describe('the histogram', () => {
  it('is of shares of each class, on a scale on which one in a hundred is seen', () => {
    expect(sharesOf([1, 3])).toEqual([0.25, 0.75]);
    expect(sharesOf([0, 0])).toEqual([0, 0]);
    expect([0, 0.005, 0.01, 0.1, 1].map(heightOf)).toEqual([0, 0.125, 0.25, 0.625, 1]);
  });

  it('knows how much of a class lies on the wrong side', () => {
    expect(summed([1, 3], [0, 0.5, 1], 0, 0.5)).toBe(0.25);
    expect(summed([5, 3], [0, 0.5, 1], 0.5, 1)).toBe(0.375);
  });
});

describe('a summary', () => {
  it('is read with all that is drawn of it', () => {
    expect(readSummary(summary('own', 'peer'))?.models.map(({ name }) => name)).toEqual(['own', 'peer']);
    expect(readSummary(summary('own'))?.comparison).toBeNull();
  });

  it('is refused in another form, without a model, or with a figure that is none', () => {
    expect(readSummary({ ...summary('own'), format: 2 })).toBeNull();
    expect(readSummary(summary())).toBeNull();
    const broken = {
      ...summary('own'),
      models: [{ ...model('own'), reliability: { bins: [], ece: 'low' } }],
    };
    expect(readSummary(broken)).toBeNull();
    expect(readSummary({ hello: 1 })).toBeNull();
    expect(readSummary(null)).toBeNull();
  });
});
