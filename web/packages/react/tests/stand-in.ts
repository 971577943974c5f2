/** An element in the place of `<facevow-check>` that notes in what order it is given what it needs. */
export class StandIn extends HTMLElement {
  static readonly observedAttributes = [
    'session-token',
    'server',
    'lang',
    'theme',
    'spoken',
    'facing',
    'auto-start',
    'abilities',
    'camera',
  ];
  readonly done: string[] = [];
  phase = 'idle';
  problem: string | null = null;
  #newSession: unknown = null;

  get newSession(): unknown {
    return this.#newSession;
  }

  set newSession(value: unknown) {
    this.#newSession = value;
    this.done.push(value === null ? 'newSession removed' : 'newSession');
  }

  /** As the element itself: a name that is a property, too, which React 19 would set in place of the attribute. */
  get spoken(): boolean {
    return this.hasAttribute('spoken');
  }

  set spoken(value: boolean) {
    this.toggleAttribute('spoken', value);
  }

  override addEventListener(...given: Parameters<HTMLElement['addEventListener']>): void {
    this.done.push(`hears ${given[0]}`);
    super.addEventListener(...given);
  }

  attributeChangedCallback(name: string, _before: string | null, now: string | null): void {
    this.done.push(now === null ? `${name} removed` : `${name}=${now}`);
    if (name === 'auto-start' && now !== null) this.enters('permission');
  }

  start(): Promise<void> {
    this.done.push('start');
    return Promise.resolve();
  }

  cancel(): void {
    this.done.push('cancel');
  }

  retry(): void {
    this.done.push('retry');
  }

  enters(phase: string, problem: string | null = null): void {
    this.phase = phase;
    this.problem = problem;
    this.tells('facevow-phase', { phase, problem });
  }

  tells(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

export function shown(): StandIn {
  const found = document.querySelector('facevow-check');
  if (found instanceof StandIn) return found;
  throw new Error('expected the element to be shown');
}
