import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { define } from '../src/define';
import type { CheckOptions } from '../src/flow/options';
import type { Snapshot } from '../src/flow/snapshot';
import { settle } from './clock';
import { View } from '../src/view/view';
import { asked, FakeHandle, running, snapshot } from './view/scenes';

/** A check that goes where the test says. */
class ToldCheck extends FakeHandle {
  readonly options: () => CheckOptions;

  constructor(options: () => CheckOptions) {
    super();
    this.options = options;
  }

  stop = () => {
    this.told.push('stop');
    this.become(snapshot());
  };
  optionsChanged = () => void this.told.push('options');
  moved = () => undefined;
}

const checks: ToldCheck[] = [];

vi.mock('../src/flow/browser', () => ({
  browserCheck: (options: () => CheckOptions) => {
    const check = new ToldCheck(options);
    checks.push(check);
    return check;
  },
}));

define();

const COMPLETED = { type: 'ended', state: 'COMPLETED' } as const;

describe('the element and its check', () => {
  beforeEach(() => {
    checks.length = 0;
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });

  function make(attributes: Record<string, string> = {}) {
    const element = document.createElement('facevow-check');
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.body.append(element);
    const [check] = checks;
    if (!check) throw new Error('expected a check');
    check.told.length = 0;
    return { element, check, be: (next: Snapshot) => check.become(next) };
  }

  it('tells whoever listens on the document, out of shadow trees, of what happens', () => {
    const host = document.body.appendChild(document.createElement('div'));
    const { element, be } = make();
    host.attachShadow({ mode: 'open' }).append(element);
    const heard: unknown[] = [];
    document.addEventListener('facevow-prompt', ({ detail }) => heard.push(detail), { once: true });
    be(running({ state: 'act_due', prompt: asked('blink', { number: 2 }) }));
    expect(heard).toEqual([{ state: 'act_due', act: 'blink', number: 2, of: 3 }]);
  });

  it('reads its attributes anew whenever the check asks', () => {
    const { element, check } = make({ server: 'https://one.example', facing: 'environment' });
    const newSession = () => Promise.resolve('fvs_b.fvt_b');
    element.newSession = newSession;
    element.setAttribute('session-token', 'fvs_a.fvt_a');
    expect(check.options()).toEqual({
      server: 'https://one.example/',
      sessionToken: 'fvs_a.fvt_a',
      newSession,
      facing: 'environment',
    });
    expect(check.told).toEqual(['options', 'options']);
  });

  it('goes back to the start for the token of the next one, when one is done with', () => {
    const { element, check, be } = make({ 'session-token': 'fvs_a.fvt_a' });
    be(snapshot({ phase: 'done', ended: COMPLETED }));
    element.sessionToken = 'fvs_b.fvt_b';
    expect(check.told).toEqual(['options', 'stop']);
    expect(element.phase).toBe('idle');
  });

  it('leaves the end in sight where the person may try again, and a check under way alone', () => {
    const { element, check, be } = make({ 'session-token': 'fvs_a.fvt_a' });
    be(snapshot({ phase: 'done', ended: { ...COMPLETED, verdict: 'NO_RESPONSE' }, canRetry: true }));
    element.sessionToken = 'fvs_b.fvt_b';
    be(running({}));
    element.sessionToken = 'fvs_c.fvt_c';
    expect(check.told).not.toContain('stop');
  });

  it('starts the next one by itself where it is to', () => {
    const { element, check, be } = make({ 'auto-start': '' });
    be(snapshot({ phase: 'done', ended: COMPLETED }));
    element.sessionToken = 'fvs_b.fvt_b';
    expect(check.told).toEqual(['options', 'stop', 'start']);
  });

  it('starts by itself for the token of the next one after somebody gave up, too', () => {
    const { element, check, be } = make({ 'auto-start': '', 'session-token': 'fvs_a.fvt_a' });
    be(snapshot({ phase: 'cancelled', canRetry: true }));
    element.sessionToken = 'fvs_b.fvt_b';
    expect(check.told).toEqual(['options', 'start']);
  });

  it('does not start again by itself what is over, because newSession is set anew, or it is moved', () => {
    const { element, check, be } = make({ 'auto-start': '' });
    element.newSession = () => Promise.resolve('fvs_a.fvt_a');
    expect(check.told).toEqual(['options', 'start']);
    for (const phase of ['done', 'cancelled', 'failed'] as const) {
      be(snapshot({ phase, problem: phase === 'failed' ? 'connection_lost' : null, canRetry: true }));
      element.newSession = () => Promise.resolve('fvs_b.fvt_b');
      element.autoStart = false;
      element.autoStart = true;
      document.body.append(element);
    }
    expect(check.told.filter((told) => told === 'start')).toHaveLength(1);
  });

  it('does not start by itself after a problem that another token does not mend, and at once after none', () => {
    const { element, check, be } = make({ 'auto-start': '', 'session-token': 'fvs_a.fvt_a' });
    document.addEventListener('facevow-session-needed', () => (element.sessionToken = 'fvs_b.fvt_b'), {
      once: true,
    });
    be(snapshot({ phase: 'failed', problem: 'too_often' }));
    expect(element.sessionToken).toBe('fvs_b.fvt_b');
    be(snapshot({ phase: 'failed', problem: 'connection_lost' }));
    element.sessionToken = 'fvs_c.fvt_c';
    expect(check.told).toEqual(['options', 'options']);
  });

  it('goes on by itself with another token after it was cut off, once it has waited', () => {
    vi.useFakeTimers();
    const { element, check, be } = make({ 'auto-start': '', 'session-token': 'fvs_a.fvt_a' });
    be(snapshot({ phase: 'failed', problem: 'connection_lost' }));
    element.sessionToken = 'fvs_b.fvt_b';
    vi.advanceTimersByTime(1000);
    expect(check.told).toEqual(['options', 'start']);
  });

  it('begins nothing where it is in no page, in which nobody could turn it off', async () => {
    const { element, check } = make({ 'session-token': 'fvs_a.fvt_a' });
    const attempt = async () => {
      check.told.length = 0;
      await element.start();
      element.retry();
      return check.told.filter((told) => told !== 'stop');
    };
    element.remove();
    expect(await attempt()).toEqual([]);
    document.implementation.createHTMLDocument().body.append(element);
    expect(await attempt()).toEqual([]);
    document.body.append(element);
    expect(await attempt()).toEqual(['start', 'retry']);
  });

  it('turns everything off when it is carried into a document without a window', async () => {
    const { element, check, be } = make();
    be(running({}));
    document.implementation.createHTMLDocument().body.append(element);
    await settle();
    expect(check.told).toContain('stop');
  });

  it('tells of what a listener does only after what it was told of, in whole', () => {
    const { element, be } = make();
    const heard: string[] = [];
    element.addEventListener('facevow-phase', ({ detail: { phase } }) => {
      heard.push(phase);
      if (phase === 'running') be(snapshot({ phase: 'cancelled' }));
    });
    element.addEventListener('facevow-prompt', () => heard.push('prompt'));
    element.addEventListener('facevow-cancelled', () => heard.push('gave up'));
    be(running({ state: 'act_due', prompt: asked('blink') }));
    expect(heard).toEqual(['running', 'prompt', 'cancelled', 'gave up']);
  });

  it('starts by itself only once it has its words', async () => {
    const { check } = make({ 'auto-start': '', 'session-token': 'fvs_a.fvt_a', lang: 'de' });
    expect(check.told).toEqual([]);
    await vi.waitFor(() => expect(check.told).toEqual(['start']), { timeout: 4500 });
  });

  it('shows no check that goes on without words, whether they are the first ones or others', () => {
    const hold = vi.spyOn(View.prototype, 'hold');
    const words = vi.spyOn(View.prototype, 'setTexts');
    const { element, be } = make({ lang: 'de' });
    expect([hold.mock.calls.length, words.mock.calls.length]).toEqual([1, 0]);
    be(running({}));
    expect(words.mock.lastCall?.[0].language).toBe('en');
    element.lang = 'fr';
    be(snapshot());
    element.lang = 'es';
    expect(hold).toHaveBeenCalledOnce();
  });

  it('turns everything off when it is taken out, and nothing when it is moved', async () => {
    const { element, check, be } = make();
    be(running({}));
    document.body.appendChild(document.createElement('section')).append(element);
    await settle();
    expect(check.told).toEqual([]);
    element.remove();
    await settle();
    expect(check.told).toEqual(['stop']);
    expect(check.listeners).toBe(0);
  });

  it('hands on what the page asks of it', async () => {
    const { element, check } = make();
    await element.start();
    element.cancel();
    element.retry();
    expect(check.told).toEqual(['start', 'cancel', 'retry']);
  });
});
