import { ownProblem } from '../../socket/api';
import type { Api } from '../../socket/api';
import type { Receipt } from '../../socket/people';
import { texts } from '../../texts';
import { lineOf } from './line-of';
import { NamelessRow, PersonRow } from './PersonRow';
import { Trouble } from './Trouble';
import type { People } from './use-people';

interface Props {
  readonly api: Api;
  readonly listed: People;
  /** Nothing else may be prepared now. */
  readonly locked: boolean;
  readonly onVerify: (subject: string) => void;
  readonly onErased: (subject: string, receipt: Receipt) => void;
}

/** Everybody who is enrolled. */
export function PeopleList({
  api,
  listed: { people, next, matcher, problem, doubtful, more },
  locked,
  onVerify,
  onErased,
}: Props) {
  const words = texts.people;
  return (
    <section className="card people-list" aria-labelledby="people-title">
      <h2 className="card-title" id="people-title">
        {words.listTitle}
      </h2>
      {doubtful && <Trouble problem={ownProblem('unsettled')} />}
      {problem && <Trouble problem={problem} />}
      {!problem && people === null && <p className="card-line">{words.listAsking}</p>}
      {people && matcher === null && <p className="card-line">{words.noMatcher}</p>}
      {people?.length === 0 && <p className="card-line">{words.listEmpty}</p>}
      <ul data-testid="people" aria-labelledby="people-title" aria-busy={people === null && problem === null}>
        {people?.map((person, index) => {
          const { subject } = person;
          const line = lineOf(person, matcher);
          if (subject === null) return <NamelessRow key={`nameless ${index}`} line={line} />;
          return (
            <PersonRow
              key={subject}
              api={api}
              subject={subject}
              line={line}
              templates={person.templates}
              locked={locked}
              onVerify={onVerify}
              onErased={(receipt) => onErased(subject, receipt)}
            />
          );
        })}
      </ul>
      {next !== null && (
        <button type="button" className="button small" data-testid="more" onClick={more}>
          {words.more}
        </button>
      )}
    </section>
  );
}
