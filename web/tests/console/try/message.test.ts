import { describe, expect, it } from 'vitest';
import { readMessage, READS_ALL } from '../../../src/console/pages/try/message';
import { READY, said } from './analysis';

describe('what the try-it socket says', () => {
  it('is read with landmarks in pixels, and with every field that the schema has', () => {
    const message = readMessage(said());
    expect(READS_ALL).toBe(true);
    expect(message).toMatchObject({ type: 'analysis', passive: 0.83, landmarks: [100, 80, 200, 160] });
  });

  it('may lack a face, and all that belongs to one', () => {
    const bare = said({
      face: null,
      faces: 0,
      landmarks: null,
      pose: null,
      motion: null,
      passive: null,
      fused: null,
    });
    expect(readMessage(bare)).toMatchObject({ face: null, landmarks: null, motion: null });
  });

  it('is known by its type, and passed over where that is unknown', () => {
    expect(readMessage(READY)).toMatchObject({ type: 'ready', model: 'passive 2' });
    expect(readMessage({ type: 'pong' })).toEqual({ type: 'pong' });
    expect(readMessage({ type: 'constructor' })).toBeNull();
    expect(readMessage({ type: 'news' })).toBeNull();
  });

  it('is refused where a number is none, or a field is missing', () => {
    expect(readMessage(said({ took: 'long' }))).toBeNull();
    expect(readMessage(said({ verdict: 'MAYBE' }))).toBeNull();
    expect(readMessage(said({ face: [1, 2, 3] }))).toBeNull();
    expect(readMessage({ type: 'analysis' })).toBeNull();
    expect(readMessage([])).toBeNull();
  });
});
