/** Every turn that a check can take, against a server that says what the test has it say. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { en } from '@web/texts/en';
import type { BrowserName, Device } from './harness/browsers';
import { nothingHere } from './harness/nothing-here';
import { Stage } from './harness/stage';
import { asks, check, Stub, TOKEN, type Line } from './harness/stub';
import type { Visit, Wishes } from './harness/visit';

const OVER = ['ended'];
/** Another token than the first one, for the second session. */
const NEXT = TOKEN.replace('fvs_e2e', 'fvs_two');
const RENEWS = { renews: '', 'next-token': NEXT };

export function everyTurn(name: BrowserName): void {
  const why = nothingHere([name]);
  describe.skipIf(why !== null)(`Every turn in ${name}${why ? `: ${why}` : ''}`, () => {
    const stage = new Stage(name);
    let stub: Stub;
    beforeAll(async () => {
      stub = await Stub.start();
    });
    afterEach(() => stub.reset());
    afterAll(() => stub.stop());

    const come = (device: Device = 'pattern', wishes: Wishes = {}): Promise<Visit> =>
      stage.visit(stub.address, device, {
        camera: device === 'pattern' ? 'drawn' : 'own',
        ...wishes,
        asks: { 'session-token': TOKEN, ...wishes.asks },
      });
    const begin = async (wishes: Wishes = {}): Promise<[Visit, Line]> => {
      const visit = await come('pattern', wishes);
      await visit.press(en.start.button);
      const line = await stub.line();
      line.welcome();
      await visit.reaches('running');
      return [visit, line];
    };
    const cameraIsOff = async (visit: Visit): Promise<void> => {
      expect([...new Set(await visit.tracks())]).toEqual(OVER);
    };

    it('leads through a challenge, says each prompt once, and tells the application that it is over', async () => {
      const [visit, line] = await begin();
      expect(line.offered).toEqual(['facevow.v1', `facevow.token.${TOKEN.split('.')[1] ?? ''}`]);
      await line.shows(check('settling'));
      await visit.shows(en.states.settling);
      await line.shows(check('resting'));
      await visit.shows(en.states.resting);
      await line.shows(asks('turn_left'));
      await visit.says('Turn your head left');
      await stage.keep(visit, 'act');
      await line.shows(check('returning', { done: ['turn_left'] }));
      await line.shows(asks('smile', { number: 2, seconds_left: 5.5 }));
      await visit.says('Smile');
      await line.shows(check('passed', { done: ['turn_left', 'smile', 'blink'] }));
      line.end({ state: 'COMPLETED' });
      await visit.reaches('done');
      await visit.says(en.done.title);
      await stage.keep(visit, 'done');
      const spoken = await visit.spoken();
      expect(spoken.filter((said) => said.includes('Turn your head left'))).toHaveLength(1);
      expect(spoken.findIndex((said) => said.includes('Turn your head left'))).toBeLessThan(
        spoken.findIndex((said) => said.includes('Smile')),
      );
      expect(await visit.heard('ended')).toMatchObject([{ state: 'COMPLETED' }]);
      expect(await visit.violations()).toEqual([]);
      await cameraIsOff(visit);
    });

    it('says what to do where the camera is refused, and opens no stream', async () => {
      const visit = await come('refused');
      await visit.press(en.start.button);
      await visit.reaches('failed');
      expect(await visit.problem()).toBe('camera_denied');
      await visit.says(en.problems.camera_denied.title);
      await stage.keep(visit, 'permission-denied');
    });

    it('says what to do where there is no camera', async () => {
      const visit = await come('none');
      await visit.press(en.start.button);
      await visit.reaches('failed');
      expect(await visit.problem()).toBe('camera_absent');
      await visit.says(en.problems.camera_absent.title);
      await stage.keep(visit, 'no-camera');
    });

    it('stops where the camera is unplugged in the midst of it', async () => {
      const [visit, line] = await begin();
      await line.shows(asks('turn_left'));
      await visit.says('Turn your head left');
      await visit.unplug();
      await visit.reaches('failed');
      expect(await visit.problem()).toBe('camera_lost');
      await line.untilClosed();
      await stage.keep(visit, 'camera-unplugged');
    });

    it('begins again by itself, with another session, where the connection is cut', async () => {
      const [visit, line] = await begin({ asks: RENEWS });
      await line.shows(asks('turn_left'));
      line.cut();
      await visit.reaches('waiting');
      await stage.keep(visit, 'connection-cut');
      const second = await stub.line();
      expect(second.offered).toContain(`facevow.token.${NEXT.split('.')[1] ?? ''}`);
      second.welcome({ session: NEXT.split('.')[0] ?? '' });
      await visit.reaches('running');
      await second.shows(check('passed'));
      second.end({ state: 'COMPLETED' });
      await visit.reaches('done');
      await stage.keep(visit, 'connection-restored');
      await cameraIsOff(visit);
    });

    it('asks the application for a session where the connection is cut and it has none to give', async () => {
      const [visit, line] = await begin();
      line.cut();
      await visit.reaches('failed');
      expect(await visit.problem()).toBe('connection_lost');
      expect(await visit.heard('session-needed')).not.toEqual([]);
      await stage.keep(visit, 'connection-lost');
      await cameraIsOff(visit);
    });

    it('says that time is up where the token has expired', async () => {
      stub.refuses = [4410, 'session_expired'];
      const visit = await come();
      await visit.press(en.start.button);
      await visit.reaches('failed');
      expect(await visit.problem()).toBe('session_expired');
      await stage.keep(visit, 'token-expired');
      await cameraIsOff(visit);
    });

    it('waits its turn where the server is full, and goes on with the same token', async () => {
      stub.refuses = [4503, 'server_full'];
      const visit = await come();
      await visit.press(en.start.button);
      await visit.reaches('waiting');
      expect(await visit.problem()).toBe('server_full');
      await visit.says(en.problems.server_full.title);
      await stage.keep(visit, 'server-full');
      stub.refuses = null;
      const line = await stub.line();
      expect(line.offered).toContain(`facevow.token.${TOKEN.split('.')[1] ?? ''}`);
      line.welcome();
      await visit.reaches('running');
    });

    it('leaves out what a person cannot do, told before the start', async () => {
      const visit = await come();
      await visit.press(en.abilities.title);
      await visit.press(en.abilities.each.head);
      await stage.keep(visit, 'abilities');
      await visit.press(en.start.button);
      const line = await stub.line();
      line.welcome();
      await line.until(() => line.heard.some(({ type }) => type === 'exclude'));
      expect(line.heard).toContainEqual({ type: 'exclude', acts: ['head'] });
    });

    it('begins again without a movement that a person cannot do, told when it is asked for', async () => {
      const [visit, line] = await begin({ asks: RENEWS });
      await line.shows(asks('turn_left'));
      await visit.press(en.abilities.cannot);
      await line.untilClosed();
      const second = await stub.line();
      await stage.keep(visit, 'cannot-turn-head');
      second.welcome();
      await second.until(() => second.heard.some(({ type }) => type === 'exclude'));
      expect(second.heard).toContainEqual({ type: 'exclude', acts: ['head'] });
      await visit.reaches('running');
    });

    it('tells the server when a person gives up, and turns the camera off', async () => {
      const [visit, line] = await begin();
      await line.shows(check('settling'));
      await visit.press(en.buttons.cancel);
      await visit.reaches('cancelled');
      await line.untilClosed();
      expect(line.heard).toContainEqual({ type: 'leave' });
      await visit.says(en.cancelled.title);
      await stage.keep(visit, 'cancelled');
      await cameraIsOff(visit);
    });

    it('turns the camera off where the component is taken out of the page', async () => {
      const [visit, line] = await begin();
      await visit.page.evaluate(() => document.querySelector('facevow-check')?.remove());
      await line.untilClosed();
      await cameraIsOff(visit);
    });

    it('can be begun and given up with the keyboard alone', async () => {
      const visit = await come();
      await visit.tabTo(en.start.button);
      await visit.page.keyboard.press('Enter');
      const line = await stub.line();
      line.welcome();
      await visit.reaches('running');
      await visit.tabTo(en.buttons.cancel);
      await visit.page.keyboard.press(' ');
      await visit.reaches('cancelled');
      await line.untilClosed();
    });

    it('has what is asked for in sight as soon as it is asked, on a screen of the least size', async () => {
      const [visit, line] = await begin({ size: [320, 256] });
      await line.shows(asks('turn_left'));
      await visit.says('Turn your head left');
      const [top, bottom, height] = await visit.page.evaluate(() => {
        const words = document.querySelector('facevow-check')?.shadowRoot?.querySelector('.prompt-title');
        const { top, bottom } = words?.getBoundingClientRect() ?? { top: -1, bottom: -1 };
        return [top, bottom, window.innerHeight] as const;
      });
      expect(top).toBeGreaterThanOrEqual(0);
      expect(bottom).toBeLessThanOrEqual(height);
    });

    it('has room for text at 200 % on a narrow screen, in a language of long words', async () => {
      const { fi } = await import('@web/texts/fi');
      const visit = await come('pattern', { size: [320, 640], asks: { lang: 'fi' } });
      await visit.page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
      await visit.press(fi.abilities.title);
      const beside = await visit.page.evaluate(() => {
        const inside =
          document.querySelector('facevow-check')?.shadowRoot?.querySelectorAll('.start *') ?? [];
        const out = [...inside].filter(
          (element) => element.getBoundingClientRect().right > window.innerWidth,
        );
        return out.map(({ tagName, textContent }) => `${tagName} ${textContent}`);
      });
      expect(beside).toEqual([]);
    });

    it('speaks Arabic from right to left where the page does', async () => {
      const { ar } = await import('@web/texts/ar');
      const visit = await come('pattern', { asks: { 'page-lang': 'ar' } });
      await visit.press(ar.start.button);
      const line = await stub.line();
      line.welcome();
      await visit.reaches('running');
      await line.shows(asks('turn_left'));
      const prompt = ar.acts.turn_left.prompt;
      await visit.says(typeof prompt === 'string' ? prompt : prompt.other);
      await stage.keep(visit, 'arabic');
    });
  });
}
