import { describe, expect, it } from 'vitest';
import { abilityFor } from '../../src/flow/abilities';

describe('abilityFor', () => {
  it.each([
    ['blink', 'eyes'],
    ['tilt_right', 'head'],
    ['look_up', 'head'],
    ['smile', 'mouth'],
    ['raise_eyebrows', 'brows'],
    ['go_back', 'distance'],
  ] as const)('knows that %s asks for %s, as the server’s groups have it', (act, ability) => {
    expect(abilityFor(act)).toBe(ability);
  });
});
