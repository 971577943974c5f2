import { describe, expect, it } from 'vitest';
import { ActiveChoice, NO_WISH } from '../../src/features/session/active-choice';
import type { ActiveWish } from '../../src/features/session/active-choice';

const FIRST: ActiveWish = { enabled: true, exclude: ['eyes'] };
const SECOND: ActiveWish = { enabled: true, exclude: ['eyes', 'head'] };

function sending(...wishes: readonly ActiveWish[]): ActiveChoice {
  const choice = new ActiveChoice();
  for (const wish of wishes) {
    choice.want(wish);
    choice.sent();
  }
  return choice;
}

describe('ActiveChoice', () => {
  it('falls back to the wish that was taken, not to the one refused after it', () => {
    const choice = sending(FIRST, SECOND);
    choice.taken();
    expect(choice.wish).toEqual(SECOND);
    expect(choice.refused()).toBe(true);
    expect(choice.wish).toEqual(FIRST);
  });

  it('keeps the newer wish when the older one is refused, and then when it is taken', () => {
    const choice = sending(FIRST, SECOND);
    expect(choice.refused()).toBe(false);
    choice.taken();
    expect(choice.wish).toEqual(SECOND);
    choice.want(FIRST);
    choice.sent();
    choice.refused();
    expect(choice.wish).toEqual(SECOND);
  });

  it('falls back to the server’s own setting when both are refused', () => {
    const choice = sending(FIRST, SECOND);
    expect([choice.refused(), choice.refused()]).toEqual([false, true]);
    expect(choice.wish).toEqual(NO_WISH);
    expect(choice.message()).toBeNull();
  });

  it('takes nothing from an answer nobody waits for', () => {
    const choice = new ActiveChoice();
    choice.want(FIRST);
    choice.taken();
    choice.refused();
    expect(choice.wish).toEqual(NO_WISH);
  });

  it('takes the refusal of other acts for no answer to the wish sent after that question', () => {
    const choice = new ActiveChoice();
    choice.askedAnew();
    choice.want(FIRST);
    choice.sent();
    expect(choice.refused()).toBe(false);
    choice.taken();
    choice.want(SECOND);
    choice.sent();
    expect([choice.refused(), choice.wish]).toEqual([true, FIRST]);
  });

  it('goes on to the next answer once other acts were drawn', () => {
    const choice = new ActiveChoice();
    choice.askedAnew();
    choice.want(FIRST);
    choice.sent();
    choice.drawnAnew();
    choice.taken();
    choice.want(SECOND);
    choice.sent();
    expect([choice.refused(), choice.wish]).toEqual([true, FIRST]);
  });

  it('awaits no answer of the old connection on a new one', () => {
    const choice = sending(FIRST, SECOND);
    choice.forgetTaken();
    choice.sent();
    choice.taken();
    choice.want(FIRST);
    choice.sent();
    choice.refused();
    expect(choice.wish).toEqual(SECOND);
  });
});
