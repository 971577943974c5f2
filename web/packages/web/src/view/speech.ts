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
  /** Other parts of the page may speak, too: only what this one said is broken off. */
  #spoke = false;

  constructor(parts: SpeechParts) {
    this.#parts = parts;
    // Some browsers look for their voices only when they are first asked for them.
    parts.synth?.getVoices();
  }

  get on(): boolean {
    return this.#on;
  }

  /** Whether there is a voice for it; where there is none, another language's would read what nobody understands. */
  able(language: string): boolean {
    return this.#voice(language) !== null;
  }

  turn(on: boolean): void {
    this.#on = on;
    if (!on) this.hush();
  }

  say(words: string, language: string, urgent: boolean): void {
    const { synth, utterance } = this.#parts;
    const voice = this.#on ? this.#voice(language) : null;
    if (!synth || !voice) return;
    if (urgent) this.hush();
    const spoken = utterance(words);
    spoken.lang = language;
    spoken.voice = voice;
    this.#spoke = true;
    synth.speak(spoken);
  }

  hush(): void {
    if (this.#spoke) this.#parts.synth?.cancel();
    this.#spoke = false;
  }

  #voice(language: string): SpeechSynthesisVoice | null {
    return voiceFor(language, this.#parts.synth?.getVoices() ?? []);
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

/** Languages that some systems call by a name that others have given up, or by that of all their kin. */
const ALIASES: Readonly<Record<string, string>> = { iw: 'he', in: 'id', no: 'nb' };

function primary(tag: string): string {
  const first = tag.split('-')[0] ?? tag;
  return ALIASES[first] ?? first;
}
