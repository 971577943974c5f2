import { describe, expect, it } from 'vitest';
import { Meter } from '../../src/features/session/meter';

describe('Meter', () => {
  it('knows nothing before two answers', () => {
    const meter = new Meter();
    meter.note(0, 40);
    expect([meter.frameRate, meter.roundTrip]).toEqual([null, 40]);
  });

  it('counts answers over the last two seconds', () => {
    const meter = new Meter();
    for (let at = 0; at <= 5000; at += 100) meter.note(at, null);
    expect(meter.frameRate).toBeCloseTo(10);
  });

  it('follows the round trip calmly', () => {
    const meter = new Meter();
    meter.note(0, 40);
    meter.note(100, 140);
    expect(meter.roundTrip).toBeCloseTo(55);
  });
});
