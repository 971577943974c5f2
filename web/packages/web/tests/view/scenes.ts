/** Snapshots as a check makes them, and a check that does nothing but remember what it was told. */
import type { AskedMessage, CheckMessage, ProgressMessage, QualityCode } from '../../src/api/stream';
import type { CheckHandle } from '../../src/flow/handle';
import { AT_REST, type Ability, type Snapshot } from '../../src/flow/snapshot';

export const snapshot = (changes: Partial<Snapshot> = {}): Snapshot => ({ ...AT_REST, ...changes });

const CHECK: CheckMessage = { enabled: true, state: 'settling', done: [], of: 3, prompt: null, notice: null };

export interface Answer extends Partial<CheckMessage> {
  readonly guidance?: QualityCode[];
  readonly face?: ProgressMessage['face'];
}

export function progress({ guidance = [], face = [200, 120, 180, 220], ...check }: Answer): ProgressMessage {
  return {
    type: 'progress',
    sequence: 1,
    dropped: 0,
    face,
    width: 640,
    height: 480,
    guidance,
    message: '',
    active_check: { ...CHECK, ...check },
  };
}

export const asked = (act: AskedMessage['act'], changes: Partial<AskedMessage> = {}): AskedMessage => ({
  act,
  times: 1,
  number: 1,
  of: 3,
  seconds_left: 5,
  window: 6,
  progress: 0,
  ...changes,
});

export const WELCOME = {
  type: 'welcome',
  session: 'fvs_one',
  active: true,
  person_may_exclude: true,
  expires_in: 60,
  heartbeat: 10,
  max_bytes: 1_000_000,
  max_side: 4096,
} as const;

/** In the midst of a check, with this answer of the server. */
export const running = (answer: Answer, changes: Partial<Snapshot> = {}): Snapshot =>
  snapshot({ phase: 'running', welcome: WELCOME, progress: progress(answer), ...changes });

export class FakeHandle implements CheckHandle {
  readonly told: string[] = [];
  grab: (() => Promise<Blob | null>) | null = null;
  #snapshot = AT_REST;
  readonly #listeners = new Set<() => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  become(next: Snapshot): void {
    this.#snapshot = next;
    for (const listener of this.#listeners) listener();
  }

  snapshot = () => this.#snapshot;
  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  start = () => Promise.resolve(void this.told.push('start'));
  cancel = () => void this.told.push('cancel');
  retry = () => void this.told.push('retry');
  exclude = (abilities: readonly Ability[]) => void this.told.push(`exclude ${abilities.join(' ')}`);
  cannot = () => void this.told.push('cannot');
  chooseCamera = (id: string) => void this.told.push(`camera ${id}`);
  takeFramesFrom = (grab: () => Promise<Blob | null>) => void (this.grab = grab);
  sawLight = (light: Snapshot['light']) => void this.told.push(`light ${light ?? 'none'}`);
}
