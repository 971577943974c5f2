/** What an outcome comes to, in a word, a colour and its reasons. Only the server's own answer makes it green. */
import { texts } from '../../texts';
import type { Tone } from '../shared/tone';
import type { Outcome } from './requests';

export interface Judgement {
  readonly code: string;
  readonly tone: Tone;
  readonly word: string;
  readonly line: string;
  readonly reasons: readonly string[];
}

export function judge(outcome: Outcome): Judgement {
  switch (outcome.task) {
    case 'identify':
      return judgeIdentified(outcome.value);
    case 'verify':
      return judgeVerified(outcome);
    case 'enrol':
      return judgeEnrolment(outcome.value);
  }
}

/** The reason of a face that was compared, and was too unlike. */
const NOT_MATCHED = 'not_matched';

type Of<Task> = Extract<Outcome, { task: Task }>;

function judgeVerified({ subject, value }: Of<'verify'>): Judgement {
  const { people } = texts;
  if (value.match) {
    const { match: word, matchLine } = people;
    return { code: 'match', tone: 'good', word, line: matchLine(subject), reasons: [] };
  }
  const reasons = value.reasons.map(people.reason);
  return { code: 'no-match', tone: 'bad', word: people.noMatch, line: people.noMatchLine(subject), reasons };
}

function judgeIdentified({ matches, searched, reasons: codes }: Of<'identify'>['value']): Judgement {
  const { people } = texts;
  if (matches.length === 0) {
    const { nobody: word, nobodyLine, notLookedLine } = people;
    const looked = codes.every((code) => code === NOT_MATCHED) || searched === 0;
    const reasons = looked ? [] : codes.map(people.reason);
    const line = looked ? nobodyLine(searched) : notLookedLine;
    return { code: looked ? 'nobody' : 'not-looked', tone: looked ? 'unsure' : 'bad', word, line, reasons };
  }
  const { found: word, foundLine } = people;
  return { code: 'found', tone: 'good', word, line: foundLine(matches.length), reasons: [] };
}

function judgeEnrolment({ subject, templates, duplicates }: Of<'enrol'>['value']): Judgement {
  const { people } = texts;
  return {
    code: 'enrolled',
    tone: duplicates.length > 0 ? 'unsure' : 'good',
    word: people.enrolled,
    line: people.enrolledLine(subject, templates),
    reasons: [],
  };
}
