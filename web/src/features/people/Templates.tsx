import { useEffect, useState } from 'react';
import type { Answer, Api } from '../../socket/api';
import type { Receipt, Template } from '../../socket/people';
import { texts } from '../../texts';
import { Eraser } from './Eraser';
import { erase, templatesOf } from './requests';
import { Trouble } from './Trouble';

interface Props {
  readonly api: Api;
  readonly subject: string;
  readonly onErased: (receipt: Receipt) => void;
}

/** What is enrolled of a person, one by one. */
export function Templates({ api, subject, onErased }: Props) {
  const [answer, setAnswer] = useState<Answer<Template[]> | null>(null);
  const { people } = texts;

  useEffect(() => {
    const ended = new AbortController();
    void templatesOf(api, subject, ended.signal).then((got) => {
      if (!ended.signal.aborted) setAnswer(got);
    });
    return () => ended.abort();
  }, [api, subject]);

  if (!answer) return <p className="card-line">{people.listAsking}</p>;
  if (!answer.ok) return <Trouble problem={answer.problem} />;
  return (
    <ul className="templates" aria-label={people.details(subject)} data-testid="templates">
      {answer.value.map(({ id, created, matcher, source, usable }) => (
        <li key={id}>
          <span className="template-words">
            <span>
              {people.sources[source] ?? source}
              {!usable && `, ${people.outdated}`}
            </span>
            <span className="card-line">
              <time dateTime={created}>{people.moment(created)}</time> · {matcher}
            </span>
          </span>
          <Eraser
            label={people.eraseTemplate(people.moment(created))}
            question={people.eraseTemplateAsk}
            erase={(signal) => erase(api, subject, id, signal)}
            onErased={onErased}
          />
        </li>
      ))}
    </ul>
  );
}
