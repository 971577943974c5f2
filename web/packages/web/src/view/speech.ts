/** Reads prompts aloud for people who want that and use no screen reader. Off until it is asked for. */

/** The part of `window.speechSynthesis` that this needs. */
export type Synth = Pick<SpeechSynthesis, 'speak' | 'cancel' | 'getVoices'>;

export interface SpeechParts {
  /** Undefined where the browser cannot speak. */
  readonly synth: Synth | undefined;
  readonly utterance: (words: string) => SpeechSynthesisUtterance;
}

export function browserSpeech(): SpeechParts {
  return {
    synth: 'speechSynthesis' in window ? window.speechSynthesis : undefined,
    utterance: (words) => new SpeechSynthesisUtterance(words),
  };
}

export class Speaker {
  readonly #parts: SpeechParts;
  #on = false;

  constructor(parts: SpeechParts) {
    this.#parts = parts;
  }

  get able(): boolean {
    return this.#parts.synth !== undefined;
  }

  get on(): boolean {
    return this.#on && this.able;
  }

  turn(on: boolean): void {
    this.#on = on;
    if (!on) this.hush();
  }

  say(words: string, language: string, urgent: boolean): void {
    const { synth, utterance } = this.#parts;
    if (!this.#on || !synth) return;
    if (urgent) synth.cancel();
    const spoken = utterance(words);
    spoken.lang = language;
    const voice = voiceFor(language, synth.getVoices());
    if (voice) spoken.voice = voice;
    synth.speak(spoken);
  }

  hush(): void {
    this.#parts.synth?.cancel();
  }
}

/** The voice of just this language, else one of its kin; a voice on the machine before one that asks a stranger. */
export function voiceFor(
  language: string,
  voices: readonly SpeechSynthesisVoice[],
): SpeechSynthesisVoice | null {
  const wanted = language.toLowerCase();
  const kin = primary(wanted);
  const able = voices.filter(({ lang }) => primary(normal(lang)) === kin);
  const rank = ({ lang, localService }: SpeechSynthesisVoice) =>
    (localService ? 2 : 0) + (normal(lang) === wanted ? 1 : 0);
  return able.sort((a, b) => rank(b) - rank(a))[0] ?? null;
}

/** Some systems write `pt_BR`. */
const normal = (tag: string): string => tag.replaceAll('_', '-').toLowerCase();

const primary = (tag: string): string => tag.split('-')[0] ?? tag;
