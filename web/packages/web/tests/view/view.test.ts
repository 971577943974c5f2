import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Phase } from '../../src/flow/phases';
import { PHASES } from '../../src/flow/phases';
import type { Snapshot } from '../../src/flow/snapshot';
import { de } from '../../src/texts/de';
import { ar } from '../../src/texts/ar';
import { en } from '../../src/texts/en';
import type { ViewOptions } from '../../src/view/options';
import { View } from '../../src/view/view';
import { HandClock } from '../clock';
import { fakeStream } from '../lens';
import { asked, FakeHandle, running, snapshot } from './scenes';

const OPTIONS: ViewOptions = {
  abilities: 'offered',
  camera: 'chooser',
  spoken: false,
  serverName: 'live.example',
};

describe('the view', () => {
  let clock: HandClock;
  let handle: FakeHandle;
  let root: ShadowRoot;
  let view: View;
  let frames: FrameRequestCallback[];
  const speak = vi.fn();
  const begin = vi.fn();

  beforeEach(() => {
    frames = [];
    vi.spyOn(window, 'requestAnimationFrame').mockImplementation((job) => frames.push(job));
    vi.spyOn(window, 'cancelAnimationFrame').mockImplementation((id) => void (frames[id - 1] = () => 0));
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
    vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue();
    clock = new HandClock();
    handle = new FakeHandle();
    const host = document.body.appendChild(document.createElement('div'));
    root = host.attachShadow({ mode: 'open' });
    const speech = {
      synth: { speak, cancel: vi.fn(), getVoices: () => [] },
      utterance: (words: string) => ({ text: words, lang: '' }) as SpeechSynthesisUtterance,
    };
    view = new View({ root, handle, timers: clock, speech, begin }, en, OPTIONS);
    view.open();
  });

  afterEach(() => {
    view.close();
    document.body.replaceChildren();
    speak.mockReset();
    begin.mockReset();
  });

  const find = (selector: string): HTMLElement => {
    const found = root.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`expected ${selector}`);
    return found;
  };
  const seen = (selector: string) => find(selector).closest('[hidden]') === null;
  const words = (selector: string) => find(selector).textContent;
  const be = (next: Snapshot) => handle.become(next);
  const said = () => [words('[role=status]'), words('[role=alert]')];
  /** Runs what was asked to be drawn next. */
  const draw = () => frames.splice(0).forEach((job) => job(clock.now()));

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
      be(snapshot({ phase }));
      expect([...new Set(Object.values(PANELS))].filter(seen)).toEqual([PANELS[phase]]);
    },
  );

  it('begins when the button is pressed', () => {
    find('.start .primary').click();
    expect(begin).toHaveBeenCalledOnce();
  });

  it('names the server that pictures go to', () => {
    expect(words('.start')).toContain('Pictures go to live.example only.');
  });

  it('tells the check what the person cannot do, as one list', () => {
    const [head, , mouth] = root.querySelectorAll<HTMLInputElement>('.tick input');
    head?.click();
    mouth?.click();
    expect(handle.told).toEqual(['exclude head', 'exclude head mouth']);
  });

  it('offers no movements to leave out where the application does not', () => {
    view.setOptions({ ...OPTIONS, abilities: 'hidden' });
    be(running({ state: 'act_due', prompt: asked('smile') }));
    expect([seen('.abilities'), seen('.cannot')]).toEqual([false, false]);
  });

  it.each([
    ['.cancel', 'cancel'],
    ['.cannot', 'cannot'],
  ])('has a button %s in the midst of an act', (selector, told) => {
    be(running({ state: 'act_due', prompt: asked('smile') }));
    expect(seen(selector)).toBe(true);
    find(selector).click();
    expect(handle.told).toEqual([told]);
  });

  it('tries again by a button, where there can be another try', () => {
    be(snapshot({ phase: 'failed', problem: 'camera_denied', canRetry: true }));
    find('.problem .primary').click();
    expect(handle.told).toEqual(['retry']);
    be(snapshot({ phase: 'failed', problem: 'origin_refused' }));
    expect(seen('.problem .primary')).toBe(false);
  });

  it('shows the picture as a mirror, and one of a camera that looks away as it is', () => {
    const stream = fakeStream();
    be(running({}, { stream }));
    expect(find('video').hasAttribute('data-mirrored')).toBe(true);
    be(running({}, { stream, mirrored: false }));
    expect(find('video').hasAttribute('data-mirrored')).toBe(false);
  });

  it('lets go of the picture as soon as the check does', () => {
    be(running({}, { stream: fakeStream() }));
    expect((find('video') as HTMLVideoElement).srcObject).not.toBeNull();
    be(snapshot({ phase: 'done' }));
    expect((find('video') as HTMLVideoElement).srcObject).toBeNull();
  });

  it('says an act at once and aloud to readers, and a hint softly when it lasts', async () => {
    be(running({ state: 'act_due', prompt: asked('blink', { times: 2 }) }));
    expect(said()).toEqual(['', 'Blink 2 times. With both eyes, looking at the camera']);
    be(running({ state: 'settling' }));
    await clock.pass(3000);
    expect(said()[0]).toBe(en.states.settling);
  });

  it('makes the same words a change, so that they are read again', async () => {
    be(running({ state: 'settling' }));
    await clock.pass(3000);
    be(running({ state: 'act_due', prompt: asked('smile') }));
    be(running({ state: 'settling' }));
    await clock.pass(3000);
    expect(said()[0]).toBe(`${en.states.settling}\u00a0`);
  });

  it('reads aloud when the person wants it, at once, and says so on the button', () => {
    be(running({ state: 'act_due', prompt: asked('smile') }));
    expect(speak).not.toHaveBeenCalled();
    find('.speech').click();
    expect(speak).toHaveBeenCalledOnce();
    expect(words('.speech')).toBe(en.buttons.speakOff);
    expect(find('.speech').title).toBe(en.buttons.speakOff);
  });

  it('counts down on its own clock between two answers', async () => {
    be(running({ state: 'act_due', prompt: asked('smile', { seconds_left: 4 }) }, { progressAt: 0 }));
    draw();
    expect(words('.time')).toBe('4 seconds left');
    await clock.pass(3100);
    draw();
    expect(words('.time')).toBe('1 second left');
    expect(find('.head').hasAttribute('data-short')).toBe(true);
  });

  it('counts down to the next try', async () => {
    be(snapshot({ phase: 'waiting', problem: 'server_full', retryAt: 5000, canRetry: true }));
    await clock.pass(2000);
    draw();
    expect(words('.prompt-retry')).toBe('Trying again in 3 seconds');
  });

  it('draws nothing more when the picture is gone', () => {
    be(running({}));
    draw();
    expect(frames).toHaveLength(1);
    be(snapshot({ phase: 'cancelled' }));
    draw();
    expect(frames).toHaveLength(0);
  });

  it('tells how far the check is, in words, to those who do not see the dots', () => {
    be(running({ state: 'act_due', done: ['smile'], prompt: asked('blink', { number: 2 }) }));
    const bar = find('[role=progressbar]');
    expect(bar.getAttribute('aria-valuetext')).toBe('Step 2 of 3');
    expect(bar.getAttribute('aria-valuenow')).toBe('1');
    expect([...root.querySelectorAll('.dots i')].map((dot) => dot.getAttribute('data-step'))).toEqual([
      'done',
      'now',
      'to-come',
    ]);
  });

  it('offers a choice of cameras only where there is one, and numbers those without a name', () => {
    const cameras = [
      { id: 'a', label: 'Front' },
      { id: 'b', label: '' },
    ];
    be(running({}, { cameras: cameras.slice(0, 1), cameraId: 'a' }));
    expect(seen('.chooser')).toBe(false);
    be(running({}, { cameras, cameraId: 'a' }));
    const select = find('select') as HTMLSelectElement;
    expect([...select.options].map((option) => option.label)).toEqual(['Front', 'Camera 2']);
    select.value = 'b';
    select.dispatchEvent(new Event('change'));
    expect(handle.told).toEqual(['camera b']);
    view.setOptions({ ...OPTIONS, camera: 'fixed' });
    expect(seen('.chooser')).toBe(false);
  });

  it('hands the keyboard on when the button that had it is gone, and takes it from nobody else', () => {
    find('.start .primary').focus();
    be(snapshot({ phase: 'permission' }));
    expect(root.activeElement).toBe(find('.permission .title'));
    const outside = document.body.appendChild(document.createElement('input'));
    outside.focus();
    be(snapshot({ phase: 'cancelled' }));
    expect(document.activeElement).toBe(outside);
  });

  it('speaks another language at once, in its own direction', () => {
    view.setTexts(de);
    expect(words('.start .title')).toBe(de.start.title);
    view.setTexts(ar);
    expect(find('.root').dir).toBe('rtl');
    expect(find('.root').lang).toBe('ar');
  });

  it('shows and says nothing in the wrong language while another one is on its way', () => {
    view.hold();
    be(running({ state: 'act_due', prompt: asked('smile') }));
    expect(said()).toEqual(['', '']);
    expect(find('.root').hasAttribute('data-held')).toBe(true);
    view.setTexts(de);
    expect(said()[1]).toContain('Lächeln');
    expect(find('.root').hasAttribute('data-held')).toBe(false);
  });

  it('is silent and deaf when it is closed, and whole again when it is opened', () => {
    view.close();
    expect(handle.listeners).toBe(0);
    be(running({ state: 'act_due', prompt: asked('smile') }));
    expect(said()).toEqual(['', '']);
    view.open();
    view.open();
    expect(handle.listeners).toBe(1);
    expect(said()[1]).toContain('Smile');
  });

  it('has no style in an attribute, which a strict content policy would refuse', () => {
    be(running({ state: 'act_due', prompt: asked('turn_left') }));
    expect(root.querySelector('[style]')).toBeNull();
  });
});
