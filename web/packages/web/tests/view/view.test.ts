import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Phase } from '../../src/flow/phases';
import { PHASES } from '../../src/flow/phases';
import { de } from '../../src/texts/de';
import { ar } from '../../src/texts/ar';
import { en } from '../../src/texts/en';
import { fakeStream } from '../lens';
import { OnScreen, OPTIONS } from './on-screen';
import { asked, running, snapshot } from './scenes';

describe('the view', () => {
  let screen: OnScreen;
  beforeEach(() => {
    screen = new OnScreen();
  });
  afterEach(() => screen.clear());

  const PANELS: Record<Phase, string> = {
    idle: '.start',
    permission: '.permission',
    connecting: '.stage',
    running: '.stage',
    waiting: '.stage',
    concluding: '.stage',
    done: '.done',
    failed: '.problem',
    cancelled: '.cancelled',
  };

  it.each(Object.keys(PHASES).filter((phase): phase is Phase => phase in PHASES))(
    'shows one panel in %s, and that one alone',
    (phase) => {
      screen.be(snapshot({ phase }));
      expect([...new Set(Object.values(PANELS))].filter(screen.seen)).toEqual([PANELS[phase]]);
    },
  );

  it('begins when the button is pressed', () => {
    screen.find('.start .primary').click();
    expect(screen.begin).toHaveBeenCalledOnce();
  });

  it('names the server that pictures go to', () => {
    expect(screen.words('.start')).toContain('Pictures go to live.example only.');
  });

  it('tells the check what the person cannot do, as one list', () => {
    const [head, , mouth] = screen.root.querySelectorAll<HTMLInputElement>('.tick input');
    head?.click();
    mouth?.click();
    expect(screen.handle.told).toEqual(['exclude head', 'exclude head mouth']);
  });

  it('offers no movements to leave out where the application does not', () => {
    screen.view.setOptions({ ...OPTIONS, abilities: 'hidden' });
    screen.be(running({ state: 'act_due', prompt: asked('smile') }));
    expect([screen.seen('.abilities'), screen.seen('.cannot')]).toEqual([false, false]);
  });

  it.each([
    ['.cancel', 'cancel'],
    ['.cannot', 'cannot'],
  ])('has a button %s in the midst of an act', (selector, told) => {
    screen.be(running({ state: 'act_due', prompt: asked('smile') }));
    expect(screen.seen(selector)).toBe(true);
    screen.find(selector).click();
    expect(screen.handle.told).toEqual([told]);
  });

  it('tries again by a button, where there can be another try', () => {
    screen.be(snapshot({ phase: 'failed', problem: 'camera_denied', canRetry: true }));
    screen.find('.problem .primary').click();
    expect(screen.handle.told).toEqual(['retry']);
    screen.be(snapshot({ phase: 'failed', problem: 'origin_refused' }));
    expect(screen.seen('.problem .primary')).toBe(false);
  });

  it('shows the picture as a mirror, and one of a camera that looks away as it is', () => {
    const stream = fakeStream();
    screen.be(running({}, { stream }));
    expect(screen.find('video').hasAttribute('data-mirrored')).toBe(true);
    screen.be(running({}, { stream, mirrored: false }));
    expect(screen.find('video').hasAttribute('data-mirrored')).toBe(false);
  });

  it('lets go of the picture as soon as the check does', () => {
    screen.be(running({}, { stream: fakeStream() }));
    expect((screen.find('video') as HTMLVideoElement).srcObject).not.toBeNull();
    screen.be(snapshot({ phase: 'done' }));
    expect((screen.find('video') as HTMLVideoElement).srcObject).toBeNull();
  });

  it('says an act at once and aloud to readers, and a hint softly when it lasts', async () => {
    screen.be(running({ state: 'act_due', prompt: asked('blink', { times: 2 }) }));
    expect(screen.said()).toEqual(['', 'Blink 2 times. With both eyes, looking at the camera']);
    screen.be(running({ state: 'settling' }));
    await screen.clock.pass(3000);
    expect(screen.said()[0]).toBe(en.states.settling);
  });

  it('makes the same words a change, so that they are read again', async () => {
    screen.be(running({ state: 'settling' }));
    await screen.clock.pass(3000);
    screen.be(running({ state: 'act_due', prompt: asked('smile') }));
    screen.be(running({ state: 'settling' }));
    await screen.clock.pass(3000);
    expect(screen.said()[0]).toBe(`${en.states.settling}\u00a0`);
  });

  it('offers to read aloud only in a language that there is a voice of', () => {
    screen.be(running({ state: 'settling' }));
    expect(screen.seen('.speech')).toBe(true);
    screen.view.setTexts(de);
    expect(screen.seen('.speech')).toBe(false);
  });

  it('reads aloud when the person wants it, at once, and says so on the button', () => {
    screen.be(running({ state: 'act_due', prompt: asked('smile') }));
    expect(screen.speak).not.toHaveBeenCalled();
    screen.find('.speech').click();
    expect(screen.speak).toHaveBeenCalledOnce();
    expect(screen.words('.speech')).toBe(en.buttons.speakOff);
    expect(screen.find('.speech').title).toBe(en.buttons.speakOff);
  });

  it('counts down on its own clock between two answers', async () => {
    screen.be(running({ state: 'act_due', prompt: asked('smile', { seconds_left: 4 }) }, { progressAt: 0 }));
    screen.draw();
    expect(screen.words('.time')).toBe('4 seconds left');
    await screen.clock.pass(3100);
    screen.draw();
    expect(screen.words('.time')).toBe('1 second left');
    expect(screen.find('.head').hasAttribute('data-short')).toBe(true);
  });

  it('counts down to the next try', async () => {
    screen.be(snapshot({ phase: 'waiting', problem: 'server_full', retryAt: 5000, canRetry: true }));
    await screen.clock.pass(2000);
    screen.draw();
    expect(screen.words('.prompt-retry')).toBe('Trying again in 3 seconds');
  });

  it('draws nothing more when the picture is gone', () => {
    screen.be(running({}));
    screen.draw();
    expect(screen.frames).toHaveLength(1);
    screen.be(snapshot({ phase: 'cancelled' }));
    screen.draw();
    expect(screen.frames).toHaveLength(0);
  });

  it('tells how far the check is, in words, to those who do not see the dots', () => {
    screen.be(running({ state: 'act_due', done: ['smile'], prompt: asked('blink', { number: 2 }) }));
    const bar = screen.find('[role=progressbar]');
    expect(bar.getAttribute('aria-valuetext')).toBe('Step 2 of 3');
    expect(bar.getAttribute('aria-valuenow')).toBe('1');
    expect([...screen.root.querySelectorAll('.dots i')].map((dot) => dot.getAttribute('data-step'))).toEqual([
      'done',
      'now',
      'to-come',
    ]);
  });

  it('draws a few dots at most, whatever number of acts a server tells', () => {
    screen.be(running({ state: 'act_due', of: 300_000, prompt: asked('blink', { of: 300_000 }) }));
    expect(screen.root.querySelectorAll('.dots i')).toHaveLength(12);
    expect(screen.words('.step')).toBe('Step 1 of 300,000');
    screen.be(running({ state: 'act_due', of: 2, prompt: asked('blink', { of: 2 }) }));
    expect(screen.root.querySelectorAll('.dots i')).toHaveLength(2);
  });

  it('offers a choice of cameras only where there is one, and numbers those without a name', () => {
    const cameras = [
      { id: 'a', label: 'Front' },
      { id: 'b', label: '' },
    ];
    screen.be(running({}, { cameras: cameras.slice(0, 1), cameraId: 'a' }));
    expect(screen.seen('.chooser')).toBe(false);
    screen.be(running({}, { cameras, cameraId: 'a' }));
    const select = screen.find('select') as HTMLSelectElement;
    expect([...select.options].map((option) => option.label)).toEqual(['Front', 'Camera 2']);
    select.value = 'b';
    select.dispatchEvent(new Event('change'));
    expect(screen.handle.told).toEqual(['camera b']);
    screen.view.setOptions({ ...OPTIONS, camera: 'fixed' });
    expect(screen.seen('.chooser')).toBe(false);
  });

  it('speaks another language at once, in its own direction', () => {
    screen.view.setTexts(de);
    expect(screen.words('.start .title')).toBe(de.start.title);
    screen.view.setTexts(ar);
    expect(screen.find('.root').dir).toBe('rtl');
    expect(screen.find('.root').lang).toBe('ar');
  });

  it('is silent and deaf when it is closed, and whole again when it is opened', () => {
    screen.view.close();
    expect(screen.handle.listeners).toBe(0);
    screen.be(running({ state: 'act_due', prompt: asked('smile') }));
    expect(screen.said()).toEqual(['', '']);
    screen.view.open();
    screen.view.open();
    expect(screen.handle.listeners).toBe(1);
    expect(screen.said()[1]).toContain('Smile');
  });

  it('has no style in an attribute, which a strict content policy would refuse', () => {
    screen.be(running({ state: 'act_due', prompt: asked('turn_left') }));
    expect(screen.root.querySelector('[style]')).toBeNull();
  });

  it('shows nothing in the wrong language while the first one is on its way', () => {
    screen.view.hold();
    expect(screen.find('.root').hasAttribute('data-held')).toBe(true);
    screen.view.setTexts(de);
    expect(screen.find('.root').hasAttribute('data-held')).toBe(false);
  });

  it('never takes a check that is under way from sight for a language that is on its way', () => {
    screen.view.hold();
    screen.be(running({ state: 'act_due', prompt: asked('smile') }));
    expect(screen.find('.root').hasAttribute('data-held')).toBe(false);
    expect(screen.said()[1]).toContain('Smile');
    screen.view.setTexts(de);
    screen.view.hold();
    expect(screen.find('.root').hasAttribute('data-held')).toBe(false);
    expect(screen.words('.prompt-title')).toBe('Lächeln Sie');
  });

  it('keeps the old words until the new ones are there, also before anything has begun', () => {
    screen.view.setTexts(de);
    screen.view.hold();
    expect(screen.find('.root').hasAttribute('data-held')).toBe(false);
  });
});
