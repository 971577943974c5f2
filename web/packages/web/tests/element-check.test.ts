import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { define } from '../src/define';
import type { CheckOptions } from '../src/flow/options';
import type { Snapshot } from '../src/flow/snapshot';
import { settle } from './clock';
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

  afterEach(() => document.body.replaceChildren());

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
