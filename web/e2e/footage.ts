/** The whole way before real footage: this page, this browser, the server and its networks. */
import process from 'node:process';
import { describe, expect, inject, it } from 'vitest';
import { en } from '@web/texts/en';
import type { BrowserName } from './harness/browsers';
import { nothingHere } from './harness/nothing-here';
import { Stage } from './harness/stage';
import type { Visit } from './harness/visit';

/** A look of three seconds, or of fifteen where there is nothing to decide on, beside another browser. */
const LOOK = 45_000;

async function ended(visit: Visit): Promise<unknown> {
  await visit.press(en.start.button);
  await visit.reaches('done', LOOK);
  const [end] = await visit.heard('ended');
  return end;
}

/** The verdict as the application's server reads it: what the browser says counts for nothing. */
async function verdictOf(end: unknown, facevow: { address: string; key: string }): Promise<unknown> {
  expect(end).toHaveProperty('session');
  const { session } = end as { session: string };
  const answer = await fetch(`${facevow.address}/v1/sessions/${session}`, {
    headers: { Authorization: `Bearer ${facevow.key}` },
  });
  return ((await answer.json()) as { verdict: unknown }).verdict;
}

export function beforeFootage(name: BrowserName): void {
  const { facevow, absent } = inject('surroundings');
  const why = nothingHere([name]) ?? absent;
  describe.skipIf(why !== null || facevow === null)(
    `Before footage in ${name}${why ? `: ${why}` : ''}`,
    () => {
      const stage = new Stage(name);
      const server = facevow ?? { address: '', key: '' };

      it('lets a live person pass, under a strict policy on another origin, and turns the camera off', async () => {
        const visit = await stage.filmed('bonafide', server.address, { asks: { renews: '' } });
        const end = await ended(visit);
        await stage.keep(visit, 'bona-fide-passes');
        expect(await verdictOf(end, server)).toBe('BONA_FIDE');
        expect(new Set(await visit.tracks())).toEqual(new Set(['ended']));
        expect(await visit.violations()).toEqual([]);
        expect(await visit.shown()).toContain(en.verdicts.BONA_FIDE.title);
      });

      it('does not let a phone before the camera pass', async () => {
        const visit = await stage.filmed('replay', server.address, { asks: { renews: '' } });
        const end = await ended(visit);
        await stage.keep(visit, 'replay-fails');
        expect(await verdictOf(end, server)).toBe('ATTACK');
        expect(await visit.shown()).toContain(en.verdicts.ATTACK.title);
      });

      it('tells two people to be one, and does not let them pass', async () => {
        const visit = await stage.filmed('twins', server.address, { asks: { renews: '' } });
        await visit.press(en.start.button);
        await visit.shows(en.guidance.several_faces);
        await visit.says(en.guidance.several_faces);
        await stage.keep(visit, 'two-faces');
        await visit.reaches('done', LOOK);
        expect(await visit.heard('ended')).not.toMatchObject([{ verdict: 'BONA_FIDE' }]);
      });

      it('asks a person back who has left the picture', async () => {
        const visit = await stage.filmed('leaving', server.address, {
          asks: { renews: '', policy: 'balanced' },
        });
        await visit.press(en.start.button);
        await visit.says(en.guidance.no_face);
        await stage.keep(visit, 'face-lost');
        await visit.press(en.buttons.cancel);
        await visit.reaches('cancelled');
        expect(new Set(await visit.tracks())).toEqual(new Set(['ended']));
      });

      it('begins soon: prints the time from the start to the first frame sent', async () => {
        const visit = await stage.filmed('bonafide', server.address, { asks: { renews: '' } });
        await visit.press(en.start.button);
        await visit.page.waitForFunction(() => window.heard.some(({ name: said }) => said === 'started'));
        const [started] = await visit.heard('started');
        process.stdout.write(`${name}: first frame sent after ${String(started?.milliseconds)} ms\n`);
        expect(started?.milliseconds).toBeGreaterThan(0);
      });
    },
  );
}
