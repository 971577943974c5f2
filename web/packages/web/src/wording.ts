/** The words an element speaks: those of its language once they are there, and never none for long. */
import { chooseLanguage } from './texts/choose';
import { en } from './texts/en';
import { FALLBACK } from './texts/languages';
import { loadTexts } from './texts/load';
import type { Texts } from './texts/texts';

export interface WordingParts {
  readonly wishes: () => readonly string[];
  /** Whether nothing has begun: before that, nothing is to flicker in another language. */
  readonly atRest: () => boolean;
  /** The first words are on their way. */
  readonly hold: () => void;
  readonly take: (texts: Texts) => void;
  /** The first words have been taken. */
  readonly ready: () => void;
}

export class Wording {
  readonly #parts: WordingParts;
  /** Counts the languages asked for: one that comes late is not taken for the newest. */
  #asked = 0;
  #ready = false;

  constructor(parts: WordingParts) {
    this.#parts = parts;
  }

  get ready(): boolean {
    return this.#ready;
  }

  /** Asks for the language anew; until its words are there, those of before do. */
  async choose(): Promise<void> {
    const asked = (this.#asked += 1);
    const language = chooseLanguage(this.#parts.wishes());
    if (language !== FALLBACK && !this.#ready && this.#parts.atRest()) this.#parts.hold();
    // English is here already, and nothing waits for it.
    const texts = language === FALLBACK ? en : await loadTexts(language);
    if (asked === this.#asked) this.#take(texts);
  }

  /** A check has begun before the words were there: better in English than in front of nothing. */
  hurry(): void {
    if (!this.#ready) this.#take(en);
  }

  #take(texts: Texts): void {
    this.#parts.take(texts);
    if (this.#ready) return;
    this.#ready = true;
    this.#parts.ready();
  }
}
