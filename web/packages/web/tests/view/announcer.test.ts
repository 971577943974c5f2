import { beforeEach, describe, expect, it } from 'vitest';
import { Announcer } from '../../src/view/announcer';
import { HandClock } from '../clock';

const hint = (words: string) => ({ key: words, words, urgent: false });
const prompt = (words: string) => ({ key: words, words, urgent: true });

describe('the announcer', () => {
  let clock: HandClock;
  let said: string[];
  let announcer: Announcer;

  beforeEach(() => {
    clock = new HandClock();
    said = [];
    announcer = new Announcer(clock, (words, urgent) => said.push(urgent ? `! ${words}` : words));
  });

  it('says a prompt at once, and once however often it is told', () => {
    for (let time = 0; time < 20; time += 1) announcer.hear(prompt('Smile'));
    expect(said).toEqual(['! Smile']);
  });

  it('says a hint only when it lasts', async () => {
    announcer.hear(hint('Hold still'));
    await clock.pass(400);
    announcer.hear(null);
    await clock.pass(5000);
    announcer.hear(hint('Hold still'));
    await clock.pass(700);
    expect(said).toEqual(['Hold still']);
  });

  it('does not begin anew to wait for a hint that stands, answer after answer', async () => {
    for (let at = 0; at < 10; at += 1) {
      announcer.hear(hint('Come closer'));
      await clock.pass(100);
    }
    expect(said).toEqual(['Come closer']);
  });

  it('lets what it said be heard to its end before the next hint', async () => {
    announcer.hear(prompt('Blink'));
    announcer.hear(hint('Too dark'));
    await clock.pass(2400);
    expect(said).toEqual(['! Blink']);
    await clock.pass(200);
    expect(said).toEqual(['! Blink', 'Too dark']);
  });

  it('drops a hint for a prompt, which waits for nothing', async () => {
    announcer.hear(hint('Too dark'));
    announcer.hear(prompt('Look up'));
    await clock.pass(10_000);
    expect(said).toEqual(['! Look up']);
  });

  it('says a hint that comes back after a flicker no second time, but again after something else', async () => {
    announcer.hear(hint('Hold still'));
    await clock.pass(1000);
    announcer.hear(null);
    announcer.hear(hint('Hold still'));
    await clock.pass(5000);
    expect(said).toEqual(['Hold still']);
    announcer.hear(prompt('Smile'));
    announcer.hear(hint('Hold still'));
    await clock.pass(5000);
    expect(said).toEqual(['Hold still', '! Smile', 'Hold still']);
  });

  it('says nothing more after a reset, and everything anew', async () => {
    announcer.hear(hint('Hold still'));
    announcer.reset();
    await clock.pass(5000);
    expect(clock.pending).toBe(0);
    announcer.hear(prompt('Smile'));
    announcer.reset();
    announcer.hear(prompt('Smile'));
    expect(said).toEqual(['! Smile', '! Smile']);
  });
});
