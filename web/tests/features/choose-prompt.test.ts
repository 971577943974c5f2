import { describe, expect, it } from 'vitest';
import { choosePrompt } from '../../src/features/prompt/choose-prompt';
import type { ActiveState } from '../../src/socket/messages';
import { texts } from '../../src/texts';
import { result } from '../fakes';

const words = (change: Parameters<typeof result>[0]) => choosePrompt(result(change))?.words;
const active = (state: ActiveState) => ({ enabled: true, state, done: [] });

describe('choosePrompt', () => {
  it('asks for nothing when all is well or nothing is known', () => {
    expect(words({})).toBeUndefined();
    expect(choosePrompt(null)).toBeNull();
  });

  it('puts what keeps the face from being seen before the act that is due', () => {
    expect(words({ guidance: ['too_dark', 'blurred'], active_check: active('blink_due') })).toBe(
      texts.guidance.too_dark,
    );
  });

  it('does not scold a person for turning the head as asked', () => {
    expect(words({ guidance: ['turned_away', 'blurred'], active_check: active('turn_due') })).toBe(
      texts.acts.turn_head.prompt,
    );
    expect(words({ guidance: ['turned_away'], active_check: active('blink_due') })).toBe(
      texts.guidance.turned_away,
    );
  });

  it.each([
    ['blink_and_turn_due', texts.acts.blink.prompt],
    ['blink_due', texts.acts.blink.prompt],
    ['turn_due', texts.acts.turn_head.prompt],
    ['passed', texts.activePassed],
    ['failed', texts.activeFailed],
  ] as const)('says one thing for %s', (state, prompt) => {
    expect(words({ active_check: active(state) })).toBe(prompt);
  });

  it('thanks nobody for an act done before an attack', () => {
    expect(words({ verdict: 'ATTACK', active_check: active('passed') })).toBeUndefined();
  });

  it('asks for a face where the server saw none but gave no hint', () => {
    expect(words({ face_detected: false, bbox: null, verdict: 'NO_RESPONSE' })).toBe(texts.guidance.no_face);
  });

  it('asks for patience while nothing else is to be done', () => {
    expect(words({ verdict: 'NO_RESPONSE' })).toBe(texts.holdStill);
  });
});
