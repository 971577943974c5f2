import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { define } from '../src/define';
import type { FacevowCheckElement } from '../src/element';
import type { CheckEvents } from '../src/events';
import { settle } from './clock';

const TOKEN = 'fvs_one.fvt_secret';

define();

/** jsdom has no cameras and no secure context: a start ends there, by the way that every start takes. */
describe('<facevow-check>', () => {
  let heard: [string, unknown][];
  const NAMES: (keyof CheckEvents)[] = ['facevow-phase', 'facevow-problem', 'facevow-session-needed'];
  const hear = (event: Event) => {
    if (event instanceof CustomEvent) heard.push([event.type, event.detail]);
  };

  beforeEach(() => {
    heard = [];
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
    for (const name of NAMES) document.addEventListener(name, hear);
  });

  afterEach(() => {
    for (const name of NAMES) document.removeEventListener(name, hear);
    document.body.replaceChildren();
    document.documentElement.removeAttribute('lang');
  });

  function make(attributes: Record<string, string> = {}): FacevowCheckElement {
    const element = document.createElement('facevow-check');
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return document.body.appendChild(element);
  }
  const shown = (element: FacevowCheckElement, selector: string) =>
    element.shadowRoot?.querySelector(selector)?.textContent;

  it('begins at rest, with a button, and tells nothing', () => {
    const element = make({ 'session-token': TOKEN });
    expect([element.phase, element.problem]).toEqual(['idle', null]);
    expect(shown(element, '.start .primary')).toBe('Start the check');
    expect(heard).toEqual([]);
  });

  it('tells the document, out of its shadow, what becomes of a start', async () => {
    const element = make({ 'session-token': TOKEN });
    await element.start();
    expect(element.phase).toBe('failed');
    const problem = heard.find(([name]) => name === 'facevow-problem')?.[1];
    expect(problem).toMatchObject({ code: element.problem });
  });

  it('starts by itself when it is to and has a token, before or afterwards', async () => {
    const [early, late, never] = [
      make({ 'session-token': TOKEN, 'auto-start': '' }),
      make({ 'auto-start': '' }),
      make({ 'session-token': TOKEN }),
    ];
    await settle();
    expect([early.phase, late.phase, never.phase]).toEqual(['failed', 'idle', 'idle']);
    late.sessionToken = TOKEN;
    await settle();
    expect(late.phase).toBe('failed');
  });

  it('has a property for each attribute, and each says what it stands for', () => {
    const element = make();
    expect([element.theme, element.facing, element.abilities, element.camera]).toEqual([
      'auto',
      'user',
      'offered',
      'chooser',
    ]);
    Object.assign(element, {
      sessionToken: TOKEN,
      theme: 'dark',
      facing: 'environment',
      abilities: 'hidden',
      camera: 'fixed',
      spoken: true,
      autoStart: true,
    });
    expect(element.getAttributeNames().sort()).toEqual([
      'abilities',
      'auto-start',
      'camera',
      'facing',
      'session-token',
      'spoken',
      'theme',
    ]);
    element.theme = null;
    element.spoken = false;
    expect([element.hasAttribute('theme'), element.hasAttribute('spoken')]).toEqual([false, false]);
  });

  it('takes nonsense in an attribute for what it is by itself', () => {
    const element = make({ theme: 'pink', facing: 'up', abilities: 'x', camera: 'x' });
    expect([element.theme, element.facing, element.abilities, element.camera]).toEqual([
      'auto',
      'user',
      'offered',
      'chooser',
    ]);
  });

  it('finds its server from the page, and where its script came from if the page says nothing', () => {
    expect(make({ server: '/check' }).server).toBe(new URL('/check', document.baseURI).href);
    expect(make({ server: 'https://liveness.example' }).server).toBe('https://liveness.example/');
    expect(make().server).toMatch(/\/packages\/web\/src\/$/);
  });

  it('takes up what was set before its script came', () => {
    const element = document.createElement('facevow-check');
    Object.defineProperty(element, 'theme', { value: 'dark', configurable: true, writable: true });
    document.body.append(element);
    expect(element.getAttribute('theme')).toBe('dark');
    expect(Object.hasOwn(element, 'theme')).toBe(false);
  });

  it('speaks the language that stands nearest, in its direction', async () => {
    document.documentElement.lang = 'de';
    const [german, arabic] = [make(), make({ lang: 'ar' })];
    await vi.waitFor(() => expect(shown(german, '.start .primary')).toBe('Prüfung starten'));
    await vi.waitFor(() =>
      expect(arabic.shadowRoot?.querySelector('.root')?.getAttribute('dir')).toBe('rtl'),
    );
  });

  it('changes its language with the attribute', async () => {
    const element = make({ lang: 'de' });
    element.lang = 'en';
    await vi.waitFor(() => expect(shown(element, '.start .primary')).toBe('Start the check'));
    expect(element.shadowRoot?.querySelector('.root')?.hasAttribute('data-held')).toBe(false);
  });

  it('goes on when it is only moved within its page', async () => {
    const element = make({ 'session-token': TOKEN });
    await element.start();
    const before = element.snapshot;
    document.body.appendChild(document.createElement('section')).append(element);
    await settle();
    expect(element.snapshot).toBe(before);
  });

  it('is as new when it was taken out and comes back', async () => {
    const element = make({ 'session-token': TOKEN });
    await element.start();
    element.remove();
    await settle();
    document.body.append(element);
    expect(element.phase).toBe('idle');
    await element.start();
    expect(element.phase).toBe('failed');
  });

  it('says that it needs a session where it has none and no way to one', async () => {
    const element = make();
    await element.start();
    expect(element.problem).toBe('token_missing');
    expect(heard.at(-1)).toEqual(['facevow-session-needed', { because: 'token_missing' }]);
  });

  it('may be defined twice, as when its script is loaded twice', () => {
    expect(() => define()).not.toThrow();
  });
});
