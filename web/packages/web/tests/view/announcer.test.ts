import { beforeEach, describe, expect, it } from 'vitest';
import { Announcer } from '../../src/view/announcer';
import type { Said } from '../../src/view/scene';
import { HandClock } from '../clock';

const NOTHING: Said = { alert: null, status: null };
const hint = (words: string): Said => ({ alert: null, status: { key: words, words } });
/** An act, and what is amiss while it is asked for. */
const prompt = (words: string, amiss: string | null = null): Said => ({
  alert: { key: words, words },
  status: amiss === null ? null : { key: amiss, words: amiss },
});

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
    announcer.hear(NOTHING);
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
    announcer.hear(NOTHING);
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

  it('says an act again that is asked again, however short the rest between', () => {
    announcer.hear(prompt('Turn left'));
    announcer.hear(hint('Get ready'));
    announcer.hear(prompt('Turn left'));
    expect(said).toEqual(['! Turn left', '! Turn left']);
  });

  it('says an act once while a face comes and goes', async () => {
    const away: Said = { alert: 'as before', status: { key: 'away', words: 'Bring your face back' } };
    announcer.hear(prompt('Turn left'));
    for (let time = 0; time < 10; time += 1) {
      announcer.hear(away);
      await clock.pass(100);
      announcer.hear(prompt('Turn left'));
      await clock.pass(100);
    }
    expect(said).toEqual(['! Turn left']);
    announcer.hear(away);
    await clock.pass(3000);
    expect(said).toEqual(['! Turn left', 'Bring your face back']);
  });

  it('never interrupts for what is amiss in an act: flapping it is not said, lasting it is, softly and once', async () => {
    for (let time = 0; time < 20; time += 1) {
      announcer.hear(prompt('Turn left', 'Too dark'));
      await clock.pass(150);
      announcer.hear(prompt('Turn left'));
      await clock.pass(150);
    }
    expect(said).toEqual(['! Turn left']);
    for (let time = 0; time < 20; time += 1) {
      announcer.hear(prompt('Turn left', 'Too dark'));
      await clock.pass(300);
    }
    expect(said).toEqual(['! Turn left', 'Too dark']);
  });

  it('says the same thing again to a person who has pressed a button', () => {
    const connecting: Said = { alert: 'as before', status: null };
    for (const stands of [prompt('No connection'), connecting, prompt('No connection')])
      announcer.hear(stands);
    announcer.forget();
    for (const stands of [connecting, prompt('No connection')]) announcer.hear(stands);
    expect(said).toEqual(['! No connection', '! No connection']);
  });
});
