import { describe, expect, it, vi } from 'vitest';
import { Speaker, voiceFor } from '../../src/view/speech';

const voice = (lang: string, localService = true): SpeechSynthesisVoice => ({
  lang,
  localService,
  default: false,
  name: lang,
  voiceURI: lang,
});

function setUp(voices: SpeechSynthesisVoice[] = []) {
  const synth = { speak: vi.fn(), cancel: vi.fn(), getVoices: () => voices };
  const utterance = (words: string) => {
    const made: Pick<SpeechSynthesisUtterance, 'text' | 'lang' | 'voice'> = {
      text: words,
      lang: '',
      voice: null,
    };
    return made as SpeechSynthesisUtterance;
  };
  return { synth, speaker: new Speaker({ synth, utterance }) };
}

describe('reading aloud', () => {
  it('is off until it is asked for', () => {
    const { synth, speaker } = setUp();
    speaker.say('Smile', 'en', true);
    expect(synth.speak).not.toHaveBeenCalled();
  });

  it('says it in the language, by a voice of it', () => {
    const { synth, speaker } = setUp([voice('en-US'), voice('de-DE')]);
    speaker.turn(true);
    speaker.say('Lächeln Sie', 'de', true);
    expect(synth.speak).toHaveBeenCalledWith(
      expect.objectContaining({
        text: 'Lächeln Sie',
        lang: 'de',
        voice: expect.objectContaining({ lang: 'de-DE' }) as unknown,
      }),
    );
  });

  it('breaks off for a prompt, and for a hint does not', () => {
    const { synth, speaker } = setUp([voice('en-US')]);
    speaker.turn(true);
    speaker.say('Hold still', 'en', false);
    expect(synth.cancel).not.toHaveBeenCalled();
    speaker.say('Smile', 'en', true);
    expect(synth.cancel).toHaveBeenCalledOnce();
  });

  it('is silent at once when it is switched off', () => {
    const { synth, speaker } = setUp([voice('en-US')]);
    speaker.turn(true);
    speaker.say('Smile', 'en', false);
    speaker.turn(false);
    expect(synth.cancel).toHaveBeenCalledOnce();
    expect(speaker.on).toBe(false);
  });

  it('never breaks off what others of the page say', () => {
    const { synth, speaker } = setUp([voice('en-US')]);
    speaker.turn(false);
    speaker.hush();
    speaker.turn(true);
    speaker.say('Smile', 'en', true);
    expect(synth.cancel).not.toHaveBeenCalled();
    speaker.hush();
    speaker.hush();
    expect(synth.cancel).toHaveBeenCalledOnce();
  });

  it('is offered, and done, only by a voice of the language, whenever the browser has found one', () => {
    const voices = [voice('en-US')];
    const { synth, speaker } = setUp(voices);
    speaker.turn(true);
    speaker.say('Hymyilkää', 'fi', true);
    expect(speaker.able('fi')).toBe(false);
    expect(synth.speak).not.toHaveBeenCalled();
    voices.push(voice('fi-FI'));
    expect(speaker.able('fi')).toBe(true);
  });

  it('is not offered where the browser cannot speak', () => {
    const speaker = new Speaker({ synth: undefined, utterance: () => new SpeechSynthesisUtterance() });
    speaker.turn(true);
    speaker.say('Smile', 'en', true);
    expect(speaker.able('en')).toBe(false);
  });
});

describe('the voice', () => {
  it('is one of the machine before one that sends words away', () => {
    expect(voiceFor('en', [voice('en-GB', false), voice('en-US')])?.lang).toBe('en-US');
  });

  it('is of the region where there is one, whichever way its tag is written', () => {
    expect(voiceFor('pt-BR', [voice('pt-PT'), voice('pt_BR')])?.lang).toBe('pt_BR');
  });

  it('is none where none speaks the language', () => {
    expect(voiceFor('fi', [voice('en-US')])).toBeNull();
  });

  it.each([
    ['he', 'iw-IL'],
    ['id', 'in_ID'],
    ['nb', 'no-NO'],
  ])('of %s may go by another name, %s', (language, tag) => {
    expect(voiceFor(language, [voice(tag)])?.lang).toBe(tag);
  });
});
